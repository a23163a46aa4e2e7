import { GetAccountAuthorizationDetailsCommand, IAMClient, type UserDetail } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { ConnectorError } from '../../../src/model/errors.ts';
import { startHarness } from './harness.ts';

/** How many users; a thousand take minutes: `AWS_CHAOS_USERS=1000 npx vitest run test/connectors/aws/chaos-many.test.ts`. */
const users = Number(process.env.AWS_CHAOS_USERS ?? 100);

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** Does something for each name, ten at a time. */
async function forEach(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  const left = [...names];
  const worker = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await work(name);
  };
  await Promise.all(Array.from({ length: 10 }, worker));
}

async function errorOf(call: Promise<unknown>): Promise<ConnectorError | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!ConnectorError.is(error) || error.code === 'Internal') throw error;
    return error;
  }
}

/** What is in AWS, read past the connector and its troubles. */
async function detailsOf({ server }: Harness): Promise<Map<string, UserDetail>> {
  const iam = new IAMClient({ region: 'us-east-1', endpoint: server.endpoint, credentials: server.adminCredentials });
  const found = new Map<string, UserDetail>();
  let marker: string | undefined;
  do {
    const { UserDetailList = [], Marker } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems: 1000, ...(marker === undefined ? {} : { Marker: marker }) }),
    );
    for (const user of UserDetailList) if (user.UserName?.startsWith('user-')) found.set(user.UserName, user);
    marker = Marker;
  } while (marker !== undefined);
  return found;
}

/** What AWS has of one user, without asking it. */
function stateOf({ server: { iam } }: Harness, name: string) {
  if (!iam.userNames().includes(name)) return 'gone';
  return iam.passwordOf(name) === 'Correct-Horse-9' && iam.membersOf('everybody').includes(name) ? 'whole' : 'part';
}

test('with 30 % of requests throttled, 5 % answered 503 and 2 % of connections reset, whoever repeats what failed ends with exactly the right users', {
  timeout: 900_000,
}, async () => {
  await using h = await startHarness();
  h.server.iam.addGroup({ name: 'everybody' });
  const names = Array.from({ length: users }, (_, index) => `user-${String(index).padStart(4, '0')}`);
  const trouble = { throttled: 0.3, unavailable: 0.05, reset: 0.02 };
  let failures = 0;

  h.server.faults.random({ ...trouble, seed: 1 });
  await forEach(names, async (name) => {
    const attributes = { __NAME__: name, __PASSWORD__: 'Correct-Horse-9', Tags: [{ Key: 'of', Value: name }], __GROUPS__: ['everybody'] };
    for (;;) {
      const error = await errorOf(h.accounts.create(attributes));
      if (error === undefined) break;
      failures += 1;
      // What is reported is what is.
      if (error.outcome === 'none') expect([name, stateOf(h, name), String(error)]).toEqual([name, 'gone', String(error)]);
      else {
        expect(['partial', 'unknown']).toContain(error.outcome);
        expect(error.uid).toBe(name);
        while ((await errorOf(h.accounts.delete(name))) !== undefined) if (stateOf(h, name) === 'gone') break;
      }
    }
    expect([name, stateOf(h, name)]).toEqual([name, 'whole']);
  });
  h.server.faults.random(null);

  const made = await detailsOf(h);
  expect([...made.keys()].sort()).toEqual(names);
  for (const [name, user] of made) {
    expect([user.Tags, user.GroupList]).toEqual([[{ Key: 'of', Value: name }], ['everybody']]);
  }
  expect(failures).toBeGreaterThan(0);

  failures = 0;
  h.server.faults.random({ ...trouble, seed: 2 });
  await forEach(names, async (name) => {
    for (;;) {
      const before = stateOf(h, name);
      const error = await errorOf(h.accounts.delete(name));
      if (error === undefined) break;
      failures += 1;
      if (error.code === 'UnknownUid') {
        expect(before).toBe('gone');
        break;
      }
      // Before the first step nothing has happened; after it the error lists every step, done or not.
      if (error.outcome === 'none') expect([name, stateOf(h, name), String(error)]).toEqual([name, before, String(error)]);
      if (error.outcome === 'partial') expect(error.problems.length).toBeGreaterThan(1);
    }
    expect([name, stateOf(h, name)]).toEqual([name, 'gone']);
  });
  h.server.faults.random(null);

  expect((await detailsOf(h)).size).toBe(0);
  expect(h.server.iam.userNames()).toEqual(['bootstrap']);
  expect(h.server.iam.membersOf('everybody')).toEqual([]);
  expect(failures).toBeGreaterThan(0);
});
