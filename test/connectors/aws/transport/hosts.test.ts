import { describe, expect, it } from 'vitest';
import { accountSession } from '../../../../src/connectors/aws/session/account-session.ts';
import { openResources } from '../../../../src/connectors/aws/session/session-resources.ts';
import { settingsOf } from '../../../../src/connectors/aws/settings.ts';
import { CredentialCache } from '../../../../src/connectors/aws/transport/credentials.ts';
import type { AwsService } from '../../../../src/connectors/aws/transport/service-actions.ts';
import { checked, failureOf, keys, type Settings } from './opened-session.ts';

/** Host and signing region of one request to a service, as the SDK would send it. */
async function placeOf(service: AwsService, settings: Settings): Promise<string> {
  let seen = 'nothing';
  const handler = {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ hostname, headers }: { readonly hostname: string; readonly headers: Readonly<Record<string, string>> }) => {
      seen = `${hostname} ${/Credential=[^/]+\/\d+\/([^/]+)/.exec(headers.authorization ?? '')?.[1]}`;
      throw Object.assign(new Error('seen'), { code: 'ECONNREFUSED' });
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
  const resources = await openResources(settingsOf(checked({ ...keys, maxAttempts: 1, ...settings })), () => {}, {});
  const credentials = new CredentialCache({
    fetch: async () => ({ identity: { accessKeyId: keys.accessKeyId, secretAccessKey: 'x' }, until: undefined }),
    renewable: false,
    now: () => 0,
    onFailure: () => {},
  });
  const session = accountSession({ ...resources, requestHandler: handler as never }, { credentials, close: () => {} });
  const calls: Readonly<Record<AwsService, () => Promise<unknown>>> = {
    iam: () => session.iam('ListUsers', {}),
    sts: () => session.callerIdentity(),
    organizations: () => session.send('organizations', 'ListAccounts', {}),
    cloudtrail: () => session.send('cloudtrail', 'LookupEvents', {}),
    sqs: () => session.send('sqs', 'ReceiveMessage', { QueueUrl: 'https://example.org/123456789012/q' }),
    ec2: () => session.send('ec2', 'DescribeRegions', {}),
  };
  await failureOf(calls[service]());
  return seen;
}

// AWS: the services' endpoint pages and the SDK's endpoint rules; IAM and Organizations have one place for each partition.
const global: Readonly<Record<string, Readonly<Partial<Record<AwsService, string>>>>> = {
  'aws-global': {
    iam: 'iam.amazonaws.com us-east-1',
    sts: 'sts.amazonaws.com us-east-1',
    organizations: 'organizations.us-east-1.amazonaws.com us-east-1',
    cloudtrail: 'cloudtrail.us-east-1.amazonaws.com us-east-1',
    ec2: 'ec2.us-east-1.amazonaws.com us-east-1',
  },
  'eu-west-1': {
    iam: 'iam.amazonaws.com us-east-1',
    sts: 'sts.eu-west-1.amazonaws.com eu-west-1',
    organizations: 'organizations.us-east-1.amazonaws.com us-east-1',
    cloudtrail: 'cloudtrail.eu-west-1.amazonaws.com eu-west-1',
    ec2: 'ec2.eu-west-1.amazonaws.com eu-west-1',
  },
  'aws-cn-global': {
    iam: 'iam.cn-north-1.amazonaws.com.cn cn-north-1',
    organizations: 'organizations.cn-northwest-1.amazonaws.com.cn cn-northwest-1',
    cloudtrail: 'cloudtrail.cn-north-1.amazonaws.com.cn cn-north-1',
    ec2: 'ec2.cn-north-1.amazonaws.com.cn cn-north-1',
  },
  'cn-northwest-1': {
    iam: 'iam.cn-north-1.amazonaws.com.cn cn-north-1',
    sts: 'sts.cn-northwest-1.amazonaws.com.cn cn-northwest-1',
    organizations: 'organizations.cn-northwest-1.amazonaws.com.cn cn-northwest-1',
    cloudtrail: 'cloudtrail.cn-northwest-1.amazonaws.com.cn cn-northwest-1',
    ec2: 'ec2.cn-northwest-1.amazonaws.com.cn cn-northwest-1',
  },
  'aws-us-gov-global': {
    iam: 'iam.us-gov.amazonaws.com us-gov-west-1',
    organizations: 'organizations.us-gov-west-1.amazonaws.com us-gov-west-1',
    cloudtrail: 'cloudtrail.us-gov-west-1.amazonaws.com us-gov-west-1',
    ec2: 'ec2.us-gov-west-1.amazonaws.com us-gov-west-1',
  },
  'us-gov-east-1': {
    iam: 'iam.us-gov.amazonaws.com us-gov-west-1',
    sts: 'sts.us-gov-east-1.amazonaws.com us-gov-east-1',
    organizations: 'organizations.us-gov-west-1.amazonaws.com us-gov-west-1',
    cloudtrail: 'cloudtrail.us-gov-east-1.amazonaws.com us-gov-east-1',
    ec2: 'ec2.us-gov-east-1.amazonaws.com us-gov-east-1',
  },
};

describe.each(Object.entries(global))('region %s', (region, places) => {
  it.each(Object.entries(places) as [AwsService, string][])('reaches %s at %s', async (service, place) => {
    expect(await placeOf(service, { region })).toBe(place);
  });
});

describe('the endpoints of AWS', () => {
  it.each<[AwsService, Settings, string]>([
    ['iam', { useFipsEndpoint: true }, 'iam-fips.amazonaws.com us-east-1'],
    ['sts', { region: 'us-east-2', useFipsEndpoint: true }, 'sts-fips.us-east-2.amazonaws.com us-east-2'],
    ['ec2', { region: 'us-east-1', useFipsEndpoint: true }, 'ec2-fips.us-east-1.amazonaws.com us-east-1'],
    ['ec2', { region: 'eu-west-1', useDualstackEndpoint: true }, 'ec2.eu-west-1.api.aws eu-west-1'],
    ['iam', { useDualstackEndpoint: true }, 'iam.global.api.aws us-east-1'],
  ])('%s with %j is %s', async (service, settings, place) => {
    expect(await placeOf(service, settings)).toBe(place);
  });

  it('are replaced for one service, or for all', async () => {
    const settings = { endpoint: 'https://all.example.org', endpoints: { cloudtrail: 'https://trail.example.org' }, region: 'eu-west-1' };

    expect(await placeOf('ec2', settings)).toBe('all.example.org eu-west-1');
    expect(await placeOf('cloudtrail', settings)).toBe('trail.example.org eu-west-1');
    expect(await placeOf('organizations', { ...settings, region: 'cn-north-1' })).toBe('all.example.org cn-northwest-1');
  });
});
