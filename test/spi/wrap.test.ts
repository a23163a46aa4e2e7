import { describe, expect, test, vi } from 'vitest';
import {
  type AnyConnector,
  type Call,
  ConnectorError,
  type DynamicObjectClass,
  derive,
  isConnector,
  type OpenOptions,
  openConnector,
  type SearchCall,
} from '../../src/index.ts';
import type { Around, AroundRequest, Outcome } from '../../src/spi/around.ts';
import { wrap } from '../../src/spi/wrap.ts';
import { connectorOf, deferred, failure, people, person, searchOver } from '../facade/scripted-connector.ts';

async function openWrapped(operations: unknown, around: Around, rest: object = {}, options: OpenOptions = {}) {
  const facade = await openConnector(wrap(connectorOf(operations, rest), around), {}, options);
  return { facade, people: facade.objectClass('person') };
}

/** Writes down what happens. */
function diary(name = '') {
  const entries: string[] = [];
  const line = ({ operation, objectClass }: AroundRequest) => [name, operation, objectClass].filter(Boolean).join(' ');
  const around: Around = {
    before: (request) => void entries.push(`before ${line(request)}`),
    after: (request, outcome) => void entries.push(`after ${line(request)}: ${outcome.ok ? 'ok' : 'failed'}`),
  };
  return { entries, around };
}

const handlers = {
  create: () => '1',
  updateDelta: () => '1',
  delete: () => {},
  get: ({ uid }: { readonly uid: string }) => person(uid),
  search: searchOver(people(3), 1),
  async *sync() {
    yield { changes: [{ type: 'delete', uid: '1' }], token: 't' };
  },
  latestSyncToken: () => 't',
  async *liveSync() {
    yield { type: 'delete', uid: '1' };
  },
  authenticate: () => '1',
  resolveUsername: () => '1',
};

describe('a wrapped connector', () => {
  test('is a connector with everything that is not a handler as it was', () => {
    const connector = connectorOf(handlers, { displayName: 'Scripted', pool: { max: 3, checkAlive: () => true }, messages: { en: { a: 'b' } } });
    const wrapped = wrap(connector, {});

    expect(isConnector(wrapped)).toBe(true);
    const { operations: _, ...rest } = wrapped;
    const { operations: __, ...original } = connector;
    expect(rest).toEqual(original);
    expect(Object.keys((wrapped.operations as { readonly person: object }).person)).toEqual(expect.arrayContaining(Object.keys(handlers)));
  });

  test('leaves the connector itself alone', async () => {
    const before = vi.fn();
    const connector = connectorOf({ create: () => '1' });
    wrap(connector, { before });
    const facade = await openConnector(connector, {});
    await facade.objectClass('person').create({ __NAME__: 'a' });

    expect(before).not.toHaveBeenCalled();
  });

  test('offers no operation that the connector lacks', async () => {
    const { facade } = await openWrapped({ get: () => undefined }, {});

    expect([facade.supports('person', 'get'), facade.supports('person', 'create'), facade.supports('test')]).toEqual([true, false, false]);
  });

  const uses: readonly (readonly [string, (people: DynamicObjectClass) => Promise<unknown>])[] = [
    ['create', (people) => people.create({ __NAME__: 'a' })],
    ['updateDelta', (people) => people.update('1', {})],
    ['delete', (people) => people.delete('1')],
    ['get', (people) => people.get('1')],
    ['search', (people) => people.search().toArray()],
    ['sync', (people) => people.sync().toArray()],
    ['latestSyncToken', (people) => people.latestSyncToken()],
    ['liveSync', (people) => drain(people.liveSync())],
    ['authenticate', (people) => people.authenticate('a', 'b')],
    ['resolveUsername', (people) => people.resolveUsername('a')],
  ];

  test.each(uses)('calls before and after once around %s, with the name of the class', async (operation, use) => {
    const { entries, around } = diary();
    const { people } = await openWrapped(handlers, around);

    await use(people);

    expect(entries).toEqual([`before ${operation} person`, `after ${operation} person: ok`]);
  });

  test.each(uses)('may refuse %s, and the connector is not asked', async (_, use) => {
    const asked = vi.fn();
    const after = vi.fn();
    const refused = Object.fromEntries(Object.keys(handlers).map((name) => [name, asked]));
    const { people } = await openWrapped(refused, {
      before() {
        throw new ConnectorError('PermissionDenied', 'not today');
      },
      after,
    });

    expect((await failure(use(people))).message).toBe('not today');
    expect(asked).not.toHaveBeenCalled();
    expect(after).not.toHaveBeenCalled();
  });

  test('stands around test, schema, scripts, hooks and the classes found at run time', async () => {
    const { entries, around } = diary();
    const found = { name: 'group', attributes: { __NAME__: { type: 'string' } } };
    const rest = {
      test: () => {},
      schema: () => [found],
      dynamic: { create: () => '1' },
      scriptOnConnector: () => 1,
      scriptOnResource: () => 2,
      hooks: { invite: () => 3 },
    };
    const { facade } = await openWrapped({}, around, rest);

    await facade.test();
    await facade.dynamic('group').create({ __NAME__: 'a' });
    const script = { language: 'x', text: '1' };
    const answers = [await facade.scriptOnConnector(script), await facade.scriptOnResource(script), await facade.runHook('invite')];

    expect(answers).toEqual([1, 2, 3]);
    const expected = ['test', 'schema', 'create group', 'scriptOnConnector', 'scriptOnResource', 'hook invite'];
    expect(entries).toEqual(expected.flatMap((each) => [`before ${each}`, `after ${each}: ok`]));
  });

  test('wrapped twice nests', async () => {
    const inner = diary('inner');
    const outer = diary('outer');
    const entries: string[] = [];
    inner.entries.push = (entry) => entries.push(entry);
    outer.entries.push = (entry) => entries.push(entry);
    const facade = await openConnector(wrap(wrap(connectorOf(handlers), inner.around), outer.around), {});

    await facade.objectClass('person').search().toArray();
    await facade.objectClass('person').delete('1');

    const nested = (operation: string) => [
      `before outer ${operation} person`,
      `before inner ${operation} person`,
      `after inner ${operation} person: ok`,
      `after outer ${operation} person: ok`,
    ];
    expect(entries).toEqual([...nested('search'), ...nested('delete')]);
  });

  test('calls handlers on the object that they are in, private fields and all', async () => {
    class People {
      readonly #uid = '7';
      create() {
        return this.#uid;
      }
      async *search() {
        yield { objects: [person(this.#uid)] };
      }
    }
    const { people } = await openWrapped(new People(), {});

    expect((await people.create({ __NAME__: 'a' })).uid).toBe('7');
    expect((await people.search().first())?.uid).toBe('7');
  });
});

async function drain<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

describe('before', () => {
  test('may change the call, whose signal goes along', async () => {
    const seen: unknown[] = [];
    const { people } = await openWrapped(
      {
        create(call: Call & { readonly attributes: { readonly mail?: string } }) {
          seen.push(call.attributes.mail, call.signal.aborted);
          return '1';
        },
      },
      { before: ({ call }) => derive(call, { attributes: { ...(call.attributes as object), mail: 'set@example.org' } }) },
    );

    await people.create({ __NAME__: 'a' });

    expect(seen).toEqual(['set@example.org', false]);
  });

  test('must not lose the signal by a spread', async () => {
    const create = vi.fn();
    const { people } = await openWrapped({ create }, { before: ({ call }) => ({ ...call }) as never });

    expect((await failure(people.create({ __NAME__: 'a' }))).message).toContain('must answer nothing or what derive makes');
    expect(create).not.toHaveBeenCalled();
  });

  test('may take its time', async () => {
    const { people } = await openWrapped(handlers, { before: async () => {}, after: async () => {} });

    expect((await people.get('1'))?.uid).toBe('1');
    expect(await people.search().toArray()).toHaveLength(3);
  });
});

describe('after', () => {
  test('sees the value and the call that was made', async () => {
    const seen: unknown[] = [];
    const { people } = await openWrapped(handlers, {
      before: ({ call }) => derive(call, { uid: '2' }),
      after: ({ call }, outcome) => void seen.push(call.uid, outcome),
    });
    await people.get('1');

    expect(seen).toEqual(['2', { ok: true, value: person('2') }]);
  });

  test('may answer another value, another error, or a value instead of an error', async () => {
    const outcomes: Record<string, Outcome> = {
      '1': { ok: true, value: person('other') },
      '2': { ok: false, error: new ConnectorError('PermissionDenied', 'hidden') },
    };
    const get = ({ uid }: { readonly uid: string }) => (uid === '1' ? Promise.reject(new Error('x')) : person(uid));
    const { people } = await openWrapped({ get }, { after: ({ call }) => outcomes[call.uid as string] });

    expect((await people.get('1'))?.uid).toBe('other');
    expect((await failure(people.get('2'))).message).toBe('hidden');
    expect((await people.get('3'))?.uid).toBe('3');
  });

  test('may throw, at once or later', async () => {
    const nope = () => new ConnectorError('PermissionDenied', 'nope');
    for (const after of [
      () => {
        throw nope();
      },
      () => Promise.reject(nope()),
    ]) {
      const { people } = await openWrapped(handlers, { after });
      expect((await failure(people.get('1'))).message).toBe('nope');
      expect((await failure(people.search().toArray())).message).toBe('nope');
    }
  });

  test('sees the error of a handler that throws without a promise', async () => {
    const { entries, around } = diary();
    const { people } = await openWrapped(
      {
        get() {
          throw new ConnectorError('ConnectionFailed', 'down');
        },
      },
      around,
    );

    expect((await failure(people.get('1'))).message).toBe('down');
    expect(entries).toEqual(['before get person', 'after get person: failed']);
  });

  test.each<[string, () => unknown, Partial<ConnectorError>]>([
    ['succeeded', () => '7', { outcome: 'unknown', retryable: false, uid: '7' }],
    [
      'did a part',
      () => {
        throw new ConnectorError('ConnectorIO', 'x', { outcome: 'partial', uid: '8' });
      },
      { outcome: 'partial', retryable: false, uid: '8' },
    ],
    ['failed nobody knows how', () => Promise.reject(new Error('x')), { outcome: 'unknown', retryable: false }],
    [
      'did nothing',
      () => {
        throw new ConnectorError('Retryable', 'x');
      },
      { outcome: 'none', retryable: true },
    ],
  ])('cannot make a write that %s look as if nothing had happened, or it would be repeated', async (_, create, expected) => {
    const lost = () => new ConnectorError('ConnectionFailed', 'the audit is down');
    for (const after of [() => Promise.reject(lost()), () => ({ ok: false as const, error: lost() })]) {
      const { people } = await openWrapped({ create }, { after });
      expect(await failure(people.create({ __NAME__: 'a' }))).toMatchObject({ code: 'ConnectionFailed', message: 'the audit is down', ...expected });
    }
  });
});

describe('a stream', () => {
  test('begins at its first pull, hands its pages on, and ends once when it is left early', async () => {
    const { entries, around } = diary();
    const closed = vi.fn();
    const { people } = await openWrapped(
      {
        async *search() {
          try {
            for (let i = 0; ; i++) yield { objects: [person(String(i))] };
          } finally {
            closed();
          }
        },
      },
      around,
    );
    const stream = people.search();
    expect(entries).toEqual([]);

    const rows: string[] = [];
    for await (const { uid } of stream) if (rows.push(uid) === 3) break;

    expect(rows).toEqual(['0', '1', '2']);
    expect(closed).toHaveBeenCalledOnce();
    expect(entries).toEqual(['before search person', 'after search person: ok']);
  });

  test('ends once with its error', async () => {
    const { entries, around } = diary();
    const { people } = await openWrapped(
      {
        async *search() {
          yield { objects: [person('1')] };
          throw new ConnectorError('ConnectionBroken', 'lost');
        },
      },
      around,
    );

    expect((await failure(people.search().toArray())).message).toBe('lost');
    expect(entries).toEqual(['before search person', 'after search person: failed']);
  });

  test('that failed cannot be made to look complete', async () => {
    const { people } = await openWrapped(
      {
        async *search() {
          yield { objects: [person('1')] };
          throw new ConnectorError('ConnectionBroken', 'lost');
        },
      },
      { after: () => ({ ok: true, value: undefined }) },
    );

    expect((await failure(people.search().toArray())).message).toBe('lost');
  });

  test('lets its pages be changed, and closes the connector’s generator when that fails', async () => {
    const closed = vi.fn();
    const search = async function* (call: SearchCall<never>) {
      try {
        yield* searchOver(
          people(3, (i) => ({ mail: `m${i}` })),
          1,
        )(call);
      } finally {
        closed();
      }
    };
    const redact = (page: unknown) => ({
      ...(page as object),
      objects: (page as { objects: object[] }).objects.map((each) => ({ ...each, attributes: {} })),
    });
    const redacted = await openWrapped({ search }, { page: (_, page) => redact(page) });
    expect((await redacted.people.search().toArray()).map(({ attributes }) => attributes.mail)).toEqual([undefined, undefined, undefined]);
    closed.mockClear();
    const { entries, around } = diary();
    const failing = await openWrapped({ search }, { ...around, page: () => Promise.reject(new ConnectorError('Internal', 'cannot redact')) });

    expect((await failure(failing.people.search().toArray())).message).toBe('cannot redact');
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(entries).toEqual(['before search person', 'after search person: failed']);
  });

  test('whose pull is given up ends, though the connector does not answer', async () => {
    const { entries, around } = diary();
    const returned = vi.fn(async () => ({ value: undefined, done: true as const }));
    const asked = deferred<void>();
    const iterator = {
      next: () => {
        asked.resolve();
        return new Promise<never>(() => {});
      },
      return: returned,
    };
    const { people } = await openWrapped({ search: () => ({ [Symbol.asyncIterator]: () => iterator }) }, around);
    const controller = new AbortController();

    const rows = failure(people.search({ signal: controller.signal }).toArray());
    await asked.promise;
    controller.abort();

    expect((await rows).code).toBe('OperationAborted');
    await vi.waitFor(() => expect(entries).toEqual(['before search person', 'after search person: ok']));
    expect(returned).toHaveBeenCalledOnce();
  });
});

test('a handler that answers at once is answered at once', () => {
  const connector = wrap(connectorOf({ get: () => 'there', delete: () => Promise.resolve() }), { before: () => {}, after: () => {} });
  const { person: wrapped } = (connector as AnyConnector).operations as { readonly person: Readonly<Record<string, (call: unknown) => unknown>> };

  expect(wrapped.get?.({})).toBe('there');
  expect(wrapped.delete?.({})).toBeInstanceOf(Promise);
});
