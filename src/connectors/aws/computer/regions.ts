import { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { partitionOf } from '../transport/partitions.ts';

/** The region of the configuration, where it is one; of the global pseudo-region the one that the partition's IAM is in. */
export function homeRegion({ settings: { region } }: AwsSession): string {
  return /\d$/.test(region) ? region : partitionOf(region).iamRegion;
}

/**
 * The regions whose instances are read: those of `computerRegions`, or every one that is enabled in the account, by DescribeRegions.
 *
 * @throws ConnectorError `ConnectorIO` when AWS names none: a shorter list would look as if all computers were gone.
 */
export async function computerRegions(session: AwsSession, signal: AbortSignal): Promise<readonly string[]> {
  const { computerRegions: configured } = session.settings.organisation;
  if (configured) return configured;
  const { Regions = [] } = await session.send('ec2', 'DescribeRegions', {}, { signal, region: homeRegion(session) });
  const names = Regions.flatMap(({ RegionName }) => RegionName ?? []);
  if (names.length === 0) throw new ConnectorError('ConnectorIO', 'AWS answered DescribeRegions without a region, so nobody knows where to look');
  return names;
}
