import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import memory, { Account, memoryConnector, type SeedObject } from '../../../src/connectors/memory/index.ts';
import { attr, ConnectorError, type ErrorCode, type Facade, filters as f, objectClass, openConnector, Secret } from '../../../src/index.ts';

const account = (name: string, attributes: SeedObject['attributes'] = {}): SeedObject => ({ objectClass: '__ACCOUNT__', name, attributes });
const accountsOf = (facade: Facade<typeof memory>) => facade.objectClass('__ACCOUNT__');

async function failure(promise: PromiseLike<unknown>, code: ErrorCode): Promise<ConnectorError> {
  try {
    await promise;
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorError);
    expect((error as ConnectorError).code).toBe(code);
    return error as ConnectorError;
  }
  throw new Error(`expected ${code}`);
}

// As in AWS: names are uids, tags are found by their keys.
const User = objectClass('user', {
  __NAME__: attr.string({ required: true }),
  Path: attr.string(),
  Tags: attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { requiredProperties: ['Key'], multiValued: true }),
});
const Role = objectClass('role', { __NAME__: attr.string({ required: true }) });
const standIn = memoryConnector([User, Role]);

describe('create', () => {
  test('answers a uid and a revision, and the object can be read', async () => {
    await using facade = await openConnector(memory, {});
    const accounts = accountsOf(facade);

    const { uid, revision } = await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org', employeeNumber: 7 });

    expect(uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await accounts.get(uid)).toEqual({
      objectClass: '__ACCOUNT__',
      uid,
      name: 'ada',
      revision,
      attributes: { mail: 'ada@example.org', employeeNumber: 7n, __ENABLE__: true },
    });
  });

  test('refuses a name that differs in nothing but case, and says who has it', async () => {
    await using facade = await openConnector(memory, {});
    const { uid } = await accountsOf(facade).create({ __NAME__: 'ada' });

    const error = await failure(accountsOf(facade).create({ __NAME__: 'ADA' }), 'AlreadyExists');

    expect(error.uid).toBe(uid);
  });

  test('takes the same name in another class and after a deletion', async () => {
    await using facade = await openConnector(memory, {});
    const accounts = accountsOf(facade);
    const { uid } = await accounts.create({ __NAME__: 'ada' });

    await facade.objectClass('__GROUP__').create({ __NAME__: 'ada' });
    await accounts.delete(uid);

    expect((await accounts.create({ __NAME__: 'ada' })).uid).not.toBe(uid);
  });

  test('makes the same uids from the same seed, and leaves out those that are taken', async () => {
    const uids = async (objects: SeedObject[]) => {
      await using facade = await openConnector(memory, { uidSeed: 7, objects });
      return [(await accountsOf(facade).create({ __NAME__: 'a' })).uid, (await accountsOf(facade).create({ __NAME__: 'b' })).uid];
    };
    const [first = '', second] = await uids([]);

    expect(await uids([])).toEqual([first, second]);
    expect((await uids([{ ...account('x'), uid: first }]))[0]).toBe(second);
  });

  test('uses the name as uid when told so, and the uid as name when a class has system-made names', async () => {
    const Key = objectClass('key', { __NAME__: attr.string({ creatable: false }), note: attr.string() });
    await using named = await openConnector(standIn, { uid: 'name' });
    await using generated = await openConnector(memoryConnector([Key]), {});
    await using impossible = await openConnector(memoryConnector([Key]), { uid: 'name' });

    expect((await named.objectClass('user').create({ __NAME__: 'ada' })).uid).toBe('ada');
    const { uid } = await generated.objectClass('key').create({ note: 'x' });
    expect((await generated.objectClass('key').get(uid))?.name).toBe(uid);
    await failure(impossible.objectClass('key').create({}), 'InvalidAttributeValue');
  });

  test('hands out no password, not even to who calls the handlers', async () => {
    const signal = new AbortController().signal;
    const session = await memory.connect(
      { uid: 'generated', pageSize: 10, changesKept: 10, requireRevision: false },
      { signal, log: () => {}, instanceName: undefined },
    );
    const call = { session, objectClass: Account, sort: [], pageSize: 10, total: 'none', attributesToGet: new Set(['__PASSWORD__']) };
    const { create, get, search, sync } = memory.operations.__ACCOUNT__;

    const { uid } = (await create({ ...call, attributes: { __NAME__: 'ada', __PASSWORD__: new Secret('hunter2') } } as never)) as { uid: string };
    const found: unknown[] = [await get({ ...call, uid } as never)];
    for await (const page of search(call as never)) found.push(...page.objects);
    for await (const batch of sync(call as never)) found.push(...batch.changes.map(({ object }) => object));

    expect(found).toHaveLength(3);
    for (const object of found) expect((object as { attributes: object }).attributes).toEqual({});
  });
});

describe('update', () => {
  const open = () =>
    openConnector(memory, {
      objects: [
        { ...account('ada', { mail: 'a@x', otherMails: ['b@x'], __PASSWORD__: 'old' }), uid: '1' },
        { ...account('bob'), uid: '2' },
      ],
    });

  test('replaces, clears, adds and removes as on sets', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    await accounts.update('1', { replace: { mail: null, givenName: 'Ada' }, add: { otherMails: ['B@X', 'c@x'] } });
    await accounts.update('1', { remove: { otherMails: ['B@x', 'nobody@x'] } });

    expect((await accounts.get('1', { attributes: ['mail', 'givenName', 'otherMails'] }))?.attributes).toEqual({
      givenName: 'Ada',
      otherMails: ['c@x'],
    });
  });

  test('removes the attribute with its last value', async () => {
    await using facade = await open();

    await accountsOf(facade).update('1', { remove: { otherMails: ['b@x'] } });

    expect(
      await accountsOf(facade)
        .search({ filter: f.present('otherMails') })
        .toArray(),
    ).toEqual([]);
  });

  test('keeps the uid on rename, frees the old name and refuses one that is taken', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    expect((await accounts.update('1', { replace: { __NAME__: 'Ada Lovelace' } })).uid).toBe('1');
    await accounts.update('2', { replace: { __NAME__: 'ada' } });

    expect((await failure(accounts.update('2', { replace: { __NAME__: 'ADA LOVELACE' } }), 'AlreadyExists')).uid).toBe('1');
    expect((await accounts.get('2'))?.name).toBe('ada');
  });

  test('may change the case of its own name', async () => {
    await using facade = await open();

    await accountsOf(facade).update('1', { replace: { __NAME__: 'ADA' } });

    expect((await accountsOf(facade).get('1'))?.name).toBe('ADA');
  });

  test('gives a new uid on rename where the name is the uid', async () => {
    await using facade = await openConnector(standIn, { uid: 'name' });
    const users = facade.objectClass('user');
    await users.create({ __NAME__: 'ada', Path: '/x/' });

    expect((await users.update('ada', { replace: { __NAME__: 'lovelace' } })).uid).toBe('lovelace');

    expect(await users.get('ada')).toBeUndefined();
    expect((await users.get('lovelace'))?.attributes.Path).toBe('/x/');
  });

  test('finds maps by their required properties: a tag is changed and removed by its key', async () => {
    await using facade = await openConnector(standIn, { uid: 'name' });
    const users = facade.objectClass('user');
    await users.create({
      __NAME__: 'ada',
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: 'site', Value: 'b' },
      ],
    });

    await users.update('ada', { add: { Tags: [{ Key: 'team', Value: 'c' }] } });
    await users.update('ada', { remove: { Tags: [{ Key: 'site' }] } });

    expect((await users.get('ada'))?.attributes.Tags).toEqual([{ Key: 'team', Value: 'c' }]);
  });

  test('with the revision that was read succeeds, with another one fails and changes nothing', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const before = await accounts.get('1');

    const { revision } = await accounts.update('1', { replace: { givenName: 'A' } }, { revision: before?.revision });
    await failure(accounts.update('1', { replace: { givenName: 'B' } }, { revision: before?.revision }), 'PreconditionFailed');
    await failure(accounts.delete('1', { revision: before?.revision }), 'PreconditionFailed');

    expect(await accounts.get('1')).toMatchObject({ revision, attributes: { givenName: 'A' } });
  });

  test('that changes nothing keeps the revision and is no change for a sync', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const before = await accounts.get('1');
    const token = (await accounts.latestSyncToken()) ?? '';

    const { revision } = await accounts.update('1', { replace: { mail: 'a@x' }, add: { otherMails: ['b@x'] } });

    expect(revision).toBe(before?.revision);
    expect(await accounts.sync({ token }).toArray()).toEqual([]);
  });

  test('changes nothing of what was read before', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const before = await accounts.get('1');
    const copy = structuredClone(before);

    await accounts.update('1', { add: { otherMails: ['z@x'] }, replace: { mail: 'new@x' } });
    (before?.attributes.otherMails as string[] | undefined)?.push('mine');

    expect(copy?.attributes.otherMails).toEqual(['b@x']);
    expect((await accounts.get('1'))?.attributes.otherMails).toEqual(['b@x', 'z@x']);
  });

  test('checks a current password that is given', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    await failure(accounts.update('1', { replace: { __PASSWORD__: 'new', __CURRENT_PASSWORD__: 'wrong' } }), 'InvalidPassword');
    await accounts.update('1', { replace: { __PASSWORD__: 'new', __CURRENT_PASSWORD__: 'old' } });

    expect(await accounts.authenticate('ada', 'new')).toBe('1');
  });

  test('and delete of an unknown uid are UnknownUid', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    await failure(accounts.update('9', { replace: { mail: 'x' } }), 'UnknownUid');
    await accounts.delete('1');
    await failure(accounts.delete('1'), 'UnknownUid');
    expect(await accounts.get('1')).toBeUndefined();
  });
});

describe('search', () => {
  const people = Array.from({ length: 25 }, (_, i) => ({
    ...account(`user${i}`, { familyName: `F${(i * 7) % 25}`, employeeNumber: i, mail: `U${i}@x` }),
    uid: `${i}`,
  }));
  const open = () => openConnector(memory, { objects: people });

  test('by uid and by name finds the one object, whatever else the filter says', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const uids = async (filter: string) => (await accounts.search({ filter }).toArray()).map(({ uid }) => uid);

    expect(await uids('__UID__ eq "7"')).toEqual(['7']);
    expect(await uids('__NAME__ eq "USER7"')).toEqual(['7']);
    expect(await uids('__NAME__ eq "USER7" and employeeNumber eq 8')).toEqual([]);
    expect(await uids('__NAME__ eq "USER7" and __UID__ eq "8"')).toEqual([]);
    expect(await uids('__NAME__ eq "nobody"')).toEqual([]);
    expect(await uids('mail eq "u3@X"')).toEqual(['3']);
    expect(await uids('employeeNumber lt 2')).toEqual(['0', '1']);
  });

  test('pages as asked, and its cursors can be used again', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    const pages = [];
    for await (const page of accounts.search({ pageSize: 10 }).pages()) pages.push(page);
    const again = await accounts.search({ pageSize: 10, cursor: pages[0]?.cursor }).page();

    expect(pages.map(({ rows }) => rows.length)).toEqual([10, 10, 5]);
    expect(pages[2]?.cursor).toBeUndefined();
    expect(again.rows).toEqual(pages[1]?.rows);
  });

  test('loses and repeats nothing when objects come and go between two pages', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const first = await accounts.search({ pageSize: 10 }).page();

    for (const uid of ['0', '3', '10']) await accounts.delete(uid);
    await accounts.create({ __NAME__: 'late' });
    const rest = await accounts.search({ pageSize: 100, cursor: first.cursor }).toArray();

    expect(rest.map(({ name }) => name)).toEqual([...people.slice(11).map(({ name }) => name), 'late']);
  });

  test('keeps its place when many deletions make the table close up', async () => {
    const objects = Array.from({ length: 300 }, (_, i) => ({ ...account(`u${i}`), uid: `${i}` }));
    await using facade = await openConnector(memory, { objects });
    const accounts = accountsOf(facade);
    const { cursor } = await accounts.search({ pageSize: 100 }).page();

    for (let i = 0; i < 299; i++) if (i !== 150) await accounts.delete(`${i}`);

    expect((await accounts.search({ cursor, pageSize: 100 }).toArray()).map(({ uid }) => uid)).toEqual(['150', '299']);
  });

  test('sorts, page by page', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);
    const sort = [{ attribute: 'employeeNumber', ascending: false }] as const;

    const first = await accounts.search({ sort, pageSize: 10 }).page();
    const rest = await accounts.search({ sort, pageSize: 10, cursor: first.cursor }).toArray();

    expect([...first.rows, ...rest].map(({ uid }) => Number(uid))).toEqual(Array.from({ length: 25 }, (_, i) => 24 - i));
  });

  test('counts what matches when asked', async () => {
    await using facade = await open();
    const accounts = accountsOf(facade);

    expect((await accounts.search({ pageSize: 5, total: 'exact' }).page()).total).toBe(25);
    expect((await accounts.search({ pageSize: 5, total: 'exact', filter: 'employeeNumber lt 9' }).page()).total).toBe(9);
    expect((await accounts.search({ pageSize: 5, total: 'exact', sort: [{ attribute: 'mail' }] }).page()).total).toBe(25);
  });

  test('gives what was asked for, and what is not returned by default only then', async () => {
    await using facade = await openConnector(memory, { objects: [account('ada', { __GROUPS__: ['g'], mail: 'm' })] });
    const accounts = accountsOf(facade);

    expect((await accounts.search().first())?.attributes).not.toHaveProperty('__GROUPS__');
    expect((await accounts.search({ attributes: ['__GROUPS__'] }).first())?.attributes).toEqual({ __GROUPS__: ['g'] });
  });

  test('means the same as filtering an array', async () => {
    const name = fc.constantFrom('a', 'B', 'ab', 'Ab1');
    const person = fc.record({ givenName: name, mail: name, employeeNumber: fc.integer({ min: 0, max: 3 }) });
    const wanted = fc.oneof(
      name.map((value) => ({ filter: f.equals('mail', value), test: (p: { mail: string }) => p.mail.toUpperCase() === value.toUpperCase() })),
      name.map((value) => ({ filter: f.startsWith('givenName', value), test: (p: { givenName: string }) => p.givenName.startsWith(value) })),
      fc.integer({ min: 0, max: 3 }).map((value) => ({
        filter: f.not(f.greaterThan('employeeNumber', value)),
        test: (p: { employeeNumber: number }) => p.employeeNumber <= value,
      })),
    );

    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { maxLength: 12 }),
        wanted,
        fc.integer({ min: 1, max: 5 }),
        async (people, { filter, test: holds }, pageSize) => {
          await using facade = await openConnector(memory, { objects: people.map((each, i) => ({ ...account(`n${i}`, each), uid: `${i}` })) });
          const rows = await accountsOf(facade).search({ filter, pageSize }).toArray();
          expect(rows.map(({ uid }) => Number(uid))).toEqual(people.flatMap((each, i) => ((holds as (p: typeof each) => boolean)(each) ? [i] : [])));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('sync', () => {
  test('without a token lists every object as a creation', async () => {
    await using facade = await openConnector(memory, { objects: [{ ...account('ada'), uid: '1' }] });
    const accounts = accountsOf(facade);
    await accounts.create({ __NAME__: 'bob' });

    const changes = await accounts.sync().toArray();

    expect(changes.map(({ type, row }) => [type, row?.name])).toEqual([
      ['create', 'ada'],
      ['create', 'bob'],
    ]);
  });

  test('with a token tells each change in order, with the object as it was then', async () => {
    await using facade = await openConnector(memory, { objects: [{ ...account('ada'), uid: '1' }] });
    const accounts = accountsOf(facade);
    const token = (await accounts.latestSyncToken()) ?? '';
    const { uid } = await accounts.create({ __NAME__: 'bob', givenName: 'B' });
    await accounts.update(uid, { replace: { givenName: 'Bob' } });
    await accounts.delete(uid);
    await facade.objectClass('__GROUP__').create({ __NAME__: 'staff' });

    const changes = await accounts.sync({ token }).toArray();

    expect(changes.map(({ type, uid: id, row }) => [type, id, row?.attributes.givenName])).toEqual([
      ['create', uid, 'B'],
      ['update', uid, 'Bob'],
      ['delete', uid, undefined],
    ]);
    expect(await accounts.sync({ token: changes[2]?.token }).toArray()).toEqual([]);
    expect(await accounts.sync({ token: changes[0]?.token }).toArray()).toHaveLength(2);
  });

  test('tells a rename with the uid before it', async () => {
    await using facade = await openConnector(standIn, { uid: 'name', objects: [{ objectClass: 'user', name: 'ada' }] });
    const users = facade.objectClass('user');
    const token = (await users.latestSyncToken()) ?? '';

    await users.update('ada', { replace: { __NAME__: 'lovelace' } });

    expect(await users.sync({ token }).toArray()).toMatchObject([{ type: 'update', uid: 'lovelace', previousUid: 'ada' }]);
  });

  test('of all classes names the class of each change', async () => {
    await using facade = await openConnector(memory, { objects: [account('ada'), { objectClass: '__GROUP__', name: 'staff' }] });
    const all = facade.objectClass('__ALL__');
    const token = (await all.latestSyncToken()) ?? '';
    await facade.objectClass('__GROUP__').create({ __NAME__: 'crew' });
    await accountsOf(facade).create({ __NAME__: 'bob' });

    expect((await all.sync().toArray()).map(({ objectClass }) => objectClass)).toEqual(['__ACCOUNT__', '__ACCOUNT__', '__GROUP__', '__GROUP__']);
    expect((await all.sync({ token }).toArray()).map(({ objectClass, row }) => [objectClass, row?.name])).toEqual([
      ['__GROUP__', 'crew'],
      ['__ACCOUNT__', 'bob'],
    ]);
  });

  test('from the beginning can be resumed in the middle, and then tells what changed meanwhile', async () => {
    await using facade = await openConnector(memory, { objects: Array.from({ length: 2500 }, (_, i) => ({ ...account(`u${i}`), uid: `${i}` })) });
    const accounts = accountsOf(facade);

    const seen: string[] = [];
    let token = '';
    for await (const batch of accounts.sync().batches()) {
      seen.push(...batch.changes.map(({ uid }) => uid));
      token = batch.token;
      break;
    }
    await accounts.update('0', { replace: { givenName: 'late' } });
    const rest = await accounts.sync({ token }).toArray();

    expect(seen).toHaveLength(1000);
    expect([...seen, ...rest.slice(0, -1).map(({ uid }) => uid)]).toEqual(Array.from({ length: 2500 }, (_, i) => `${i}`));
    expect(rest.at(-1)).toMatchObject({ type: 'update', uid: '0' });
  });

  test('refuses a token whose changes are gone, that is of the future, or that is none', async () => {
    await using facade = await openConnector(memory, { changesKept: 3 });
    const accounts = accountsOf(facade);
    for (let i = 0; i < 10; i++) await accounts.create({ __NAME__: `u${i}` });

    await failure(accounts.sync({ token: '0' }).toArray(), 'InvalidArgument');
    await failure(accounts.sync({ token: '99' }).toArray(), 'InvalidArgument');
    await failure(accounts.sync({ token: 'yesterday' }).toArray(), 'InvalidArgument');
    expect(await accounts.sync({ token: '8' }).toArray()).toHaveLength(2);
    expect(await accounts.sync().toArray()).toHaveLength(10);
  });

  test('followed step by step leads to the same objects as a search', async () => {
    const step = fc.record({ kind: fc.constantFrom('create', 'update', 'rename', 'delete'), who: fc.nat(5), value: fc.nat(3), sync: fc.boolean() });

    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom('generated' as const, 'name' as const), async (steps, uid) => {
        await using facade = await openConnector(standIn, { uid });
        const users = facade.objectClass('user');
        const mirror = new Map<string, string>();
        let token = '';
        const follow = async () => {
          const stream = users.sync({ token });
          for await (const { type, uid, previousUid, row } of stream) {
            if (previousUid !== undefined) mirror.delete(previousUid);
            if (type === 'delete') mirror.delete(uid);
            else mirror.set(uid, `${row?.name} ${row?.attributes.Path}`);
          }
          token = stream.token;
        };
        for (const { kind, who, value, sync } of steps) {
          const rows = await users.search().toArray();
          const target = rows[who % Math.max(1, rows.length)]?.uid;
          const ignoreTaken = (error: ConnectorError) => expect(error.code).toBe('AlreadyExists');
          if (kind === 'create') await users.create({ __NAME__: `u${value}`, Path: '/' }).catch(ignoreTaken);
          else if (target === undefined) continue;
          else if (kind === 'delete') await users.delete(target);
          else if (kind === 'update') await users.update(target, { replace: { Path: `/${value}/` } });
          else await users.update(target, { replace: { __NAME__: `u${value}` } }).catch(ignoreTaken);
          if (sync) await follow();
        }
        await follow();
        const rows = await users.search().toArray();
        expect([...mirror].sort()).toEqual(rows.map(({ uid, name, attributes }) => [uid, `${name} ${attributes.Path}`]).sort());
      }),
      { numRuns: 100 },
    );
  });
});

describe('authenticate', () => {
  const open = () =>
    openConnector(memory, {
      objects: [
        { ...account('ada', { __PASSWORD__: 'right' }), uid: '1' },
        { ...account('off', { __PASSWORD__: 'right', __ENABLE__: false }), uid: '2' },
        { ...account('locked', { __PASSWORD__: 'right', __LOCK_OUT__: true }), uid: '3' },
        { ...account('old', { __PASSWORD__: 'right', __PASSWORD_EXPIRED__: true }), uid: '4' },
        { ...account('none'), uid: '5' },
      ],
    });

  test('answers the uid, with the name in any case', async () => {
    await using facade = await open();

    expect(await accountsOf(facade).authenticate('ADA', 'right')).toBe('1');
  });

  test.each<[string, string, ErrorCode, string | undefined]>([
    ['ada', 'wrong', 'InvalidPassword', '1'],
    ['nobody', 'right', 'InvalidCredential', undefined],
    ['none', '', 'InvalidPassword', '5'],
    ['off', 'right', 'InvalidCredential', '2'],
    ['locked', 'right', 'InvalidCredential', '3'],
    ['old', 'right', 'PasswordExpired', '4'],
    ['off', 'wrong', 'InvalidPassword', '2'],
    ['old', 'wrong', 'InvalidPassword', '4'],
  ])('refuses %s with %s: %s', async (username, password, code, uid) => {
    await using facade = await open();

    const error = await failure(accountsOf(facade).authenticate(username, password), code);

    expect(error.uid).toBe(uid);
    expect(error.message).not.toContain('right');
  });

  test('knows the dates that ICF has for it', async () => {
    const Person = objectClass('person', {
      __NAME__: attr.string({ required: true }),
      __PASSWORD__: attr.secret(),
      __ENABLE_DATE__: attr.long(),
      __DISABLE_DATE__: attr.long(),
      __PASSWORD_EXPIRATION_DATE__: attr.long(),
    });
    const past = Date.now() - 1000;
    const future = Date.now() + 1e9;
    const person = (name: string, attributes: SeedObject['attributes']): SeedObject => ({
      objectClass: 'person',
      name,
      attributes: { ...attributes, __PASSWORD__: 'p' },
    });
    await using facade = await openConnector(memoryConnector([Person]), {
      uid: 'name',
      objects: [
        person('ended', { __DISABLE_DATE__: past }),
        person('later', { __ENABLE_DATE__: future }),
        person('expired', { __PASSWORD_EXPIRATION_DATE__: past }),
        person('fine', { __ENABLE_DATE__: past, __DISABLE_DATE__: future, __PASSWORD_EXPIRATION_DATE__: future }),
      ],
    });
    const people = facade.objectClass('person');

    await failure(people.authenticate('ended', 'p'), 'InvalidCredential');
    await failure(people.authenticate('later', 'p'), 'InvalidCredential');
    expect((await failure(people.authenticate('expired', 'p'), 'PasswordExpired')).uid).toBe('expired');
    expect(await people.authenticate('fine', 'p')).toBe('fine');
  });

  test('resolveUsername answers the uid, or UnknownUid', async () => {
    await using facade = await open();

    expect(await accountsOf(facade).resolveUsername('ADA')).toBe('1');
    await failure(accountsOf(facade).resolveUsername('nobody'), 'UnknownUid');
  });
});

describe('the objects of the configuration', () => {
  test('are there from the beginning, those attributes too that only the system sets', async () => {
    const Made = objectClass('made', { __NAME__: attr.string(), created: attr.dateTime({ creatable: false, updateable: false }) });
    await using facade = await openConnector(memoryConnector([Made]), {
      objects: [{ objectClass: 'made', uid: 'u', name: 'n', attributes: { created: '2026-01-01T00:00:00Z' } }],
    });

    expect((await facade.objectClass('made').get('u'))?.attributes).toEqual({ created: new Date('2026-01-01T00:00:00Z') });
  });

  test('are the same for every opening, whatever happened in another', async () => {
    const settings = { objects: [{ ...account('ada', { otherMails: ['a'] }), uid: '1' }] };
    await using one = await openConnector(memory, settings);
    await accountsOf(one).update('1', { add: { otherMails: ['b'] } });

    await using two = await openConnector(memory, settings);

    expect((await accountsOf(two).get('1'))?.attributes.otherMails).toEqual(['a']);
  });

  test('are refused with all problems at once, and no secret among them', async () => {
    const objects = [
      { objectClass: 'nothing', name: 'x' },
      account('ada', { mial: 'x', employeeNumber: 'many', __PASSWORD__: 12345 as never }),
      { ...account('bob'), uid: '' },
      account('carl'),
      account('CARL'),
      { objectClass: '__ACCOUNT__' } as never,
    ];

    const error = await failure(openConnector(memory, { objects }), 'Configuration');

    expect(error.problems.map(({ path }) => path)).toEqual([
      'objects[0].objectClass',
      'objects[1].attributes.mial',
      'objects[1].attributes.employeeNumber',
      'objects[1].attributes.__PASSWORD__',
      'objects[2].uid',
      'objects[4]',
      'objects[5].name',
    ]);
    expect(error.message).not.toContain('12345');
  });

  test('must have the name as uid where uids are names', async () => {
    const error = await failure(openConnector(standIn, { uid: 'name', objects: [{ objectClass: 'user', name: 'a', uid: 'b' }] }), 'Configuration');

    expect(error.problems[0]?.path).toBe('objects[0].uid');
  });
});

test('every class has its typed operations, authentication only where there is a password', async () => {
  await using facade = await openConnector(standIn, {});
  await using directory = await openConnector(memory, {});

  expectTypeOf(directory.objectClass('__ACCOUNT__').authenticate).toBeFunction();
  // @ts-expect-error a class without a password has nothing to authenticate with
  expect(() => facade.objectClass('user').authenticate).not.toThrow();
  // @ts-expect-error there is no such class
  expect(() => facade.objectClass('robot')).toThrow();
  // @ts-expect-error a misspelt attribute
  await failure(facade.objectClass('user').create({ __NAME__: 'a', Pth: '/' }), 'InvalidAttributeValue');
  const row = await facade.objectClass('user').search().first();
  expectTypeOf(row?.attributes.Path).toEqualTypeOf<string | undefined>();
  expect(directory.supports('__ACCOUNT__', 'authenticate')).toBe(true);
  expect(directory.supports('__GROUP__', 'authenticate')).toBe(false);
  expect((await directory.schema()).objectClasses).toContain(Account);
  await directory.test();
});
