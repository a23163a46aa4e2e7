import { describe, expect, it } from 'vitest';
import { openSession } from '../../../../src/connectors/aws/session.ts';
import { startAws } from '../../../../src/testing/aws/index.ts';
import { checked, failureOf, opened, type Settings } from './opened-session.ts';

const trust = (externalId: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '123456789012' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  });

async function scene(settings: Settings = {}) {
  const aws = await startAws({ seed: 1 });
  const role = aws.iam.addRole({ name: 'idm', trustPolicy: trust('partner-7') });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  const keys = { accessKeyId, secretAccessKey, endpoint: aws.endpoint };
  const session = await opened({ ...keys, roleArn: role.arn, externalId: 'partner-7', ...settings });
  return {
    aws,
    keys,
    role,
    session,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

describe('against the embedded AWS, which verifies signatures, trust and expiry', () => {
  it('opening calls nobody; the first call assumes the role and is made as it', async () => {
    await using one = await scene();
    expect(one.aws.calls).toEqual([]);

    const { User } = await one.session.iam('CreateUser', { UserName: 'ada', Path: '/team/' });
    const { arn } = await one.session.callerIdentity();

    expect(User?.Arn).toBe('arn:aws:iam::123456789012:user/team/ada');
    expect(arn).toBe('arn:aws:sts::123456789012:assumed-role/idm/identity-connector');
    expect(one.aws.calls.map(({ action }) => action)).toEqual(['AssumeRole', 'CreateUser', 'GetCallerIdentity']);
  });

  it('a session that ended on AWS’s clock is replaced within the call', async () => {
    await using one = await scene();
    await one.session.iam('ListUsers', {});

    one.aws.clock.advance(3_600_001);
    const { Users } = await one.session.iam('ListUsers', {});

    expect(Users?.map(({ UserName }) => UserName)).toEqual(['bootstrap']);
    // One more was refused for its time: to STS this machine's clock is now an hour slow.
    expect(one.aws.calls.filter(({ action, status }) => action === 'AssumeRole' && status === 200)).toHaveLength(2);
  });

  it('a wrong external id is PermissionDenied for the role', async () => {
    await using one = await scene({ externalId: 'partner-8' });

    expect(await failureOf(one.session.iam('ListUsers', {}))).toMatchObject({ code: 'PermissionDenied', cause: { action: 'sts:AssumeRole' } });
  });

  it('a duration that the role does not allow is a Configuration error', async () => {
    await using one = await scene({ credentialsExpiration: 7200 });

    expect(await failureOf(one.session.iam('ListUsers', {}))).toMatchObject({ code: 'Configuration', problems: [{ path: 'credentialsExpiration' }] });
  });

  it('a wrong secret is InvalidCredential after one request', async () => {
    await using one = await scene();
    await using wrong = await opened({ ...one.keys, secretAccessKey: 'not-the-secret' });

    expect(await failureOf(wrong.iam('ListUsers', {}))).toMatchObject({ code: 'InvalidCredential', cause: { wireCode: 'SignatureDoesNotMatch' } });
    expect(one.aws.countOf('ListUsers')).toBe(1);
  });

  it('a create whose answer is lost took effect and is said to be unknown', async () => {
    await using one = await scene();
    one.aws.faults.dropNext({ action: 'CreateUser', when: 'after' });

    expect(await failureOf(one.session.iam('CreateUser', { UserName: 'ada' }))).toMatchObject({ outcome: 'unknown' });
    expect(one.aws.iam.userNames()).toContain('ada');
  });

  it('a delete whose answer is lost is done', async () => {
    await using one = await scene();
    one.aws.iam.addUser({ name: 'ada' });
    one.aws.faults.dropNext({ action: 'DeleteUser', when: 'after' });

    await one.session.iam('DeleteUser', { UserName: 'ada' }, { uid: 'ada' });

    expect(one.aws.iam.userNames()).not.toContain('ada');
    expect(one.aws.countOf('DeleteUser')).toBe(2);
  });

  it('calls survive chance: throttling, 503 and cut connections, and each user is there once', async () => {
    await using one = await scene({ maxAttempts: 20 });
    one.aws.iam.seedUsers(20);
    one.aws.faults.random({ throttled: 0.2, unavailable: 0.1, reset: 0.1, seed: 7 });

    const pages = await Promise.all(Array.from({ length: 30 }, () => one.session.iam('ListUsers', {})));

    expect(pages.map(({ Users }) => Users?.length)).toEqual(Array.from({ length: 30 }, () => 21));
  });

  it('a bucket of 20 requests a second is respected by ten callers at once: few refusals, no failure', async () => {
    await using aws = await startAws({ seed: 1 });
    aws.faults.throttle({ perSecond: 20, burst: 10 });
    const { accessKeyId, secretAccessKey } = aws.adminCredentials;
    const context = { signal: new AbortController().signal, log: () => {}, instanceName: undefined };
    await using session = await openSession(checked({ accessKeyId, secretAccessKey, endpoint: aws.endpoint }), context);

    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let i = 0; i < 5; i++) await session.iam('ListUsers', {});
      }),
    );

    expect(aws.calls.filter(({ code }) => code === undefined)).toHaveLength(50);
    expect(aws.countOf('ListUsers')).toBeLessThan(100);
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ] as const)('region %s works with its partition', async (region, partition) => {
    await using aws = await startAws({ seed: 1, partition });
    await using session = await opened({ ...aws.adminCredentials, endpoint: aws.endpoint, region });

    expect((await session.callerIdentity()).arn).toBe(`arn:${partition}:iam::123456789012:user/bootstrap`);
  });
});
