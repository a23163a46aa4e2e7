import { describe, expect, test } from 'vitest';
import { failureOf } from '../harness.ts';
import { accountId, organisationScene } from './organisation-scene.ts';

const [home, first, second] = [accountId(0), accountId(1), accountId(2)];
const ofEach = (count: number) => Array.from({ length: count }, (_, index) => `${accountId(index)}/of-${accountId(index)}`);
const made = (uids: readonly string[]) => uids.filter((uid) => uid.includes('/of-'));

describe('a search over several accounts', () => {
  test('finds the users of all of them, each with its account, in the order of the accounts', async () => {
    await using scene = await organisationScene(5);

    const rows = await scene.users.search({ attributes: ['AccountId', 'Arn'] }).toArray();

    expect(made(rows.map(({ uid }) => uid))).toEqual(ofEach(5));
    expect(
      rows.every(({ uid, attributes }) => uid.startsWith(`${attributes.AccountId}/`) && attributes.Arn.includes(`::${attributes.AccountId}:`)),
    ).toBe(true);
  });

  test('asks only the accounts that the filter allows for', async () => {
    await using scene = await organisationScene(5);
    await scene.users.search().toArray();
    scene.server.clearCalls();

    const rows = await scene.users.search({ attributes: ['AccountId'], filter: (f) => f.equals('AccountId', second) }).toArray();
    const live = await scene.users
      .search({ filter: (f) => f.or(f.equals('__UID__', `${first}/of-${first}`), f.equals('__UID__', 'nobody')) })
      .toArray();

    expect(made(rows.map(({ uid }) => uid))).toEqual([`${second}/of-${second}`]);
    expect(live.map(({ uid }) => uid)).toEqual([`${first}/of-${first}`]);
    expect(scene.server.calls.map((call) => [call.accountId, call.action])).toEqual([
      [second, 'ListUsers'],
      [first, 'GetUser'],
    ]);
  });

  test('is resumed by its cursor in another account than it began in, and loses and repeats nobody', async () => {
    await using scene = await organisationScene(4);
    const all = (await scene.users.search().toArray()).map(({ uid }) => uid);
    const found: string[] = [];

    let cursor: string | undefined;
    do {
      const page: { rows: readonly { uid: string }[]; cursor?: string | undefined } = await scene.users
        .search({ pageSize: 3, ...(cursor !== undefined && { cursor }) })
        .page();
      found.push(...page.rows.map(({ uid }) => uid));
      cursor = page.cursor;
    } while (cursor !== undefined);

    expect(found).toEqual(all);
    expect(all.length).toBeGreaterThan(4);
  });

  test('refuses a cursor that is none', async () => {
    await using scene = await organisationScene(2);
    const { cursor = '' } = await scene.users.search({ pageSize: 1 }).page();

    expect((await failureOf(scene.users.search({ cursor: `${cursor}x` }).toArray())).code).toBe('InvalidArgument');
  });
});

describe('an account that is forbidden and one that is broken', () => {
  const broken = async () => {
    const scene = await organisationScene(6, { maxAttempts: 1 });
    scene.server.faults.deny('iam:*', { accountId: accountId(2) });
    scene.server.faults.dropNext({ action: 'ListUsers', accountId: accountId(4), when: 'after' });
    return scene;
  };
  const others = [0, 1, 3, 5].map((index) => `${accountId(index)}/of-${accountId(index)}`);

  test('change nothing for the others, and end the search with an error that names both', async () => {
    await using scene = await broken();
    const found: string[] = [];
    const read = async () => {
      for await (const { uid } of scene.users.search()) found.push(uid);
    };

    const error = await failureOf(read());

    expect(made(found).sort()).toEqual(others);
    expect(error.problems.map(({ path, code }) => [path, code]).sort()).toEqual([
      [accountId(2), 'PermissionDenied'],
      [accountId(4), 'ConnectionBroken'],
    ]);
    expect(error.message).toContain('2 of 6 accounts could not be read');
    expect(scene.log.filter(([level, text]) => level === 'warn' && String(text).includes('could not be read'))).toHaveLength(2);
  });

  test('make the last page incomplete when the caller allows it', async () => {
    await using scene = await broken();
    const pages: boolean[] = [];
    const found: string[] = [];

    for await (const page of scene.users.search({ options: { ALLOW_PARTIAL_RESULTS: true } }).pages()) {
      pages.push(page.incomplete === true);
      found.push(...page.rows.map(({ uid }) => uid));
    }

    expect(made(found).sort()).toEqual(others);
    expect(pages.at(-1)).toBe(true);
  });

  test('are told of by the hook accounts', async () => {
    await using scene = await broken();
    await scene.users.search({ options: { ALLOW_PARTIAL_RESULTS: true } }).toArray();

    const states = await scene.facade.hook('accounts', {});

    expect(states.map(({ id, status }) => [id, status])).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => [accountId(index), index === 2 || index === 4 ? 'failing' : 'working']),
    );
    expect(states[2]).toMatchObject({ name: 'team-2', lastFailure: { code: 'PermissionDenied' } });
  });

  test('a role that cannot be assumed is such a failure too', async () => {
    await using scene = await organisationScene(3);
    scene.server.faults.deny('sts:AssumeRole');

    const error = await failureOf(scene.users.search().toArray());

    expect(error.problems.map(({ path, code }) => [path, code])).toEqual([
      [first, 'PermissionDenied'],
      [second, 'PermissionDenied'],
    ]);
    expect(error.code).toBe('PermissionDenied');
  });
});

describe('one user among several accounts', () => {
  test('is made where AccountId says, read, changed and deleted there and nowhere else', async () => {
    await using scene = await organisationScene(3);
    for (const { iam } of scene.accounts) iam.addGroup({ name: 'ops' });

    const { uid } = await scene.users.create({ __NAME__: 'ada', AccountId: first, __GROUPS__: [`${first}/ops`] });
    const row = await scene.users.get(uid, { attributes: ['AccountId', '__GROUPS__'] });
    const { uid: renamed } = await scene.users.update(uid, { replace: { __NAME__: 'ada.l' }, remove: { __GROUPS__: ['ops'] } });
    const after = await scene.users.get(renamed, { attributes: ['__GROUPS__'] });

    expect(uid).toBe(`${first}/ada`);
    expect(row?.attributes).toEqual({ AccountId: first, __GROUPS__: [`${first}/ops`] });
    expect(renamed).toBe(`${first}/ada.l`);
    expect(after?.attributes.__GROUPS__ ?? []).toEqual([]);
    expect(scene.account(1).iam.userNames()).toContain('ada.l');
    expect(scene.account(2).iam.userNames()).not.toContain('ada.l');

    await scene.users.delete(renamed);
    expect(scene.account(1).iam.userNames()).not.toContain('ada.l');
  });

  test('is not made when nobody says where, or in an account that is not the session’s', async () => {
    await using scene = await organisationScene(2);

    const nowhere = await failureOf(scene.users.create({ __NAME__: 'ada' }));
    const elsewhere = await failureOf(scene.users.create({ __NAME__: 'ada', AccountId: '999999999999' }));

    expect([nowhere.code, nowhere.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'AccountId']);
    expect([elsewhere.code, elsewhere.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'AccountId']);
    expect(scene.server.countOf('CreateUser')).toBe(0);
  });

  test('needs no AccountId when the session has one account only', async () => {
    await using scene = await organisationScene(3, { discoverAccounts: false, accounts: [second] });

    expect((await scene.users.create({ __NAME__: 'ada' })).uid).toBe(`${second}/ada`);
  });

  test('cannot be in a group of another account', async () => {
    await using scene = await organisationScene(3);
    scene.account(2).iam.addGroup({ name: 'ops' });

    const created = await failureOf(scene.users.create({ __NAME__: 'ada', AccountId: first, __GROUPS__: [`${second}/ops`] }));
    const joined = await failureOf(scene.groups.update(`${second}/ops`, { add: { Members: [`${first}/of-${first}`] } }));

    expect(created.problems).toEqual([expect.objectContaining({ path: '__GROUPS__[0]', message: expect.stringContaining(first) })]);
    expect(joined.problems).toEqual([expect.objectContaining({ path: 'add.Members[0]' })]);
    expect(scene.account(1).iam.userNames()).not.toContain('ada');
  });

  test('is not there under a uid without account, of a foreign account, or of nobody', async () => {
    await using scene = await organisationScene(2);

    expect((await failureOf(scene.users.delete('of-nobody'))).code).toBe('InvalidArgument');
    expect((await failureOf(scene.users.get(`999999999999/ada`))).code).toBe('UnknownUid');
    const gone = await failureOf(scene.users.delete(`${first}/nobody`));
    expect([gone.code, gone.uid]).toEqual(['UnknownUid', `${first}/nobody`]);
    expect(gone.message).toContain(`account ${first}`);
    expect(await scene.users.get(`${home}/nobody`)).toBeUndefined();
  });

  test('is the one whose key a hook makes', async () => {
    await using scene = await organisationScene(3);
    scene.account(1).iam.addUser({ name: 'ada' });
    scene.account(2).iam.addUser({ name: 'ada' });

    await scene.facade.hook('createAccessKey', { user: `${second}/ada` });

    expect(scene.server.calls.filter(({ action }) => action === 'CreateAccessKey').map((call) => call.accountId)).toEqual([second]);
    expect((await failureOf(scene.facade.hook('createAccessKey', { user: 'ada' }))).code).toBe('InvalidArgument');
  });
});

test('300 accounts take at most 6 calls each and the listing, also when one is forbidden and one does not answer', async () => {
  await using scene = await organisationScene(300, { accountTimeout: 10_000, maxConnections: 50, bulkState: 'report' });
  scene.server.faults.deny('iam:*', { accountId: accountId(17) });
  scene.server.faults.hangNext({ action: '*', accountId: accountId(42), when: 'before', times: 1000 });
  scene.server.clearCalls();
  const found: string[] = [];
  const attributes = ['*', 'Tags', '__GROUPS__', '__ENABLE__', 'AttachedPolicies', 'PasswordLastUsed', 'MFAActive'] as const;
  const options = { ALLOW_PARTIAL_RESULTS: true };

  let incomplete = false;
  for await (const page of scene.users.search({ attributes, options, pageSize: 1000 }).pages()) {
    found.push(...page.rows.map(({ uid }) => uid));
    incomplete ||= page.incomplete === true;
  }

  expect(made(found).sort()).toEqual(ofEach(300).filter((uid) => !uid.startsWith(accountId(17)) && !uid.startsWith(accountId(42))));
  expect(incomplete).toBe(true);
  const { calls } = scene.server;
  const listing = calls.filter(({ service }) => service === 'organizations');
  const perAccount = new Map<string | undefined, number>();
  for (const { action, accountId: id, parameters } of calls) {
    const at = action === 'AssumeRole' ? /::(\d{12}):/.exec(parameters.RoleArn ?? '')?.[1] : action === 'ListAccounts' ? undefined : id;
    if (at !== undefined && action !== 'GetCallerIdentity') perAccount.set(at, (perAccount.get(at) ?? 0) + 1);
  }
  expect(listing.map(({ action }) => action)).toEqual(Array(15).fill('ListAccounts'));
  expect(perAccount.size).toBe(300);
  expect(Math.max(...perAccount.values())).toBeLessThanOrEqual(6);
  expect(calls.filter(({ action }) => action === 'GetCallerIdentity').length).toBeLessThanOrEqual(1);
}, 60_000);
