import { expect, test } from 'vitest';
import { failureOf } from '../harness.ts';
import { startSync, words } from './sync-harness.ts';

const MINUTE = 60;
const DAY = 86_400;

test('creates, updates, renames and deletes since a token are told, each once', async () => {
  await using aws = await startSync();
  for (const name of ['old', 'mover', 'leaver']) aws.server.iam.addUser({ name, createdAt: Date.now() - 2 * DAY * 1000 });
  const token = await aws.accounts.latestSyncToken();
  aws.later(1);

  await aws.accounts.create({ __NAME__: 'ada', Path: '/eng/' });
  await aws.accounts.update('old', { replace: { Path: '/x/' } });
  await aws.accounts.update('mover', { replace: { __NAME__: 'moved' } });
  await aws.accounts.delete('leaver');

  const stream = aws.accounts.sync({ token: token ?? '', attributes: ['Path'] });
  const changes = await stream.toArray();
  expect(words(changes).sort()).toEqual(['create ada', 'delete leaver', 'update moved was mover', 'update old']);
  expect(changes.find(({ uid }) => uid === 'old')?.row?.attributes.Path).toBe('/x/');
  expect(words(await aws.accounts.sync({ token: stream.token }).toArray())).toEqual([]);
});

test('a sync from the beginning tells every object as a create, and then what came later', async () => {
  await using aws = await startSync();
  aws.server.iam.addUser({ name: 'ada', groups: ['ops'] });
  aws.later(2 * DAY);

  const load = aws.all.sync({ token: '' });
  const people = (await load.toArray()).filter(({ objectClass }) => objectClass === '__ACCOUNT__' || objectClass === '__GROUP__');
  expect(words(people).sort()).toEqual(['create ada', 'create bootstrap', 'create ops']);

  aws.later(MINUTE);
  await aws.accounts.delete('ada');
  expect(words(await aws.all.sync({ token: load.token }).toArray())).toEqual(['delete ada', 'update ops']);
});

test('what changes while a load reads is told by the next sync', async () => {
  await using aws = await startSync();
  aws.server.iam.addUser({ name: 'ada' });

  const load = aws.accounts.sync({ token: '' });
  for await (const { uid } of load) if (uid === 'ada') await aws.accounts.delete('ada');

  expect(words(await aws.accounts.sync({ token: load.token }).toArray())).toEqual(['delete ada']);
});

test('a membership is told of the user and of the group', async () => {
  await using aws = await startSync();
  aws.server.iam.addUser({ name: 'ada' });
  aws.server.iam.addGroup({ name: 'ops' });
  const token = (await aws.all.latestSyncToken()) ?? '';
  aws.later(1);
  await aws.groups.update('ops', { add: { Members: ['ada'] } });

  const changes = await aws.all.sync({ token }).toArray();

  expect(changes.map(({ objectClass, uid }) => `${objectClass} ${uid}`).sort()).toEqual(['__ACCOUNT__ ada', '__GROUP__ ops']);
  expect(words(await aws.groups.sync({ token: (await aws.groups.latestSyncToken()) ?? '' }).toArray())).toEqual([]);
});

test('the new name of a group is told of its members when their groups are asked for, and only then', async () => {
  await using aws = await startSync();
  aws.server.iam.addUser({ name: 'ada', groups: ['ops'] });
  aws.server.iam.addUser({ name: 'eva' });
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  await aws.groups.update('ops', { replace: { __NAME__: 'operators' } });

  const [change, ...others] = await aws.accounts.sync({ token, attributes: ['__GROUPS__'] }).toArray();

  expect(others).toEqual([]);
  expect(change).toMatchObject({ uid: 'ada', row: { attributes: { __GROUPS__: ['operators'] } } });
  expect(await aws.accounts.sync({ token }).toArray()).toEqual([]);
});

test('an event that CloudTrail shows late is told all the same, and once', async () => {
  await using aws = await startSync();
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  aws.server.cloudTrail.delay(({ name }) => (name === 'CreateUser' ? 14 * MINUTE * 1000 : 0));
  await aws.accounts.create({ __NAME__: 'late' });
  aws.server.iam.addUser({ name: 'ada' });
  await aws.accounts.update('ada', { replace: { Path: '/x/' } });

  const soon = aws.accounts.sync({ token });
  expect(words(await soon.toArray())).toEqual(['upsert ada']);
  aws.later(14 * MINUTE);
  const then = aws.accounts.sync({ token: soon.token });
  expect(words(await then.toArray())).toEqual(['create late']);
  expect(words(await aws.accounts.sync({ token: then.token }).toArray())).toEqual([]);
});

test('a created user that IAM does not show yet is told by a later sync, not as deleted', async () => {
  await using aws = await startSync();
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  aws.server.faults.eventualConsistency({ calls: 1000 });
  await aws.accounts.create({ __NAME__: 'ada' });

  const early = aws.accounts.sync({ token });
  expect(words(await early.toArray())).toEqual([]);
  aws.server.faults.eventualConsistency(null);
  const late = aws.accounts.sync({ token: early.token });
  expect(words(await late.toArray())).toEqual(['create ada']);
  expect(words(await aws.accounts.sync({ token: late.token }).toArray())).toEqual([]);
});

test('a created user that IAM shows after a moment is told at once', async () => {
  await using aws = await startSync();
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  aws.server.faults.eventualConsistency({ calls: 2 });
  await aws.accounts.create({ __NAME__: 'ada' });

  expect(words(await aws.accounts.sync({ token }).toArray())).toEqual(['create ada']);
});

test('a refused write and a read are no changes', async () => {
  await using aws = await startSync();
  aws.server.cloudTrail.recordReads(true);
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  aws.server.iam.addUser({ name: 'ada' });
  await failureOf(aws.accounts.create({ __NAME__: 'ada' }));
  await aws.accounts.get('ada');

  expect(await aws.accounts.sync({ token }).toArray()).toEqual([]);
});

test('a page that fails ends the sync, and nothing is told of it', async () => {
  await using aws = await startSync({ maxAttempts: 1 });
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  for (let i = 0; i < 60; i++) aws.server.cloudTrail.addEvent({ name: 'TagUser', requestParameters: { userName: 'bootstrap' } });
  aws.afterEachWait(() => aws.server.faults.failNext({ action: 'LookupEvents', code: 'InternalError', status: 500 }));

  const stream = aws.accounts.sync({ token });
  const failure = await failureOf(stream.toArray());

  expect(failure.code).toBe('ConnectionFailed');
  expect(stream.token).toBe(token);
});

test('lookups keep to the two a second that CloudTrail allows', async () => {
  await using aws = await startSync({ maxAttempts: 1 });
  aws.server.cloudTrail.limit(true);
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  for (let i = 0; i < 460; i++) aws.server.cloudTrail.addEvent({ name: 'TagUser', requestParameters: { userName: 'bootstrap' } });
  aws.server.clearCalls();

  await aws.accounts.sync({ token }).toArray();

  expect(aws.server.calls.filter(({ action }) => action === 'LookupEvents').map(({ status }) => status)).toEqual(Array(10).fill(200));
});

test('a quiet time moves the token on, so that it does not grow old', async () => {
  await using aws = await startSync();
  let token = (await aws.accounts.latestSyncToken()) ?? '';
  for (let month = 0; month < 6; month++) {
    aws.later(60 * DAY);
    const stream = aws.accounts.sync({ token });
    expect(await stream.toArray()).toEqual([]);
    expect(stream.token).not.toBe(token);
    token = stream.token;
  }
  await aws.accounts.create({ __NAME__: 'ada' });
  expect(words(await aws.accounts.sync({ token }).toArray())).toEqual(['create ada']);
});

test('a token older than what CloudTrail keeps is refused, and says what to do', async () => {
  await using aws = await startSync();
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(92 * DAY);

  const failure = await failureOf(aws.accounts.sync({ token }).toArray());

  expect(failure.code).toBe('InvalidArgument');
  expect(failure.message).toMatch(/9\d days old.*90 days.*full reconciliation.*token ''/);
});

test.each(['garbage', '[1,"sqs","__ACCOUNT__",["https://q",[],""]]', '[1,"cloudtrail","__GROUP__",[1,1,{}]]'])(
  'the token %s is refused',
  async (token) => {
    await using aws = await startSync();

    expect((await failureOf(aws.accounts.sync({ token }).toArray())).code).toBe('InvalidArgument');
  },
);

test('CloudTrail is asked where IAM’s events are, whatever the region', async () => {
  await using aws = await startSync({ region: 'eu-west-1' });
  await aws.accounts.latestSyncToken();

  expect(aws.server.calls.map(({ service, region, action }) => [service, region, action])).toEqual([['cloudtrail', 'us-east-1', 'LookupEvents']]);
  expect(aws.logged).toEqual([]);
});

test('another region is asked when it is set, with a warning', async () => {
  await using aws = await startSync({ cloudTrailRegion: 'eu-west-1' });
  await aws.accounts.latestSyncToken();

  expect(aws.server.calls.map(({ region }) => region)).toEqual(['eu-west-1']);
  expect(aws.logged).toMatchObject([{ level: 'warn', message: expect.stringContaining('they are in us-east-1') }]);
});

test('liveSync tells what happens while it is read, until its signal ends it', async () => {
  await using aws = await startSync({ pollInterval: 1 });
  aws.server.iam.addUser({ name: 'before' });
  const leaving = new AbortController();
  const live = aws.accounts.liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  const first = live.next();
  while (aws.server.countOf('LookupEvents') === 0) await new Promise((resolve) => setImmediate(resolve));
  aws.later(1);
  await aws.accounts.create({ __NAME__: 'ada' });

  expect(words([(await first).value])).toEqual(['create ada']);
  await aws.accounts.delete('ada');
  expect(words([(await live.next()).value])).toEqual(['delete ada']);
  const last = live.next().catch((error: Error) => error.name);
  leaving.abort();
  await last;
});

test('liveSync outlives a failure that passes', async () => {
  await using aws = await startSync({ pollInterval: 1, maxAttempts: 1 });
  const leaving = new AbortController();
  const live = aws.accounts.liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  const first = live.next();
  while (aws.server.countOf('LookupEvents') === 0) await new Promise((resolve) => setImmediate(resolve));
  aws.later(1);
  aws.server.faults.failNext({ action: 'LookupEvents', code: 'ThrottlingException', status: 400 });
  await aws.accounts.create({ __NAME__: 'ada' });

  expect(words([(await first).value])).toEqual(['create ada']);
  leaving.abort();
});

test('a connector without a source of changes says what to do instead', async () => {
  await using aws = await startSync({ syncSource: 'none' });

  for (const attempt of [aws.accounts.sync({ token: '' }).toArray(), aws.accounts.latestSyncToken()]) {
    const failure = await failureOf(attempt);
    expect(failure.code).toBe('UnsupportedOperation');
    expect(failure.message).toContain('snapshotSync');
  }
});

test('a policy is told when it gets a version, is attached, and goes', async () => {
  await using aws = await startSync();
  const [kept, gone] = ['kept', 'gone'].map((name) => aws.server.iam.addPolicy({ name }).arn) as [string, string];
  aws.server.iam.addUser({ name: 'ada' });
  aws.later(2 * DAY);
  const policies = aws.facade.objectClass('ManagedPolicy');
  const token = (await policies.latestSyncToken()) ?? '';
  aws.later(1);
  await aws.accounts.update('ada', { add: { AttachedPolicies: [kept] } });
  await policies.delete(gone);

  const changes = await policies.sync({ token }).toArray();
  expect(words(changes).sort()).toEqual([`delete ${gone}`, `update ${kept}`].sort());
  expect(changes.find(({ uid }) => uid === kept)?.row?.attributes.AttachmentCount).toBe(1);
});

test('roles are told of too, alone and in the stream of all classes', async () => {
  await using aws = await startSync();
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  aws.server.iam.addRole({ name: 'leaver', trustPolicy });
  const roles = aws.facade.objectClass('Role');
  const [own, all] = [(await roles.latestSyncToken()) ?? '', (await aws.all.latestSyncToken()) ?? ''];
  aws.later(1);
  await roles.create({ __NAME__: 'runner', AssumeRolePolicyDocument: JSON.stringify(trustPolicy) } as never);
  await roles.delete('leaver');

  expect(words(await roles.sync({ token: own }).toArray()).sort()).toEqual(['create runner', 'delete leaver']);
  const changes = await aws.all.sync({ token: all }).toArray();
  expect(changes.map(({ objectClass, type, uid }) => `${objectClass} ${type} ${uid}`).sort()).toEqual(['Role create runner', 'Role delete leaver']);
});

test('a sync that is left to its signal ends, and tells nothing more', async () => {
  await using aws = await startSync();
  const token = (await aws.accounts.latestSyncToken()) ?? '';
  aws.later(1);
  for (let i = 0; i < 120; i++) aws.server.cloudTrail.addEvent({ name: 'TagUser', requestParameters: { userName: 'bootstrap' } });
  const leaving = new AbortController();
  aws.afterEachWait(() => leaving.abort());

  expect((await failureOf(aws.accounts.sync({ token, signal: leaving.signal }).toArray())).code).toBe('OperationAborted');
});
