import { IAMClient } from '@aws-sdk/client-iam';
import aws from '../../../../src/connectors/aws/index.ts';
import type { startHarness } from '../harness.ts';
import type { Settings } from '../transport/opened-session.ts';

/** A connector with an embedded AWS behind it. */
export type Harness = Awaited<ReturnType<typeof startHarness>>;

/** Something that an operation is given, under some settings, each time on an AWS of its own. */
export interface Scenario {
  readonly settings: Settings;
  readonly run: (h: Harness) => Promise<unknown>;
}

/** What each operation is given so that it calls all that it can call, by operation: `delete`, `hook explain`. */
export type Scenarios = Readonly<Record<string, readonly Scenario[]>>;

/** A scenario. */
export function given(settings: Settings, run: Scenario['run']): Scenario {
  return { settings, run };
}

/** A scenario without settings of its own. */
export function plainly(run: Scenario['run']): Scenario {
  return given({}, run);
}

/** A console password that the embedded AWS takes. */
export const password = 'Correct-Horse-9';

/** Documents for policies, the second of another meaning. */
export const document = policy('s3:GetObject');
export const otherDocument = policy('s3:PutObject');

function policy(Action: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

/** A trust policy. */
export function trust(principal: object = { Service: 'ec2.amazonaws.com' }): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });
}

/** A client of the SDK with somebody else's key, so that what it calls is no part of the operation. */
export function clientOf({ server }: Harness): IAMClient {
  const [credentials] = server.iam.addUser({ name: `somebody-${server.calls.length}-${Date.now()}`, accessKeys: ['Active'] }).accessKeys;
  return new IAMClient({ endpoint: server.endpoint, region: 'us-east-1', ...(credentials && { credentials }) });
}

/** A class that can be synced. */
export type Synced = '__ACCOUNT__' | '__GROUP__' | 'Role' | 'ManagedPolicy' | '__ALL__';

/** The connector with CloudTrail as its source of changes, and with a queue of the class's own. */
export function bySource(name: Synced, run: (h: Harness) => Promise<unknown>): readonly Scenario[] {
  const queue = 'https://sqs.us-east-1.amazonaws.com/123456789012/changes';
  return [
    given({ policyGroup: true }, run),
    given({ policyGroup: true, syncSource: 'sqs', queueUrls: { [name]: queue } }, async (h) => {
      h.server.eventBridge.toQueue(h.server.sqs.addQueue({ name: 'changes' }));
      await run(h);
    }),
  ];
}

/** Syncs a class from the beginning, lets somebody change something, and syncs again, asking for everything. */
export async function syncing(h: Harness, name: Synced, change: (iam: IAMClient) => Promise<unknown>): Promise<void> {
  const objects = h.facade.dynamic(name);
  const attributes = namesOf(name);
  const load = objects.sync({ token: '', attributes });
  await load.toArray();
  h.server.clock.advance(2000);
  await change(clientOf(h));
  const found = objects.sync({ token: load.token, attributes });
  await found.toArray();
  // Confirms what a queue gave out.
  await objects.sync({ token: found.token, attributes }).toArray();
}

/** Listens to a class until it is told what somebody changes. What is told of an object is what is read by default. */
export async function listening(h: Harness, name: Synced, change: (iam: IAMClient) => Promise<unknown>): Promise<void> {
  const leaving = new AbortController();
  const live = h.facade.dynamic(name).liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();
  const first = live.next();
  while (!h.server.calls.some(({ action }) => action === 'LookupEvents' || action === 'ReceiveMessage'))
    await new Promise((resolve) => setImmediate(resolve));
  h.server.clock.advance(2000);
  await change(clientOf(h));
  await first;
  // Asking for more says that the first was dealt with, which a queue has to be told.
  const rest = live.next().catch(() => {});
  while (h.server.countOf('ReceiveMessage') === 1 || h.server.countOf('LookupEvents') === 1) await new Promise((resolve) => setImmediate(resolve));
  leaving.abort();
  await rest;
}

/** All that can be read of a class. */
export function namesOf(name: string): string[] {
  const found = aws.objectClasses.find((each) => each.name === name);
  const attributes: Readonly<Record<string, { readonly readable?: boolean }>> = found?.attributes ?? {};
  return Object.keys(attributes).filter((each) => attributes[each]?.readable !== false);
}
