import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import { printable } from '../../../model/wording.ts';
import type { configuration } from '../configuration.ts';
import { partitionOf } from '../transport/partitions.ts';

/** The object classes that have a sync. */
const synced = ['__ACCOUNT__', '__GROUP__', 'Role', 'ManagedPolicy'];

/** What the settings of a sync demand of each other. */
export function syncProblems(given: Static<typeof configuration>): Problem[] {
  const problems: Problem[] = [];
  const { syncSource, queueUrl, queueUrls, cloudTrailRegion, region } = given;
  const hasQueue = queueUrl !== undefined || Object.keys(queueUrls ?? {}).length > 0;
  if (syncSource === 'sqs' && !hasQueue) {
    problems.push({ path: 'queueUrl', message: 'is missing: syncSource sqs needs queueUrl, queueUrls or both' });
  }
  for (const name of ['queueUrl', 'queueUrls'] as const) {
    if (given[name] !== undefined && syncSource !== 'sqs')
      problems.push({ path: name, message: `is set with syncSource ${syncSource}: set syncSource to sqs, or leave it out` });
  }
  for (const [objectClass, url] of Object.entries(queueUrls ?? {})) {
    const path = `queueUrls.${objectClass}`;
    if (!synced.includes(objectClass)) problems.push({ path, message: `is no object class with a sync: there are ${synced.join(', ')}` });
    const twin = Object.entries({ ...queueUrls, queueUrl }).find(([other, its]) => other !== objectClass && its === url)?.[0];
    if (twin !== undefined) problems.push({ path, message: `is the queue of ${twin} too: each needs its own, or they take each other’s messages` });
  }
  for (const [name, url] of Object.entries({ queueUrl, ...queueUrls })) {
    const protocol = url !== undefined && URL.canParse(url) ? new URL(url).protocol : undefined;
    if (url === undefined || protocol === 'https:' || protocol === 'http:') continue;
    const path = name === 'queueUrl' ? name : `queueUrls.${name}`;
    problems.push({
      path,
      message: `must be the URL of a queue, such as https://sqs.us-east-1.amazonaws.com/123456789012/iam-changes (got ${printable(url)})`,
    });
  }
  const partition = partitionOf(region);
  if (cloudTrailRegion !== undefined && partitionOf(cloudTrailRegion).name !== partition.name) {
    const message = `"${cloudTrailRegion}" is in partition ${partitionOf(cloudTrailRegion).name}, region in ${partition.name}: IAM’s events are in ${partition.iamRegion}`;
    problems.push({ path: 'cloudTrailRegion', message });
  }
  return problems;
}
