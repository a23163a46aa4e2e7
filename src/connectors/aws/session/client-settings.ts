import type { AwsSettings } from '../settings.ts';

/**
 * The settings, with region and endpoint of the SDK client that the program gave, where the configuration does not say them.
 *
 * @example
 * (await withClient(settings)).region;  // 'cn-north-1', when iamClient is of that region
 */
export async function withClient(settings: AwsSettings): Promise<AwsSettings> {
  const { credentials: given, endpoints } = settings;
  if (given.from !== 'client') return settings;
  const { config } = given.client;
  const region = settings.region === 'aws-global' ? await config.region() : settings.region;
  if (!config.isCustomEndpoint || config.endpoint === undefined || Object.values(endpoints).some((url) => url !== undefined))
    return { ...settings, region };
  const { protocol, hostname, port, path } = await config.endpoint();
  // Of the client's service alone; what is not AWS, moto for one, serves the others there as well.
  const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path.replace(/\/$/, '')}`;
  return { ...settings, region, endpoints: { iam: url, sts: url, organizations: url, cloudtrail: url, sqs: url, ec2: url } };
}
