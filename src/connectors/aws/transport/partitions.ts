import type { AwsService } from './service-actions.ts';

/** A set of regions with an IAM of its own. */
export interface AwsPartition {
  /** As it stands in ARNs: `aws-cn`. */
  readonly name: string;
  /** Matches its regions, the global pseudo-region among them. */
  readonly regions: RegExp;
  /** The region that requests to its IAM are signed for. */
  readonly iamRegion: string;
}

/**
 * AWS's partitions; the last one matches every region that is in no other. AWS: the SDK's endpoint rules of IAM.
 *
 * @example
 * awsPartitions.map(({ name }) => name);  // ['aws-cn', 'aws-us-gov', …, 'aws']
 */
export const awsPartitions: readonly AwsPartition[] = [
  { name: 'aws-cn', regions: /^(cn-|aws-cn-global$)/, iamRegion: 'cn-north-1' },
  { name: 'aws-us-gov', regions: /^(us-gov-|aws-us-gov-global$)/, iamRegion: 'us-gov-west-1' },
  { name: 'aws-iso', regions: /^(us-iso-|aws-iso-global$)/, iamRegion: 'us-iso-east-1' },
  { name: 'aws-iso-b', regions: /^(us-isob-|aws-iso-b-global$)/, iamRegion: 'us-isob-east-1' },
  { name: 'aws-iso-e', regions: /^(eu-isoe-|aws-iso-e-global$)/, iamRegion: 'eu-isoe-west-1' },
  { name: 'aws-iso-f', regions: /^(us-isof-|aws-iso-f-global$)/, iamRegion: 'us-isof-south-1' },
  { name: 'aws-eusc', regions: /^(eusc-|aws-eusc-global$)/, iamRegion: 'eusc-de-east-1' },
  { name: 'aws', regions: /^/, iamRegion: 'us-east-1' },
];

/**
 * The partition that a region is in.
 *
 * @example
 * partitionOf('cn-northwest-1').iamRegion;  // 'cn-north-1'
 */
export function partitionOf(region: string): AwsPartition {
  const found = awsPartitions.find((partition) => partition.regions.test(region));
  return found ?? { name: 'aws', regions: /^/, iamRegion: 'us-east-1' };
}

/**
 * The region to give the SDK's client of a service.
 *
 * Without an endpoint the SDK's rules know host and signing region for every region. With one they sign for the region as it was given, which
 * AWS refuses for `aws-global`, and for IAM in every region but one: IAM is signed for its partition's region. Services with regions have
 * no host for `aws-global`: the SDK would make one up, so the partition's main region stands in.
 *
 * @example
 * clientRegion('iam', 'eu-west-1', 'https://iam.example.org');  // 'us-east-1'
 * clientRegion('sts', 'eu-west-1', 'https://sts.example.org');  // 'eu-west-1'
 */
export function clientRegion(service: AwsService, region: string, endpoint: string | undefined): string {
  const isRegion = /\d$/.test(region);
  const { name, iamRegion } = partitionOf(region);
  if (service !== 'iam' && service !== 'organizations') return isRegion || (service === 'sts' && endpoint === undefined) ? region : iamRegion;
  if (endpoint === undefined) return region;
  // Organizations of China is in Ningxia, its IAM in Beijing. AWS: the SDK's endpoint rules.
  return service === 'organizations' && name === 'aws-cn' ? 'cn-northwest-1' : iamRegion;
}
