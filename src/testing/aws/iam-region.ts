import type { Partition } from './account.ts';

const REGIONS: Readonly<Record<Partition, string>> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** The one region of a partition that IAM's events are in. AWS: CloudTrail, global service events */
export function iamRegion(partition: Partition): string {
  return REGIONS[partition];
}
