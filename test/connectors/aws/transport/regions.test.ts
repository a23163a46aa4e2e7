import { describe, expect, it } from 'vitest';
import { startLocalProxy } from './local-proxy.ts';
import { failureOf, keys, opened } from './opened-session.ts';
import { startStubAws } from './stub-aws.ts';

describe('a region', () => {
  // From the facts: the hosts that the SDK's own rules give, measured.
  it.each([
    ['aws-global', 'iam.amazonaws.com:443', 'sts.amazonaws.com:443'],
    ['us-east-1', 'iam.amazonaws.com:443', 'sts.us-east-1.amazonaws.com:443'],
    ['eu-west-1', 'iam.amazonaws.com:443', 'sts.eu-west-1.amazonaws.com:443'],
    ['cn-north-1', 'iam.cn-north-1.amazonaws.com.cn:443', 'sts.cn-north-1.amazonaws.com.cn:443'],
    ['us-gov-west-1', 'iam.us-gov.amazonaws.com:443', 'sts.us-gov-west-1.amazonaws.com:443'],
  ])('%s reaches %s and %s', async (region, iam, sts) => {
    await using proxy = await startLocalProxy();
    proxy.refuse('HTTP/1.1 403 Forbidden');
    await using session = await opened({ ...keys, region, proxyHost: '127.0.0.1', proxyPort: proxy.port });

    await failureOf(session.iam('ListUsers', {}));
    await failureOf(session.callerIdentity());

    expect(proxy.connects).toEqual([iam, sts]);
  });

  it.each([
    ['aws-global', 'us-east-1', 'us-east-1'],
    ['eu-west-1', 'us-east-1', 'eu-west-1'],
    ['cn-northwest-1', 'cn-north-1', 'cn-northwest-1'],
    ['us-gov-east-1', 'us-gov-west-1', 'us-gov-east-1'],
    ['aws-us-gov-global', 'us-gov-west-1', 'us-gov-west-1'],
    ['us-iso-west-1', 'us-iso-east-1', 'us-iso-west-1'],
  ])('%s is signed for %s at an endpoint of IAM, for %s at one of STS', async (region, iam, sts) => {
    await using stub = await startStubAws();
    stub.answer('GetCallerIdentity', { ok: '<Arn>a</Arn><UserId>u</UserId><Account>1</Account>' });
    await using session = await opened({ ...keys, region, endpoint: stub.url });

    await session.iam('GetUser', {});
    await session.callerIdentity();

    const scopes = stub.received.map(({ headers }) => /Credential=[^/]+\/\d+\/([^/]+\/[^/]+)/.exec(headers.authorization ?? '')?.[1]);
    expect(scopes).toEqual([`${iam}/iam`, `${sts}/sts`]);
  });
});
