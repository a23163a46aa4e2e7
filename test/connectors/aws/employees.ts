import type { AccessKeySeed } from '../../../src/testing/aws/index.ts';
import type { startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const day = 86_400_000;
const epoch = Date.UTC(2025, 0, 1);

/** What employee number `i` has, credentials and all; the oracle of searches that ask for it. */
export function employee(i: number) {
  const used = { at: epoch + (i % 300) * day, service: i % 2 ? 's3' : 'ec2', region: 'eu-west-1' };
  const key = (status: 'Active' | 'Inactive', age: number): AccessKeySeed => ({ status, createdAt: epoch - age * day, lastUsed: used });
  return {
    name: `emp-${String(i).padStart(5, '0')}`,
    path: i % 2 ? '/eng/' : '/ops/',
    createdAt: epoch + i * 60_000,
    hasPassword: i % 2 === 0,
    keys: i % 3 === 0 ? [] : i % 3 === 1 ? [key('Active', 100)] : [key('Inactive', 400), key(i % 4 ? 'Inactive' : 'Active', 20)],
    hasMfa: i % 5 === 0,
    certificates: i % 7 === 0 ? (['Active'] as const) : [],
    groups: [`team-${i % 10}`],
    tags: { number: String(i) },
    lastUsed: new Date(used.at),
    isAttached: i % 4 === 1,
  };
}

/** Puts that many employees into the account; answers the ARN of the policy that some of them have. */
export function hire(h: Harness, count: number): string {
  const { iam } = h.server;
  const { arn } = iam.addPolicy({ name: 'reader' });
  const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  for (let team = 0; team < 10; team++) iam.addGroup({ name: `team-${team}`, policies: [arn], inlinePolicies: { own: allow } });
  iam.seedUsers(count, (i) => {
    const { hasPassword, keys, hasMfa, isAttached, lastUsed, ...rest } = employee(i);
    return {
      ...rest,
      accessKeys: keys,
      ...(hasPassword && { password: 'Correct-Horse-9', passwordLastUsed: lastUsed }),
      ...(hasMfa && { mfaDevices: [`mfa-${i}`] }),
      ...(isAttached && { policies: [arn], permissionsBoundary: arn, inlinePolicies: { inline: allow } }),
    };
  });
  h.server.clearCalls();
  return arn;
}

/** How often each action was called. */
export function tally(actions: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const action of actions) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
