import { pathToFileURL } from 'node:url';
import { openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

/** What one search of all users of an account cost. */
export interface BulkCost {
  readonly asked: string;
  readonly users: number;
  /** How often each action was called. */
  readonly calls: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  /** The most that was alive while pages were read, in bytes; only with `--expose-gc`. */
  readonly liveHeap: number | undefined;
}

const everything = ['*', '__GROUPS__', 'AttachedPolicies', 'InlinePolicies', 'InheritedPolicies', '__ENABLE__', 'MFAActive', 'PasswordLastChanged'];

const searches: Readonly<Record<string, readonly string[]>> = {
  names: [],
  'by default': ['*'],
  'state of credentials': ['__ENABLE__', 'MFAActive'],
  everything,
  'everything and access keys': [...everything, 'AccessKeys'],
};

/**
 * Searches an account of the embedded AWS by each of a few projections, the credential report not made yet.
 *
 * @param count  How many users there are, besides the one whose credentials are used.
 */
export async function bulkCosts(count: number): Promise<readonly BulkCost[]> {
  const costs: BulkCost[] = [];
  for (const [asked, attributes] of Object.entries(searches)) {
    await using cloud = await startAws({ seed: 1, quotas: { usersPerAccount: count + 1 } });
    const { arn } = cloud.iam.addPolicy({ name: 'reader' });
    for (let i = 0; i < 50; i++) cloud.iam.addGroup({ name: `group-${i}`, policies: [arn] });
    cloud.iam.seedUsers(count, (i) => ({
      name: `user-${i}`,
      groups: [`group-${i % 50}`, `group-${(i + 7) % 50}`, `group-${(i + 19) % 50}`],
      tags: { number: String(i), team: `team-${i % 9}`, site: 'here' },
      policies: i % 2 ? [arn] : [],
      accessKeys: ['Active'],
    }));
    const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
    await using facade = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint, policyGroup: true });
    cloud.clearCalls();
    const began = performance.now();
    let users = 0;
    let liveHeap: number | undefined;
    for await (const { rows } of facade.dynamic('__ACCOUNT__').search({ attributes, pageSize: 1000 }).pages()) {
      users += rows.length;
      globalThis.gc?.();
      if (globalThis.gc) liveHeap = Math.max(liveHeap ?? 0, process.memoryUsage().heapUsed);
    }
    const milliseconds = performance.now() - began;
    const calls: Record<string, number> = {};
    for (const { action } of cloud.calls) calls[action] = (calls[action] ?? 0) + 1;
    costs.push({ asked, users, calls, milliseconds, liveHeap });
  }
  return costs;
}

// Alone: `npm run build && npx esbuild bench/aws-bulk.ts --bundle --platform=node --format=esm --packages=external
// --target=node20.19 --outfile=.cache/bench/aws-bulk.js && node --expose-gc .cache/bench/aws-bulk.js 5000`
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href && import.meta.url.includes('aws-bulk')) {
  for (const { asked, users, calls, milliseconds, liveHeap } of await bulkCosts(Number(process.argv[2] ?? 4999))) {
    const sum = Object.values(calls).reduce((all, each) => all + each, 0);
    const heap = liveHeap === undefined ? '' : `, ${Math.round(liveHeap / 1e6)} MB alive`;
    console.log(`${asked}: ${users} users, ${sum} calls, ${Math.round(milliseconds)} ms${heap}`, calls);
  }
}
