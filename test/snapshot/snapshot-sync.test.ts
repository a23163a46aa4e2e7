import { describe, expect, test, vi } from 'vitest';
import { type AnyConnector, attr, defineConnector, type ObjectClass, type Operations, objectClass, openConnector } from '../../src/index.ts';
import { contentDigest } from '../../src/snapshot/content-digest.ts';
import { memorySnapshots, snapshotSync } from '../../src/snapshot/index.ts';
import { failure } from '../facade/scripted-connector.ts';
import { Account, connectorOf, Directory, openAccounts, type Person, person, synced } from './directory.ts';

async function opened(...people: readonly Person[]) {
  const directory = new Directory();
  directory.put(...people);
  const store = memorySnapshots();
  return { directory, store, accounts: await openAccounts(directory, { store, ignore: ['lastLogin'] }) };
}

describe('what is told', () => {
  test('from the beginning every object is a create, page after page', async () => {
    const { accounts, directory } = await opened(person('a', { mail: 'a@x' }), person('b'), person('c'), person('d'), person('e'));

    const { told, changes } = await synced(accounts);

    expect(told).toEqual(['create a', 'create b', 'create c', 'create d', 'create e']);
    expect(changes[0]?.row).toMatchObject({ uid: 'a', name: 'name-a', attributes: { mail: 'a@x' } });
    expect(directory.calls.map(({ cursor }) => cursor)).toEqual([undefined, 'b', 'd']);
  });

  test('since a token: creations, updates and deletions, and nothing else', async () => {
    const { accounts, directory } = await opened(person('a', { mail: 'a@x' }), person('b', { level: 1 }), person('c'), person('d'));
    const { token } = await synced(accounts);
    directory.put(person('b', { level: 2 }, { revision: '7' }), person('e'));
    directory.people.delete('c');

    const { told, changes } = await synced(accounts, token);

    expect(told).toEqual(['create e', 'delete c', 'update b']);
    expect(changes.find(({ uid }) => uid === 'b')?.row).toMatchObject({ revision: '7', attributes: { level: 2 } });
    expect(changes.find(({ uid }) => uid === 'c')?.row).toBeUndefined();
  });

  test('when nothing has changed, nothing is told and the token stays', async () => {
    const { accounts, store } = await opened(person('a'), person('b'), person('c'));
    const { token } = await synced(accounts);

    expect(await synced(accounts, token)).toMatchObject({ told: [], token });
    expect(await store.list('hr/__ACCOUNT__')).toEqual([token]);
  });

  test('an empty system has a snapshot too', async () => {
    const { accounts, directory } = await opened();
    const { token } = await synced(accounts);
    directory.put(person('a'));

    expect((await synced(accounts, token)).told).toEqual(['create a']);
  });

  test('a new name is an update where the uid stays, a deletion and a creation where the uid is the name', async () => {
    const { accounts, directory } = await opened(person('a'), person('b'));
    const { token } = await synced(accounts);
    directory.put(person('a', {}, { name: 'another' }), person('z'));
    directory.people.delete('b');

    expect((await synced(accounts, token)).told).toEqual(['create z', 'delete b', 'update a']);
  });

  test('values that are equal as filters compare are no change', async () => {
    const before = person('a', { mail: 'A@x', tags: ['p', 'q'], address: { street: 's', city: 'c' }, lastLogin: '1' }, { revision: '1' });
    const { accounts, directory } = await opened(before, person('b', { tags: [] }));
    const { token } = await synced(accounts);
    directory.put(
      person('a', { mail: 'a@X', tags: ['q', 'p', 'p'], address: { city: 'c', street: 's' }, lastLogin: '2' }, { revision: '2', name: 'NAME-A' }),
      person('b', { mail: null }),
    );

    expect((await synced(accounts, token)).told).toEqual([]);
  });

  test.each([
    ['a value', { level: 2, tags: ['p', 'q'], address: { city: 'c' } }],
    ['no value any more', { tags: ['p', 'q'], address: { city: 'c' } }],
    ['a value of a list', { level: 1, tags: ['p', 'Q'], address: { city: 'c' } }],
    ['the same letters in other values', { level: 1, tags: ['pq'], address: { city: 'c' } }],
    ['a key of a map', { level: 1, tags: ['p', 'q'], address: { City: 'c' } }],
    ['a value under another attribute', { level: 1, tags: ['p', 'q'], mail: 'c' }],
  ])('%s is a change', async (_, attributes) => {
    const { accounts, directory } = await opened(person('a', { level: 1, tags: ['p', 'q'], address: { city: 'c' } }));
    const { token } = await synced(accounts);
    directory.put(person('a', attributes));

    expect((await synced(accounts, token)).told).toEqual(['update a']);
  });

  test('an object that comes twice in a read is told once', async () => {
    const { accounts, directory } = await opened(person('a'), person('b'), person('c'));
    directory.alter = (page) => ({ ...page, objects: [...page.objects, person('a'), ...page.objects] });

    const { told, token } = await synced(accounts);
    directory.alter = (page) => page;

    expect(told).toEqual(['create a', 'create b', 'create c']);
    expect((await synced(accounts, token)).told).toEqual([]);
  });

  test('a connector that only tells changes one by one to the caller still gives the new token with the last of them', async () => {
    const { accounts, directory } = await opened(...['a', 'b', 'c', 'd', 'e', 'f'].map((uid) => person(uid)));
    const { token } = await synced(accounts);
    directory.put(person('a', { level: 1 }));

    const { changes, token: next } = await synced(accounts, token);

    expect(next).not.toBe(token);
    expect(changes.map((change) => change.token)).toEqual([next]);
  });
});

describe('what is read', () => {
  test('every page is a batch, also when nothing has changed, so that a timeout counts from page to page', async () => {
    const { accounts } = await opened(...['a', 'b', 'c', 'd', 'e'].map((uid) => person(uid)));
    const { token } = await synced(accounts);
    const batches: unknown[] = [];

    for await (const batch of accounts.sync({ token }).batches()) batches.push(batch);

    expect(batches).toEqual(Array(4).fill({ changes: [], token }));
  });

  test('attributes that are accessors of a class count too, and what every object inherits is no value', async () => {
    class Attributes {
      readonly #level: number;
      constructor(level: number) {
        this.#level = level;
      }
      get level(): number {
        return this.#level;
      }
    }
    const { accounts, directory } = await opened(person('a', new Attributes(1) as never));
    const { token } = await synced(accounts);
    directory.put(person('a', new Attributes(2) as never));
    const Odd: ObjectClass = { name: 'odd', attributes: { __NAME__: { type: 'string' }, constructor: { type: 'string' as const } } };
    const digest = contentDigest(Odd, ['constructor'], 'test');

    expect((await synced(accounts, token)).told).toEqual(['update a']);
    expect(digest(person('a'))).toEqual(digest(person('a', { constructor: null })));
  });

  test('a sync asks for what is compared and what the caller wants, with the defaults of a search', async () => {
    const { accounts, directory } = await opened(person('a'));

    await synced(accounts, '', ['photo', 'lastLogin']);

    expect([...(directory.calls[0]?.attributesToGet ?? [])].sort()).toEqual(['address', 'lastLogin', 'level', 'mail', 'photo', 'tags']);
    expect(directory.calls[0]).toMatchObject({
      options: { depth: 3 },
      filter: undefined,
      sort: [],
      pageSize: 1000,
      total: 'none',
      cursor: undefined,
    });
  });

  test('an ignored attribute that nobody asked for is not read', async () => {
    const { accounts, directory } = await opened(person('a'));

    await synced(accounts, '', ['mail']);

    expect([...(directory.calls[0]?.attributesToGet ?? [])].sort()).toEqual(['address', 'level', 'mail', 'tags']);
  });

  test('a sync that asks for fewer attributes compares the same, so its token fits', async () => {
    const { accounts, directory } = await opened(person('a', { mail: 'm', level: 1 }));
    const { token } = await synced(accounts);
    directory.put(person('a', { mail: 'm', level: 2 }));

    const { told, changes } = await synced(accounts, token, ['mail']);

    expect(told).toEqual(['update a']);
    expect(changes[0]?.row?.attributes).toEqual({ mail: 'm' });
  });

  test('attributes that are not returned by default count when they are asked for, or named for all syncs', async () => {
    const { directory, store } = await opened(person('a', { photo: Uint8Array.of(1) }));
    const accounts = await openAccounts(directory, { store, attributes: ['PHOTO'] });
    const token = (await accounts.latestSyncToken()) as string;
    directory.put(person('a', { photo: Uint8Array.of(2) }));

    expect((await synced(accounts, token, ['photo'])).told).toEqual(['update a']);
  });

  test('the signal of the caller reaches the search', async () => {
    const { accounts, directory } = await opened(person('a'));
    const leaving = new AbortController();
    directory.beforePage = () => leaving.abort();

    expect((await failure(accounts.sync({ signal: leaving.signal }).toArray())).code).toBe('OperationAborted');
  });
});

describe('a read that is not whole', () => {
  test.each([
    ['an incomplete page', { incomplete: true }, 'incomplete page'],
    ['an end at which something remains', { objects: [], cursor: undefined, remaining: 3 }, '3 objects remain'],
    ['a map in which nothing can be compared', { objects: [person('x', { address: { at: new Map([['city', 'c']]) } as never })] }, 'address is'],
    ['a map with a function', { objects: [person('x', { address: { at: () => 'c' } as never })] }, 'address is'],
    ['a cursor that leads back', { cursor: 'b' }, 'cursor'],
    ['an object without a name', { objects: [person('x', {}, { name: '' })] }, 'uid or name'],
    ['a value of another type', { objects: [person('x', { level: 'high' })] }, 'level is a string'],
    ['a uid that cannot be kept', { objects: [person('x\ud800')] }, 'well-formed'],
  ])('%s is an error, and neither commits nor deletes', async (_, altered, message) => {
    const { accounts, directory, store } = await opened(...['a', 'b', 'c', 'd', 'e'].map((uid) => person(uid)));
    const { token } = await synced(accounts);
    directory.people.delete('a');
    const first = directory.calls.length + 1;
    directory.alter = (page, number) => (number > first ? { ...page, ...altered } : page);
    const types: string[] = [];

    const error = await failure(async () => {
      for await (const { type } of accounts.sync({ token })) types.push(type);
    });

    expect(error).toMatchObject({ code: 'Internal', message: expect.stringContaining(message) });
    expect(types).not.toContain('delete');
    expect((await store.list('hr/__ACCOUNT__')).filter((name) => !name.includes('+'))).toEqual([token]);
  });

  test('cursors that go round in circles are found out', async () => {
    const { accounts, directory } = await opened(person('a'));
    directory.alter = (page, number) => ({ ...page, cursor: ['x', 'y', 'z'][number % 3] });

    expect(await failure(synced(accounts))).toMatchObject({ code: 'Internal', message: expect.stringContaining('cursor') });
  });

  test('an attribute of which not all values are read is an error that says to ignore it, and ignoring it helps', async () => {
    const { accounts, directory } = await opened(person('a', { tags: ['p'] }, { incomplete: ['tags'] }));
    const ignoring = await openAccounts(directory, { store: memorySnapshots(), ignore: ['tags'] });

    expect(await failure(synced(accounts))).toMatchObject({ code: 'UnsupportedOperation', message: expect.stringContaining('`ignore`') });
    expect((await synced(ignoring)).told).toEqual(['create a']);
  });

  test('an error of the connector is passed on, and a later sync tells everything', async () => {
    const { accounts, directory } = await opened(...['a', 'b', 'c', 'd'].map((uid) => person(uid)));
    const { token } = await synced(accounts);
    directory.put(person('a', { level: 1 }));
    directory.people.delete('b');
    directory.beforePage = (number) => {
      if (number === 4) throw new Error('lost');
    };

    expect((await failure(synced(accounts, token))).code).toBe('Internal');
    directory.beforePage = () => {};
    expect((await synced(accounts, token)).told).toEqual(['delete b', 'update a']);
  });

  test('leaving early ends the search of the connector', async () => {
    let ended = false;
    const connector = defineConnector({
      name: 'endless',
      version: '1.0.0',
      configuration: { type: 'object', properties: {} },
      objectClasses: [Account],
      connect: () => ({}),
      operations: {
        __ACCOUNT__: {
          async *search() {
            try {
              for (let uid = 0; ; uid++) yield { objects: [{ uid: `${uid}`, name: 'n', attributes: {} }] };
            } finally {
              ended = true;
            }
          },
        },
      },
    });
    const facade = await openConnector(snapshotSync(connector, { store: memorySnapshots() }), {});
    for await (const _ of facade.objectClass('__ACCOUNT__').sync()) break;

    expect(ended).toBe(true);
  });
});

describe('tokens', () => {
  test('latestSyncToken takes a snapshot, from which a sync goes on', async () => {
    const { accounts, directory } = await opened(person('a'), person('b'));
    const token = (await accounts.latestSyncToken()) as string;
    directory.people.delete('a');

    expect((await synced(accounts, token)).told).toEqual(['delete a']);
  });

  test('a snapshot is deleted when a sync comes with the token of a newer one, not before', async () => {
    const { accounts, directory, store } = await opened(person('a'));
    const first = (await synced(accounts)).token;
    directory.put(person('b'));
    const second = (await synced(accounts, first)).token;
    expect((await store.list('hr/__ACCOUNT__')).filter((name) => !name.includes('+'))).toEqual([first, second]);

    await synced(accounts, second);

    expect(await store.list('hr/__ACCOUNT__')).toEqual([second]);
    expect(await failure(synced(accounts, first))).toMatchObject({ code: 'InvalidArgument', message: expect.stringContaining("token ''") });
  });

  test.each(['nonsense', '1-0123456789abcdef', '../../etc/passwd', '1-0123456789abcdef+0123456789abcdef'])(
    'the unknown token %s is refused',
    async (token) => {
      const { accounts, directory } = await opened(person('a'));

      expect(await failure(synced(accounts, token))).toMatchObject({
        code: 'InvalidArgument',
        message: expect.stringContaining("begin with the token '' and reconcile"),
        problems: [{ path: 'token' }],
      });
      expect(directory.calls).toEqual([]);
    },
  );

  test('a token of a snapshot of other attributes is refused, and the names are said', async () => {
    const { accounts } = await opened(person('a'));
    const { token } = await synced(accounts);

    const error = await failure(synced(accounts, token, ['*', 'photo']));

    expect(error).toMatchObject({ code: 'InvalidArgument', message: expect.stringContaining('photo (only now)') });
  });

  test('two syncs at once from the same token end in snapshots of their own, and both go on', async () => {
    const { accounts, directory } = await opened(person('a'), person('b'), person('c'));
    const { token } = await synced(accounts);
    directory.put(person('d'));

    const [left, right] = await Promise.all([synced(accounts, token), synced(accounts, token)]);

    expect(left.told).toEqual(['create d']);
    expect(right.token).not.toBe(left.token);
    expect((await synced(accounts, left.token)).told).toEqual([]);
  });

  test('a snapshot that a newer token has deleted while it was opened is refused: its journals may be missing', async () => {
    const { directory, store } = await opened(person('a'));
    const accounts = await openAccounts(directory, {
      store: {
        ...store,
        async open(series, name) {
          const stored = await store.open(series, name);
          for (const each of await store.list(series)) await store.delete(series, each);
          return stored;
        },
      },
    });
    const { token } = await synced(accounts);

    expect((await failure(synced(accounts, token))).code).toBe('InvalidArgument');
  });

  test('what was told with the old token and has become as it was is told again', async () => {
    const { accounts, directory } = await opened(person('a', { level: 1 }), person('b'), person('c'));
    const { token } = await synced(accounts);
    directory.put(person('a', { level: 2 }), person('d'));
    directory.people.delete('b');
    await synced(accounts, token);
    directory.put(person('a', { level: 1 }), person('b'));
    directory.people.delete('d');

    expect((await synced(accounts, token)).told).toEqual(['delete d', 'upsert a', 'upsert b']);
  });
});

describe('the connector', () => {
  test('operations that it declares stay as they are, and are called on their own object', async () => {
    class Own {
      readonly #kept = 'kept';
      get(): Promise<never> {
        throw new Error(this.#kept);
      }
      async *search() {}
    }
    const own = new Own();
    const spy = vi.spyOn(own, 'search');
    const sync = async function* () {};
    const Other = objectClass('other', { __NAME__: attr.string() });
    const base = {
      ...connectorOf(new Directory()),
      objectClasses: [Account, Other],
      operations: { __ACCOUNT__: own, other: { search: own.search, sync } },
    };

    const connector = snapshotSync(base as unknown as AnyConnector, { store: memorySnapshots() });

    const { __ACCOUNT__: accounts, other } = connector.operations as Record<string, Operations>;
    expect(() => accounts?.get?.({} as never)).toThrow('kept');
    accounts?.search?.({} as never);
    expect(spy).toHaveBeenCalledOnce();
    expect(other?.sync).toBe(sync);
    expect(base.operations.__ACCOUNT__).not.toHaveProperty('sync');
  });

  test('classes found at run time get it too, where they allow search', async () => {
    const found: ObjectClass[] = [
      { name: 'free', attributes: { __NAME__: { type: 'string' } } },
      { name: 'limited', attributes: { __NAME__: { type: 'string' } }, operations: ['search'] },
      { name: 'closed', attributes: { __NAME__: { type: 'string' } }, operations: ['create'] },
    ];
    const connector = defineConnector({
      name: 'found',
      version: '1.0.0',
      configuration: { type: 'object', properties: {} },
      objectClasses: [],
      connect: () => ({}),
      schema: () => found,
      dynamic: {
        async *search({ objectClass }) {
          yield { objects: [{ uid: '1', name: objectClass.name, attributes: {} }] };
        },
        create: () => '1',
      },
      operations: {},
    });
    const facade = await openConnector(snapshotSync(connector, { store: memorySnapshots(), ignore: ['whatever'] }), {});
    await facade.schema();

    expect(found.map(({ name }) => facade.supports(name, 'sync'))).toEqual([true, true, false]);
    expect((await facade.dynamic('limited').sync().toArray()).map(({ row }) => row?.name)).toEqual(['limited']);
  });

  test('wrong options are refused at once, all together', async () => {
    const error = await failure(() =>
      snapshotSync(connectorOf(new Directory()), {
        store: {} as never,
        ignore: ['lastlogn', '__NAME__', 5 as never],
        attributes: 'mail' as never,
        pageSize: 0,
      }),
    );

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path)).toEqual(['store', 'attributes', 'ignore[0]', 'ignore[1]', 'ignore[2]', 'pageSize']);
    expect(error.message).toContain('did you mean "lastLogin"?');
  });

  test('an attribute cannot be compared and ignored', async () => {
    const options = { store: memorySnapshots(), attributes: ['photo', 'mail'], ignore: ['lastLogin', 'PHOTO'] };

    const error = await failure(() => snapshotSync(connectorOf(new Directory()), options));

    expect(error).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'ignore[1]', message: expect.stringContaining('not both') }] });
  });
});
