import { expect, test } from 'vitest';
import { failureOf } from '../harness.ts';
import { type SyncSettings, startSync, words } from './sync-harness.ts';

/** The connector with a queue that gets every event as it happens. */
async function startQueue(options: { readonly copies?: number; readonly lastFirst?: boolean; readonly settings?: SyncSettings } = {}) {
  const { settings, ...delivery } = options;
  const aws = await startSync();
  const url = aws.server.sqs.addQueue({ name: 'iam-changes' });
  aws.server.eventBridge.toQueue(url, delivery);
  const open = (more: SyncSettings = {}) => aws.open({ syncSource: 'sqs', queueUrl: url, ...settings, ...more });
  const facade = await open();
  return Object.assign(aws, { url, facade, all: facade.objectClass('__ALL__'), accounts: facade.objectClass('__ACCOUNT__'), openAgain: open });
}

test('what a queue brings is told by one sync, confirmed by the next, and then gone', async () => {
  await using aws = await startQueue();
  const start = await aws.all.latestSyncToken();
  await aws.accounts.create({ __NAME__: 'ada' });

  const first = aws.all.sync({ token: start ?? '' });
  expect(words(await first.toArray())).toEqual(['upsert ada']);
  expect(aws.server.sqs.bodies(aws.url)).toHaveLength(1);
  const second = aws.all.sync({ token: first.token });
  expect(words(await second.toArray())).toEqual([]);
  expect(aws.server.sqs.bodies(aws.url)).toEqual([]);
});

test('a process that dies before it kept the token hears of the changes again', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  await aws.accounts.create({ __NAME__: 'ada' });
  await aws.all.sync({ token: start }).toArray();

  await using again = await aws.openAgain();
  expect(words(await again.objectClass('__ALL__').sync({ token: start }).toArray())).toEqual([]);
  aws.later(301);
  expect(words(await again.objectClass('__ALL__').sync({ token: start }).toArray())).toEqual(['upsert ada']);
});

test('a sync that is left half-way confirms nothing', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  for (let i = 0; i < 3; i++) await aws.accounts.create({ __NAME__: `user-${i}` });

  const stream = aws.all.sync({ token: start });
  for await (const _ of stream) break;
  await aws.all.sync({ token: stream.token }).toArray();
  aws.later(301);

  const told = words(await aws.all.sync({ token: stream.token }).toArray());
  expect(told.sort()).toEqual(['upsert user-0', 'upsert user-1', 'upsert user-2']);
});

test('a message that comes again after its changes were told is deleted and not told again', async () => {
  await using aws = await startQueue({ copies: 2 });
  const start = (await aws.all.latestSyncToken()) ?? '';
  await aws.accounts.create({ __NAME__: 'ada' });

  const first = aws.all.sync({ token: start });
  expect(words(await first.toArray())).toEqual(['upsert ada']);
  aws.later(301);
  const second = aws.all.sync({ token: first.token });
  expect(words(await second.toArray())).toEqual([]);
  await aws.all.sync({ token: second.token }).toArray();
  expect(aws.server.sqs.bodies(aws.url)).toEqual([]);
});

test('renames and deletions come right when the latest message comes first', async () => {
  await using aws = await startQueue({ lastFirst: true });
  for (const name of ['a', 'leaver']) aws.server.iam.addUser({ name });
  const start = (await aws.all.latestSyncToken()) ?? '';
  await aws.accounts.update('a', { replace: { __NAME__: 'b' } });
  aws.later(1);
  await aws.accounts.update('b', { replace: { __NAME__: 'c' } });
  await aws.accounts.delete('leaver');

  const changes = words(await aws.all.sync({ token: start }).toArray());
  expect(changes).toContain('upsert c was a');
  expect(changes).toContain('delete leaver');
});

test('a message that cannot be read is logged, left alone, and holds nothing up', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  for (const body of ['no JSON', '{}', '{"detail-type":"AWS API Call via CloudTrail","detail":{}}']) aws.server.sqs.send(aws.url, body);
  await aws.accounts.create({ __NAME__: 'ada' });

  const stream = aws.all.sync({ token: start });
  expect(words(await stream.toArray())).toEqual(['upsert ada']);
  await aws.all.sync({ token: stream.token }).toArray();
  expect(aws.server.sqs.bodies(aws.url)).toHaveLength(3);
  expect(aws.logged.filter(({ level }) => level === 'warn')).toHaveLength(3);
});

test('messages that change no user or group are deleted at once', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  aws.server.sqs.send(aws.url, JSON.stringify({ 'detail-type': 'AWS Console Sign In via CloudTrail', detail: {} }));
  aws.server.cloudTrail.addEvent({ name: 'DeleteUser', errorCode: 'NoSuchEntityException', requestParameters: { userName: 'x' } });

  expect(await aws.all.sync({ token: start }).toArray()).toEqual([]);
  expect(aws.server.sqs.bodies(aws.url)).toEqual([]);
});

test('an event of another account is not taken for one of this', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  aws.server.addAccount({ id: '222222222222' });
  aws.server.cloudTrail.addEvent({ name: 'TagUser', accountId: '222222222222', requestParameters: { userName: 'bootstrap' } });

  const stream = aws.all.sync({ token: start });
  expect(await stream.toArray()).toEqual([]);
  await aws.all.sync({ token: stream.token }).toArray();
  expect(aws.server.sqs.bodies(aws.url)).toHaveLength(1);
  expect(aws.logged.at(-1)).toMatchObject({ level: 'warn', fields: { account: '222222222222' } });
});

test('a created user that IAM does not show yet keeps its message', async () => {
  await using aws = await startQueue();
  const start = (await aws.all.latestSyncToken()) ?? '';
  aws.server.faults.eventualConsistency({ calls: 1000 });
  await aws.accounts.create({ __NAME__: 'ada' });

  const early = aws.all.sync({ token: start });
  expect(words(await early.toArray())).toEqual([]);
  aws.server.faults.eventualConsistency(null);
  aws.later(301);
  expect(words(await aws.all.sync({ token: early.token }).toArray())).toEqual(['upsert ada']);
});

test('a sync takes no more messages than its token can confirm, and the next one goes on', async () => {
  await using aws = await startQueue();
  let token = (await aws.all.latestSyncToken()) ?? '';
  const names = Array.from({ length: 450 }, (_, index) => `user-${index}`);
  for (const name of names) {
    aws.server.iam.addUser({ name });
    aws.server.cloudTrail.addEvent({ name: 'TagUser', requestParameters: { userName: name } });
  }
  const told = new Set<string>();
  for (let round = 0; round < 4; round++) {
    const stream = aws.all.sync({ token });
    for await (const { uid } of stream) told.add(uid);
    token = stream.token;
    expect(token.length).toBeLessThan(150_000);
  }

  expect([...told].sort()).toEqual(names.sort());
  expect(aws.server.sqs.bodies(aws.url)).toEqual([]);
});

test('a class without a queue of its own is not synced from that of all', async () => {
  await using aws = await startQueue();

  const failure = await failureOf(aws.accounts.sync({ token: '' }).toArray());

  expect(failure.code).toBe('UnsupportedOperation');
  expect(failure.message).toMatch(/sync __ALL__.*queueUrls\.__ACCOUNT__/);
});

test('each class is synced from its own queue', async () => {
  await using aws = await startSync();
  const [users, groups] = ['users', 'groups'].map((name) => aws.server.sqs.addQueue({ name })) as [string, string];
  for (const url of [users, groups]) aws.server.eventBridge.toQueue(url);
  await using facade = await aws.open({ syncSource: 'sqs', queueUrls: { __ACCOUNT__: users, __GROUP__: groups } });
  const [accountSync, groupSync] = [facade.objectClass('__ACCOUNT__'), facade.objectClass('__GROUP__')];
  const tokens = [(await accountSync.latestSyncToken()) ?? '', (await groupSync.latestSyncToken()) ?? ''] as const;
  await accountSync.create({ __NAME__: 'ada' });
  await groupSync.create({ __NAME__: 'ops', Members: ['ada'] });

  expect(words(await accountSync.sync({ token: tokens[0] }).toArray())).toEqual(['upsert ada']);
  expect(words(await groupSync.sync({ token: tokens[1] }).toArray())).toEqual(['upsert ops']);
  expect((await failureOf(accountSync.sync({ token: tokens[1] }).toArray())).code).toBe('InvalidArgument');
});

test('a token of another queue is refused', async () => {
  await using aws = await startQueue();
  const token = (await aws.all.latestSyncToken()) ?? '';
  await using other = await aws.openAgain({ queueUrl: aws.server.sqs.addQueue({ name: 'other' }) });

  expect((await failureOf(other.objectClass('__ALL__').sync({ token }).toArray())).code).toBe('InvalidArgument');
});

test('liveSync waits for the queue, and deletes a message once its change has been taken', async () => {
  await using aws = await startQueue();
  const leaving = new AbortController();
  const live = aws.all.liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  const first = live.next();
  await aws.accounts.create({ __NAME__: 'ada' });

  expect(words([(await first).value])).toEqual(['upsert ada']);
  expect(aws.server.sqs.bodies(aws.url)).toHaveLength(1);
  const second = live.next();
  await aws.accounts.delete('ada');
  expect(words([(await second).value])).toEqual(['delete ada']);
  expect(aws.server.calls.find(({ action }) => action === 'ReceiveMessage')?.parameters.WaitTimeSeconds).toBe('20');
  leaving.abort();
});

test('a queue that cannot be read is an error, and nothing is told', async () => {
  await using aws = await startQueue();
  const token = (await aws.all.latestSyncToken()) ?? '';
  aws.server.faults.deny('sqs:ReceiveMessage');

  expect((await failureOf(aws.all.sync({ token }).toArray())).code).toBe('PermissionDenied');
});
