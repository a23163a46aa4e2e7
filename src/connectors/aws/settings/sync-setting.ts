import type { Static } from '../../../model/json-schema.ts';
import type { Log } from '../../../spi/context.ts';
import type { configuration } from '../configuration.ts';
import { partitionOf } from '../transport/partitions.ts';

/** Where changes come from. */
export interface SyncSetting {
  readonly source: 'cloudtrail' | 'sqs' | 'none';
  /** The region that CloudTrail is asked in. */
  readonly cloudTrailRegion: string;
  /** The only region that has IAM's events. */
  readonly iamRegion: string;
  /** Queues by the object class whose sync reads them; `__ALL__` for all. */
  readonly queues: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly visibilityTimeout: number;
  /** Milliseconds. */
  readonly pollInterval: number;
}

/** The settings of a sync out of a configuration that has been checked. */
export function syncSettingOf(given: Static<typeof configuration>): SyncSetting {
  const { iamRegion } = partitionOf(given.region);
  return {
    source: given.syncSource,
    cloudTrailRegion: given.cloudTrailRegion ?? iamRegion,
    iamRegion,
    queues: { ...given.queueUrls, ...(given.queueUrl !== undefined && { __ALL__: given.queueUrl }) },
    visibilityTimeout: given.queueVisibilityTimeout,
    pollInterval: given.pollInterval * 1000,
  };
}

/** Says it when CloudTrail is to be asked where IAM's events are not: that is no error, since a trail of another kind may be there one day. */
export function warnAboutRegion({ source, cloudTrailRegion, iamRegion }: SyncSetting, log: Log): void {
  if (source !== 'cloudtrail' || cloudTrailRegion === iamRegion) return;
  log('warn', `cloudTrailRegion: CloudTrail has no events of IAM in ${cloudTrailRegion}, so no sync will tell a change; they are in ${iamRegion}`, {
    cloudTrailRegion,
    iamRegion,
  });
}
