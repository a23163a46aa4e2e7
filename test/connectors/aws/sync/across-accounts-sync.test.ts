import { expect, test } from 'vitest';
import { failureOf } from '../harness.ts';
import { type SyncSettings, startSync, words } from './sync-harness.ts';

const [first, second, third] = ['123456789012', '222222222222', '333333333333'] as const;
const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: first }, Action: 'sts:AssumeRole' }] };

/** Three accounts behind one endpoint, each with the role that the connector assumes. */
async function startAccounts(settings: SyncSettings = {}) {
  const aws = await startSync();
  const others = [second, third].map((id) => aws.server.addAccount({ id }));
  for (const { iam } of others) iam.addRole({ name: 'OrganizationAccountAccessRole', trustPolicy: trust });
  const open = (more: SyncSettings = {}) => aws.open({ accounts: [first, second, third], ...settings, ...more });
  const facade = await open();
  const iam = { [first]: aws.server.iam, [second]: others[0]?.iam, [third]: others[1]?.iam };
  return Object.assign(aws, { facade, iam, openAgain: open, accounts: facade.objectClass('__ACCOUNT__'), all: facade.objectClass('__ALL__') });
}

test('changes of every account come in one stream, under the uids of several accounts', async () => {
  await using aws = await startAccounts();
  for (const id of [first, second, third]) aws.iam[id]?.addUser({ name: 'ada', groups: ['ops'] });
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  await aws.accounts.update(`${second}/ada`, { replace: { __NAME__: 'eva' } });
  await aws.accounts.delete(`${third}/ada`);

  const stream = aws.accounts.sync({ token, attributes: ['AccountId', '__GROUPS__'] });
  const changes = await stream.toArray();

  expect(words(changes).sort()).toEqual([`delete ${third}/ada`, `upsert ${second}/eva was ${second}/ada`]);
  expect(changes.find(({ type }) => type === 'upsert')?.row?.attributes).toEqual({ AccountId: second, __GROUPS__: [`${second}/ops`] });
  expect(await aws.accounts.sync({ token: stream.token }).toArray()).toEqual([]);
});

test('a sync from the beginning loads every account', async () => {
  await using aws = await startAccounts();
  for (const id of [first, second, third]) aws.iam[id]?.addUser({ name: 'ada' });

  const load = aws.accounts.sync({ token: '' });
  expect(
    words(await load.toArray())
      .filter((each) => each.endsWith('/ada'))
      .sort(),
  ).toEqual([first, second, third].map((id) => `create ${id}/ada`));
  aws.later(1);
  await aws.accounts.delete(`${second}/ada`);
  expect(words(await aws.accounts.sync({ token: load.token }).toArray())).toEqual([`delete ${second}/ada`]);
});

test('an account that comes later is loaded, while the others go on from where they were', async () => {
  await using aws = await startAccounts({ accounts: [first, second] });
  aws.iam[third]?.addUser({ name: 'ada' });
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  await using more = await aws.openAgain({ accounts: [first, second, third] });

  const told = words(await more.objectClass('__ACCOUNT__').sync({ token }).toArray());

  expect(told.sort()).toEqual([`create ${third}/ada`, `create ${third}/bootstrap`]);
});

test('an account that fails keeps its place and is named, after the changes of the others, which move on', async () => {
  await using aws = await startAccounts({ maxAttempts: 1 });
  for (const id of [first, second, third]) aws.iam[id]?.addUser({ name: 'ada' });
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  for (const id of [first, second, third]) await aws.accounts.delete(`${id}/ada`);
  aws.server.faults.deny('cloudtrail:LookupEvents', { accountId: second });

  const stream = aws.accounts.sync({ token });
  const told: string[] = [];
  const failure = await failureOf(
    (async () => {
      for await (const change of stream) told.push(...words([change]));
    })(),
  );

  expect(told.sort()).toEqual([`delete ${first}/ada`, `delete ${third}/ada`]);
  expect(failure.code).toBe('PermissionDenied');
  expect(failure.problems).toMatchObject([{ path: second, code: 'PermissionDenied' }]);
  expect(failure.message).toMatch(/1 of 3 accounts/);

  aws.server.faults.clear();
  expect(words(await aws.accounts.sync({ token: stream.token }).toArray())).toEqual([`delete ${second}/ada`]);
});

test('an account that cannot be loaded ends nothing, and is loaded once it can be', async () => {
  await using aws = await startAccounts({ maxAttempts: 1 });
  for (const id of [first, second, third]) aws.iam[id]?.addUser({ name: 'ada' });
  aws.server.faults.deny('sts:AssumeRole');
  const load = aws.accounts.sync({ token: '' });
  const told: string[] = [];
  await failureOf(
    (async () => {
      for await (const change of load) told.push(...words([change]));
    })(),
  );
  expect(told.sort()).toEqual([`create ${first}/ada`, `create ${first}/bootstrap`]);

  aws.server.faults.clear();
  const rest = words(await aws.accounts.sync({ token: load.token }).toArray());
  expect(rest.sort()).toEqual([second, third].flatMap((id) => [`create ${id}/ada`, `create ${id}/bootstrap`]));
});

test('the token of one account is none of several', async () => {
  await using aws = await startAccounts();
  await using single = await aws.openAgain({ accounts: undefined });
  const token = (await single.objectClass('__ACCOUNT__').latestSyncToken()) ?? '';

  expect((await failureOf(aws.accounts.sync({ token }).toArray())).code).toBe('InvalidArgument');
});

test('one queue with the events of all accounts: each object is read in its account', async () => {
  await using aws = await startAccounts();
  const url = aws.server.sqs.addQueue({ name: 'organisation' });
  aws.server.eventBridge.toQueue(url);
  await using facade = await aws.openAgain({ syncSource: 'sqs', queueUrl: url });
  const all = facade.objectClass('__ALL__');
  const load = all.sync({ token: '' });
  const users = (await load.toArray()).filter(({ objectClass }) => objectClass === '__ACCOUNT__');
  expect(words(users).sort()).toEqual([first, second, third].map((id) => `create ${id}/bootstrap`));
  await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada', AccountId: second });
  await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'eva', AccountId: third });

  aws.server.faults.deny('iam:GetUser', { accountId: third });
  const partly = all.sync({ token: load.token });
  const told: string[] = [];
  const failure = await failureOf(
    (async () => {
      for await (const change of partly) told.push(...words([change]));
    })(),
  );
  expect(told).toEqual([`upsert ${second}/ada`]);
  expect(failure.problems).toMatchObject([{ path: third }]);

  aws.server.faults.clear();
  aws.later(301);
  expect(words(await all.sync({ token: partly.token }).toArray())).toContain(`upsert ${third}/eva`);
});

test('liveSync listens to every account, and goes on when one of them cannot be asked', async () => {
  await using aws = await startAccounts({ pollInterval: 1, maxAttempts: 1 });
  aws.server.faults.deny('cloudtrail:LookupEvents', { accountId: third });
  const leaving = new AbortController();
  const live = aws.accounts.liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  const next = live.next();
  while (aws.server.countOf('LookupEvents') < 6) await new Promise((resolve) => setImmediate(resolve));
  aws.later(1);
  await aws.accounts.create({ __NAME__: 'ada', AccountId: second });

  expect(words([(await next).value])).toEqual([`create ${second}/ada`]);
  expect(aws.logged).toMatchObject([{ level: 'warn', fields: { account: third, code: 'PermissionDenied' } }]);
  leaving.abort();
});
