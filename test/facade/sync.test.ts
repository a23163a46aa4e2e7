import { describe, expect, test, vi } from 'vitest';
import { ConnectorError, type SyncDelta } from '../../src/index.ts';
import { deferred, failure, open, person, untilAborted } from './scripted-connector.ts';

const changed = (uid: string, extra: object = {}) => ({ type: 'update', uid, object: person(uid, { mail: 'm', undeclared: 1 }), ...extra });
const batches = (...list: readonly object[]) =>
  open({
    async *sync() {
      yield* list;
    },
  });
const tokens = (deltas: readonly SyncDelta[]) => deltas.map(({ uid, token }) => `${uid}:${token}`).join(' ');

describe('tokens', () => {
  test('within a batch each change carries the token before it, the last one that of the batch', async () => {
    const { people } = await batches({ changes: [changed('1'), changed('2')], token: 'a' }, { changes: [changed('3'), changed('4')], token: 'b' });

    expect(tokens(await people.sync({ token: 's' }).toArray())).toBe('1:s 2:a 3:a 4:b');
  });

  test("a change's own token is used where there is one", async () => {
    const { people } = await batches({ changes: [changed('1', { token: 'x' }), changed('2'), changed('3')], token: 'a' });

    expect(tokens(await people.sync().toArray())).toBe('1:x 2:x 3:a');
  });

  test('the beginning is the empty text, and the connector is told so by undefined', async () => {
    const sync = vi.fn(async function* (_: { token: string | undefined }) {
      yield { changes: [changed('1'), changed('2')], token: 'a' };
    });
    const { people } = await open({ sync });

    expect(tokens(await people.sync({ token: '' }).toArray())).toBe('1: 2:a');
    expect(sync.mock.calls[0]?.[0].token).toBeUndefined();
  });

  test("the stream's token covers what the consumer has dealt with", async () => {
    const { people } = await batches({ changes: [changed('1', { token: 'x' }), changed('2')], token: 'a' }, { changes: [], token: 'b' });
    const stream = people.sync({ token: 's' });
    const seen: string[] = [];
    for await (const { uid } of stream) seen.push(`${uid}:${stream.token}`);

    expect(seen).toEqual(['1:s', '2:x']);
    expect(stream.token).toBe('b');
  });

  test('a batch without changes moves the token on', async () => {
    const { people } = await batches({ changes: [], token: 'quiet' });
    const stream = people.sync();

    expect(await stream.toArray()).toEqual([]);
    expect(stream.token).toBe('quiet');
  });

  test("a consumer that leaves early keeps the token before the change it was at, and the connector's finally runs", async () => {
    let ended = false;
    const { people } = await open({
      async *sync() {
        try {
          yield { changes: [changed('1', { token: 'x' }), changed('2', { token: 'y' })], token: 'a' };
        } finally {
          ended = true;
        }
      },
    });
    const stream = people.sync({ token: 's' });
    for await (const { uid } of stream) if (uid === '2') break;

    expect([stream.token, ended]).toEqual(['x', true]);
  });

  test('batches come as the connector has them', async () => {
    const { people } = await batches({ changes: [changed('1')], token: 'a' }, { changes: [], token: 'b' });
    const seen: string[] = [];
    for await (const { changes, token } of people.sync().batches()) seen.push(`${changes.length}:${token}`);

    expect(seen).toEqual(['1:a', '0:b']);
  });
});

describe('changes', () => {
  test('carry the row projected, deletions none', async () => {
    const { people } = await batches({ changes: [changed('1', { previousUid: '0' }), { type: 'delete', uid: '2' }], token: 'a' });

    expect(await people.sync({ attributes: ['mail'] }).toArray()).toEqual([
      {
        objectClass: 'person',
        type: 'update',
        uid: '1',
        previousUid: '0',
        row: { objectClass: 'person', uid: '1', name: 'name-1', attributes: { mail: 'm' } },
        token: '',
      },
      { objectClass: 'person', type: 'delete', uid: '2', token: 'a' },
    ]);
  });

  test.each([
    [{ changes: [changed('1')] }],
    [{ changes: [changed('1')], token: 5 }],
    [{ changes: null, token: 'a' }],
    [{ changes: [{ type: 'update', uid: '1' }], token: 'a' }],
    [{ changes: [{ type: 'delete', uid: '' }], token: 'a' }],
    [{ changes: [{ ...changed('1'), object: { ...person('1'), name: '' } }], token: 'a' }],
    [{ changes: [{ ...changed('1'), objectClass: 'nobody' }], token: 'a' }],
    [null],
  ])("that make no sense are the connector's defect: %j", async (batch) => {
    const { people } = await batches(batch as object);

    expect((await failure(people.sync().toArray())).code).toBe('Internal');
  });

  test('an error after some changes is not lost, and the generator is ended', async () => {
    const ended = deferred<void>();
    const { people } = await open({
      sync: () => ({
        [Symbol.asyncIterator]: () => {
          const results = [
            { done: false, value: { changes: [changed('1')], token: 'a' } },
            { done: false, value: { changes: [], token: 5 } },
          ];
          return { next: async () => results.shift(), return: async () => ended.resolve() };
        },
      }),
    });
    const stream = people.sync();

    expect((await failure(stream.toArray())).code).toBe('Internal');
    expect(stream.token).toBe('a');
    await ended.promise;
  });

  test("what the connector's finally throws when the consumer leaves is a ConnectorError", async () => {
    const { people } = await open({
      async *sync() {
        try {
          yield { changes: [changed('1')], token: 'a' };
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: that is what this is about
          throw new Error('cannot clean up');
        }
      },
    });
    const leave = async () => {
      for await (const _ of people.sync()) break;
    };

    expect((await failure(leave)).code).toBe('Internal');
  });

  test('everything wrong about the arguments is said at once', async () => {
    const sync = vi.fn();
    const { people } = await open({ sync });

    const error = await failure(people.sync({ token: 5, timeout: 0, attributes: ['mial'], options: { x: 1 } } as never).toArray());

    expect(error.problems.map(({ path }) => path).sort()).toEqual(['attributes[0]', 'options.x', 'timeout', 'token']);
    expect(sync).not.toHaveBeenCalled();
  });
});

describe('all classes at once', () => {
  const opened = (all: object, rest: object = {}) => open({}, {}, { operations: { person: {}, __ALL__: all }, ...rest });

  test('each change names its class', async () => {
    const { facade } = await opened({
      async *sync() {
        yield { changes: [{ ...changed('1'), objectClass: 'person' }], token: 'a' };
      },
    });

    expect(
      await facade
        .dynamic('__ALL__')
        .sync({ attributes: ['mail'] })
        .toArray(),
    ).toMatchObject([{ objectClass: 'person', row: { attributes: { mail: 'm' } } }]);
  });

  test("a change without a class is the connector's defect", async () => {
    const { facade } = await opened({
      async *sync() {
        yield { changes: [changed('1')], token: 'a' };
      },
    });

    expect((await failure(facade.dynamic('__ALL__').sync().toArray())).code).toBe('Internal');
  });

  test('classes found at run time are among them', async () => {
    const { facade } = await opened(
      {
        async *sync() {
          yield { changes: [{ ...changed('1'), objectClass: 'device' }], token: 'a' };
        },
      },
      { schema: () => [{ name: 'device', attributes: { __NAME__: { type: 'string' }, mail: { type: 'string' } } }] },
    );

    expect(await facade.dynamic('__ALL__').sync().toArray()).toMatchObject([{ objectClass: 'device', row: { attributes: { mail: 'm' } } }]);
  });
});

describe('latestSyncToken and liveSync', () => {
  test("the latest token is the connector's, undefined included", async () => {
    const { people } = await open({ latestSyncToken: vi.fn().mockReturnValueOnce('t').mockReturnValueOnce(undefined) });

    expect([await people.latestSyncToken(), await people.latestSyncToken()]).toEqual(['t', undefined]);
  });

  test('live changes come without a token until the signal ends them', async () => {
    const controller = new AbortController();
    const { people } = await open({
      async *liveSync({ signal }: { signal: AbortSignal }) {
        yield changed('1');
        await untilAborted(signal);
      },
    });
    const seen: object[] = [];
    const loop = async () => {
      for await (const change of people.liveSync({ signal: controller.signal })) {
        seen.push(change);
        controller.abort();
      }
    };

    expect((await failure(loop)).code).toBe('OperationAborted');
    expect(seen).toEqual([expect.not.objectContaining({ token: expect.anything() })]);
  });

  test("leaving live changes runs the connector's finally", async () => {
    let ended = false;
    const { people } = await open({
      async *liveSync() {
        try {
          for (;;) yield changed('1');
        } finally {
          ended = true;
        }
      },
    });
    for await (const _ of people.liveSync()) break;

    expect(ended).toBe(true);
  });

  test('a failure of live changes is a ConnectorError', async () => {
    const thrown = new ConnectorError('ConnectionBroken', 'gone');
    const { people } = await open({
      // biome-ignore lint/correctness/useYield: it fails before it has anything
      async *liveSync() {
        throw thrown;
      },
    });

    expect(await failure(people.liveSync()[Symbol.asyncIterator]().next() as Promise<unknown>)).toBe(thrown);
  });
});
