import { describe, expect, test, vi } from 'vitest';
import { filters as f, Secret } from '../../src/index.ts';
import { failure, open, person } from './scripted-connector.ts';

const nothing = async function* () {};

async function watched() {
  const handlers = {
    create: vi.fn(() => '1'),
    updateDelta: vi.fn(),
    delete: vi.fn(),
    get: vi.fn((_: { uid: string }) => undefined),
    search: vi.fn(nothing),
  };
  const calls = () => Object.values(handlers).reduce((sum, { mock }) => sum + mock.calls.length, 0);
  return { ...(await open(handlers)), handlers, calls };
}

describe('create', () => {
  test('all wrong attributes are named at once, with what would be right, and nothing is sent', async () => {
    const { people, calls } = await watched();

    const error = await failure(people.create({ maill: 'x', age: 'old', title: 'too long', arn: 'a', tags: 'one', __PASSWORD__: 'short' }));

    expect(error.code).toBe('InvalidAttributeValue');
    expect(error.outcome).toBe('none');
    expect(error.problems.map(({ path }) => path).sort()).toEqual(['__NAME__', '__PASSWORD__', 'age', 'arn', 'maill', 'tags', 'title']);
    expect(error.message).toContain('7 problems in create person of scripted');
    expect(error.message).toContain('maill is not an attribute of person; did you mean "mail"?');
    expect(calls()).toBe(0);
  });

  test.each([undefined, null, 'text', 5, [], true])('attributes that are no object are refused: %j', async (input) => {
    const { people, calls } = await watched();

    expect((await failure(people.create(input as never))).code).toBe('InvalidAttributeValue');
    expect(calls()).toBe(0);
  });

  test('names are taken without regard to case and by alias', async () => {
    const { people, handlers } = await watched();

    await people.create({ __name__: 'ada', EMAIL: 'a@x', AGE: 3 });

    expect(handlers.create).toHaveBeenCalledWith(
      expect.objectContaining({ attributes: expect.objectContaining({ __NAME__: 'ada', mail: 'a@x', age: 3 }) }),
    );
  });

  test('an attribute given twice, once by its alias, is refused', async () => {
    const { people } = await watched();

    const { problems } = await failure(people.create({ __NAME__: 'ada', mail: 'a', eMail: 'b' }));

    expect(problems).toEqual([{ path: 'eMail', message: expect.stringContaining('twice') }]);
  });

  test('the uid is not an attribute', async () => {
    const { people } = await watched();

    expect((await failure(people.create({ __NAME__: 'ada', __UID__: '1' }))).message).toContain('the system gives the uid');
  });

  test('undefined, null and a list of nothing count as not mentioned', async () => {
    const { people, handlers } = await watched();

    await people.create({ __NAME__: 'ada', mail: undefined, age: null, tags: [] });

    expect((handlers.create.mock.calls as unknown as [{ attributes: object }][])[0]?.[0].attributes).toEqual({
      __NAME__: 'ada',
      title: 'none',
      roles: ['user'],
    });
  });

  test('a required attribute whose list is empty and that has no default is missing', async () => {
    const { people } = await watched();

    expect((await failure(people.create({ __NAME__: [] as never }))).problems).toEqual([{ path: '__NAME__', message: 'is required' }]);
  });

  test('an empty name is refused, because no search could give the object back', async () => {
    const { people } = await watched();

    expect((await failure(people.create({ __NAME__: '' }))).problems.map(({ path }) => path)).toContain('__NAME__');
  });

  test('a default that the connector changes is whole again in the next create', async () => {
    const seen: unknown[] = [];
    const { people } = await open({
      create({ attributes }: { attributes: { roles: string[] } }) {
        seen.push([...attributes.roles]);
        attributes.roles.push('root');
        return '1';
      },
    });

    await people.create({ __NAME__: 'a' });
    await people.create({ __NAME__: 'b' });

    expect(seen).toEqual([['user'], ['user']]);
  });

  test('secrets, longs and dates reach the connector in one form', async () => {
    const { people, handlers } = await watched();

    await people.create({ __NAME__: 'ada', __PASSWORD__: 'correct horse', logins: 5, born: '2020-01-02T00:00:00Z' });

    const { attributes } = (handlers.create.mock.calls as unknown as [{ attributes: Record<string, unknown> }][])[0]?.[0] ?? { attributes: {} };
    expect((attributes.__PASSWORD__ as Secret).reveal()).toBe('correct horse');
    expect(attributes.logins).toBe(5n);
    expect(attributes.born).toEqual(new Date('2020-01-02'));
  });

  test("what the caller passed stays the caller's: the connector gets copies", async () => {
    const { people } = await open({
      create({ attributes }: { attributes: { tags: string[]; address: { city: string }; born: Date } }) {
        attributes.tags.push('changed');
        attributes.address.city = 'changed';
        attributes.born.setTime(0);
        return '1';
      },
    });
    const input = { __NAME__: 'ada', tags: ['a'], address: { city: 'x' }, born: new Date(5) };

    await people.create(input);

    expect(input).toEqual({ __NAME__: 'ada', tags: ['a'], address: { city: 'x' }, born: new Date(5) });
  });

  test('a __proto__ key from JSON is an unknown attribute and pollutes nothing', async () => {
    const { people, calls } = await watched();

    const error = await failure(people.create(JSON.parse('{"__NAME__":"ada","__proto__":{"mail":"evil"},"constructor":"x"}')));

    expect(error.problems.map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
    expect(({} as { mail?: string }).mail).toBeUndefined();
    expect(calls()).toBe(0);
  });

  test('a __proto__ key inside a map stays a key', async () => {
    const { people, handlers } = await watched();

    await people.create({ __NAME__: 'ada', address: JSON.parse('{"__proto__":{"polluted":true}}') });

    const { address } = (handlers.create.mock.calls as unknown as [{ attributes: { address: object } }][])[0]?.[0].attributes ?? { address: {} };
    expect((address as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.keys(address)).toEqual(['__proto__']);
  });
});

describe('update', () => {
  test('all problems of replace, add and remove are named at once, and nothing is sent', async () => {
    const { people, calls } = await watched();

    const error = await failure(
      people.update('1', {
        replace: { arn: 'x', __NAME__: null, age: 1.5, tags: ['t'] },
        add: { mail: ['x'], tags: ['y'] },
        remove: { nope: ['x'] },
        append: {},
      } as never),
    );

    expect(error.code).toBe('InvalidAttributeValue');
    expect(error.problems.map(({ path }) => path).sort()).toEqual([
      'add.mail',
      'add.tags',
      'append',
      'remove.nope',
      'replace.__NAME__',
      'replace.age',
      'replace.arn',
    ]);
    expect(calls()).toBe(0);
  });

  test.each([undefined, null, 'text', [], ['replace']])('changes that are no object are refused: %j', async (changes) => {
    const { people, calls } = await watched();

    expect((await failure(people.update('1', changes as never))).code).toBe('InvalidAttributeValue');
    expect(calls()).toBe(0);
  });

  test('replacing by an empty list clears, as null does', async () => {
    const { people, handlers } = await watched();

    await people.update('1', { replace: { tags: [], mail: null } });

    expect(handlers.updateDelta).toHaveBeenCalledWith(
      expect.objectContaining({ changes: { replace: { tags: null, mail: null }, add: {}, remove: {} } }),
    );
  });

  test('a required attribute cannot be cleared', async () => {
    const { people } = await watched();

    expect((await failure(people.update('1', { replace: { roles: [] } }))).problems).toEqual([
      { path: 'replace.roles', message: 'is required and cannot be cleared' },
    ]);
  });

  test('an empty name is refused', async () => {
    const { people } = await watched();

    expect((await failure(people.update('1', { replace: { __NAME__: '' } }))).problems.map(({ path }) => path)).toEqual(['replace.__NAME__']);
  });

  test('values given twice are there once', async () => {
    const { people, handlers } = await watched();

    await people.update('1', { add: { tags: ['a', 'b', 'a'] } });

    expect(handlers.updateDelta).toHaveBeenCalledWith(expect.objectContaining({ changes: { replace: {}, add: { tags: ['a', 'b'] }, remove: {} } }));
  });
});

describe('arguments beside the attributes', () => {
  const badUids = [undefined, null, '', 5, {}, ['1']];

  test.each(badUids)('a uid that is no text is refused by get, update and delete: %j', async (uid) => {
    const { people, calls } = await watched();

    for (const attempt of [people.get(uid as never), people.update(uid as never, {}), people.delete(uid as never)]) {
      const error = await failure(attempt);
      expect(error.code).toBe('InvalidArgument');
      expect(error.problems.map(({ path }) => path)).toEqual(['uid']);
    }
    expect(calls()).toBe(0);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5', null, 2 ** 31])('a timeout that would be ignored is refused: %j', async (timeout) => {
    const { people, calls } = await watched();

    expect((await failure(people.get('1', { timeout: timeout as never }))).problems.map(({ path }) => path)).toEqual(['timeout']);
    expect((await failure(people.search({ timeout: timeout as never }).toArray())).problems.map(({ path }) => path)).toEqual(['timeout']);
    expect(calls()).toBe(0);
  });

  test.each([null, {}, 'signal', new AbortController()])('a signal that is none is refused: %o', async (signal) => {
    const { people, calls } = await watched();

    expect((await failure(people.create({ __NAME__: 'a' }, { signal: signal as never }))).problems.map(({ path }) => path)).toEqual(['signal']);
    expect(calls()).toBe(0);
  });

  test.each([null, 5, 'text'])('options that are no object are refused: %j', async (options) => {
    const { people, calls } = await watched();

    for (const attempt of [
      people.get('1', options as never),
      people.create({ __NAME__: 'a' }, options as never),
      people.delete('1', options as never),
    ]) {
      expect((await failure(attempt)).code).toBe('InvalidArgument');
    }
    expect(calls()).toBe(0);
  });

  test.each([null, 5, 'text', []])('connector options that are no object are refused: %j', async (options) => {
    const { people, calls } = await watched();

    expect((await failure(people.search({ options: options as never }).toArray())).problems.map(({ path }) => path)).toEqual(['options']);
    expect(calls()).toBe(0);
  });

  test('an option that is not declared and one with a wrong value are both named', async () => {
    const { people, calls } = await watched();

    const error = await failure(people.search({ options: { SCOPE: 'moon', depht: 1 } as never }).toArray());

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path).sort()).toEqual(['options.SCOPE', 'options.depht']);
    expect(calls()).toBe(0);
  });

  test('options of get are checked where the connector has only search', async () => {
    const { people } = await open({ search: nothing });

    expect((await failure(people.get('1', { options: { bogus: 1 } as never }))).problems.map(({ path }) => path)).toEqual(['options.bogus']);
  });

  test('the defaults of options are filled in, given or not', async () => {
    const { people, handlers } = await watched();

    await people.search().toArray();
    await people.search({ options: { SCOPE: 'subtree' } as never }).toArray();

    const seen = (handlers.search.mock.calls as unknown as [{ options: object }][]).map(([{ options }]) => options);
    expect(seen).toEqual([{ depth: 3 }, { depth: 3, SCOPE: 'subtree' }]);
  });

  test('an option declared for update reaches updateDelta', async () => {
    const { people, handlers } = await watched();

    await people.update('1', { replace: { mail: 'x' } }, { options: { force: true } as never });

    expect(handlers.updateDelta).toHaveBeenCalledWith(expect.objectContaining({ options: { force: true } }));
  });

  test('a revision or a name hint that is no text is refused', async () => {
    const { people, calls } = await watched();

    expect((await failure(people.delete('1', { revision: 5, nameHint: {} } as never))).problems.map(({ path }) => path)).toEqual([
      'revision',
      'nameHint',
    ]);
    expect(calls()).toBe(0);
  });

  test('everything wrong about a get is said in one error', async () => {
    const { people, calls } = await watched();

    const error = await failure(people.get('', { timeout: -1, attributes: ['mial', '__PASSWORD__'], options: { x: 1 } as never }));

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path).sort()).toEqual(['attributes[0]', 'attributes[1]', 'options.x', 'timeout', 'uid']);
    expect(calls()).toBe(0);
  });

  test('everything wrong about a search is said in one error, however the stream is used', async () => {
    const { people, calls } = await watched();
    const query = {
      filter: f.and(f.equals('mial', 'x'), f.greaterThan('age', 'old')),
      attributes: ['nope', '__PASSWORD__', 5],
      sort: [{ attribute: 'address' }, { attribute: 'rank', ascending: 'no' }],
      pageSize: 0,
      limit: -1,
      offset: 1.5,
      total: 'all',
      cursor: 'garbage',
      timeout: 0,
      options: { nope: 1 },
    } as never;
    const stream = people.search(query);
    const uses = [
      stream.toArray(),
      stream.first(),
      stream.count(),
      stream.page(),
      stream.pages()[Symbol.asyncIterator]().next(),
      stream[Symbol.asyncIterator]().next(),
    ];

    for (const use of uses) {
      const error = await failure(use);
      expect(error.code).toBe('InvalidArgument');
      const paths = error.problems.map(({ path }) => path);
      expect(paths).toEqual(
        expect.arrayContaining([
          'timeout',
          'options.nope',
          'attributes[0]',
          'attributes[1]',
          'attributes[2]',
          'filter.filters[0].attribute',
          'filter.filters[1].value',
          'sort[0].attribute',
          'sort[1].ascending',
          'pageSize',
          'limit',
          'offset',
          'total',
          'cursor',
        ]),
      );
    }
    expect(calls()).toBe(0);
  });

  test.each(['pageSize', 'limit', 'offset'])('%s must be a whole number', async (name) => {
    const { people } = await watched();

    for (const value of ['5', 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1, null, 2n]) {
      expect((await failure(people.search({ [name]: value } as never).toArray())).problems.map(({ path }) => path)).toEqual([name]);
    }
  });

  test('an offset beside a cursor is refused', async () => {
    const { people } = await watched();

    expect((await failure(people.search({ cursor: 'x', offset: 0 }).toArray())).problems.map(({ path }) => path)).toEqual(['offset', 'cursor']);
  });

  test('a misspelt part of a query is refused, because without its filter a search finds everything', async () => {
    const { people, calls } = await watched();

    expect((await failure(people.search({ fliter: f.equals('mail', 'x') } as never).toArray())).message).toContain('did you mean "filter"?');
    expect(calls()).toBe(0);
  });

  test.each([null, 5, 'mail eq "x"'])('a query that is no object is refused: %j', async (query) => {
    const { people, calls } = await watched();

    for (const use of [
      people.search(query as never).toArray(),
      people
        .search(query as never)
        [Symbol.asyncIterator]()
        .next(),
    ]) {
      expect((await failure(use)).code).toBe('InvalidArgument');
    }
    expect(calls()).toBe(0);
  });

  test.each([null, 5, {}, [], { op: 'like' }, { op: 'and' }, { op: 'not' }, { op: 'equals' }, 'mail eq', '(', ''])(
    'a filter that is none is refused: %j',
    async (filter) => {
      const { people, calls } = await watched();

      expect((await failure(people.search({ filter: filter as never }).toArray())).code).toBe('InvalidArgument');
      expect(calls()).toBe(0);
    },
  );

  test('a filter function that fails is an InvalidArgument that says how', async () => {
    const { people } = await watched();

    const error = await failure(people.search({ filter: (b) => (b as unknown as { equls(): never }).equls() }).toArray());

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems).toEqual([{ path: 'filter', message: expect.stringContaining('equls') }]);
  });

  test('a filter nested without end is refused before the stack ends', async () => {
    const { people, calls } = await watched();
    let deep = f.present('mail');
    for (let i = 0; i < 100_000; i++) deep = f.not(deep);

    expect((await failure(people.search({ filter: deep }).toArray())).code).toBe('InvalidArgument');
    expect((await failure(people.search({ filter: `${'('.repeat(100_000)}mail pr${')'.repeat(100_000)}` }).toArray())).code).toBe('InvalidArgument');
    expect(calls()).toBe(0);
  });

  test('attribute names in filter, sort and projection are taken without regard to case and by alias', async () => {
    const { people, handlers } = await watched();

    await people.search({ filter: 'EMAIL eq "x"', sort: [{ attribute: 'RANK' }], attributes: ['Email', 'AGE'] }).toArray();

    const [[call]] = handlers.search.mock.calls as unknown as [[{ filter: unknown; sort: unknown; attributesToGet: ReadonlySet<string> }]];
    expect(call.filter).toEqual(f.equals('mail', 'x'));
    expect(call.sort).toEqual([{ attribute: 'rank', ascending: true }]);
    expect([...call.attributesToGet].sort()).toEqual(['age', 'mail', 'rank']);
  });

  test('values in a filter reach the connector converted', async () => {
    const { people, handlers } = await watched();

    await people.search({ filter: f.and(f.greaterThan('born', '2020-01-01T00:00:00Z'), f.equals('logins', 7)) }).toArray();

    const [[call]] = handlers.search.mock.calls as unknown as [[{ filter: unknown }]];
    expect(call.filter).toEqual(f.and(f.greaterThan('born', new Date('2020-01-01')), f.equals('logins', 7n)));
  });

  test('an aborted check leaves later calls as they are', async () => {
    const { people } = await open({ get: ({ uid }: { uid: string }) => person(uid) });
    await failure(people.get(''));

    expect((await people.get('7'))?.uid).toBe('7');
  });
});

describe('authenticate and resolveUsername', () => {
  test('a password may be text or a Secret, and the connector gets a Secret', async () => {
    const authenticate = vi.fn(({ password }: { password: Secret }) => password.reveal());
    const { people } = await open({ authenticate });

    expect(await people.authenticate('ada', 'pw')).toBe('pw');
    expect(await people.authenticate('ada', new Secret('pw2'))).toBe('pw2');
  });

  test('a password of another type is refused without being shown', async () => {
    const authenticate = vi.fn();
    const { people } = await open({ authenticate });

    const error = await failure(people.authenticate('ada', 123456 as never));

    expect(error.problems.map(({ path }) => path)).toEqual(['password']);
    expect(error.message).not.toContain('123456');
    expect(authenticate).not.toHaveBeenCalled();
  });

  test('an empty user name is refused', async () => {
    const { people } = await open({ resolveUsername: () => '1' });

    expect((await failure(people.resolveUsername(''))).problems.map(({ path }) => path)).toEqual(['username']);
  });

  test("an answer that is no uid is the connector's defect, not a write of unknown outcome", async () => {
    const { people } = await open({ resolveUsername: () => '' });

    const error = await failure(people.resolveUsername('ada'));

    expect([error.code, error.outcome]).toEqual(['Internal', 'none']);
  });
});
