import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { discoverConfiguration, testPartialConfiguration } from '../../../src/facade/opening/discover-configuration.ts';
import { type AwsOptions, startAws } from '../../../src/testing/aws/index.ts';
import { failureOf, shown } from './harness.ts';
import { checked } from './transport/opened-session.ts';

const variables = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ENDPOINT_URL'].concat(
  ['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL_STS', 'HTTPS_PROXY', 'https_proxy', 'AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
);

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

async function start(options: AwsOptions = {}) {
  const server = await startAws({ seed: 1, ...options });
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  return { server, keys: { accessKeyId, secretKey, endpoint: server.endpoint, maxAttempts: 1 }, [Symbol.asyncDispose]: () => server.close() };
}

describe('without credentials', () => {
  test('regions of every partition are suggested, and nothing is asked', async () => {
    await using a = await start();

    const found = await discoverConfiguration(aws, { endpoint: a.server.endpoint });

    expect(Object.keys(found)).toEqual(['region']);
    expect(found.region?.values.slice(0, 2)).toEqual(['aws-global', 'us-east-1']);
    expect(found.region?.values).toContain('cn-north-1');
    expect(found.region?.closed).toBeUndefined();
    expect(a.server.calls).toEqual([]);
  });

  test('a role says the partition', async () => {
    const { region } = await discoverConfiguration(aws, { roleArn: 'arn:aws-us-gov:iam::123456789012:role/idm' });

    expect(region?.values).toEqual(['aws-us-gov-global', 'us-gov-west-1', 'us-gov-east-1']);
  });

  test('the environment is looked at: region, credentials, endpoints, proxy, authorities', async () => {
    vi.stubEnv('AWS_REGION', 'ap-east-1');
    vi.stubEnv('AWS_PROFILE', 'idm');
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://localhost:5000');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://localhost:5001');
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example.org:3128');
    vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/ca.pem');

    const found = await discoverConfiguration(aws, {}, { instanceName: 'HR system: Ada' });

    expect(found).toMatchObject({
      useDefaultCredentials: { values: [true] },
      endpoint: { values: ['http://localhost:5000'] },
      stsEndpoint: { values: ['http://localhost:5001', 'http://localhost:5000'] },
      proxyHostPort: { values: ['http://proxy.example.org:3128'] },
      caFile: { values: ['/etc/ca.pem'] },
      roleSessionName: { values: ['HR-system-Ada'] },
    });
    expect(found.region?.values.slice(0, 2)).toEqual(['ap-east-1', 'aws-global']);
  });

  test('what the environment has is left out when it fits no setting, or carries a password', async () => {
    vi.stubEnv('AWS_REGION', 'Frankfurt');
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://user:hunter2@localhost');
    vi.stubEnv('HTTPS_PROXY', 'http://user:hunter2@proxy.example.org:3128');

    const found = await discoverConfiguration(aws, {});

    expect(Object.keys(found)).toEqual(['region']);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|Frankfurt/);
  });

  test('there is nothing to test', async () => {
    const error = await failureOf(testPartialConfiguration(aws, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }));

    expect(error).toMatchObject({ code: 'Configuration', problems: [{ path: 'accessKeyId' }] });
  });
});

describe('with credentials', () => {
  test('regions are those of their partition', async () => {
    await using a = await start({ partition: 'aws-us-gov' });

    const { region } = await discoverConfiguration(aws, { ...a.keys, region: 'us-gov-west-1' });

    expect(region?.values).toEqual(['aws-us-gov-global', 'us-gov-west-1', 'us-gov-east-1']);
    expect(a.server.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
  });

  test('of a role, an hour at most is suggested for the role that it assumes', async () => {
    await using a = await start();
    const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: { AWS: a.server.accountId }, Action: 'sts:AssumeRole' }] };
    const { arn } = a.server.iam.addRole({ name: 'first', trustPolicy });
    const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
    const sts = new STSClient({ endpoint: a.server.endpoint, region: 'us-east-1', credentials: a.server.adminCredentials });
    const { Credentials: first } = await sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'first' }));
    const temporary = { accessKeyId: first?.AccessKeyId ?? '', secretKey: first?.SecretAccessKey ?? '', sessionToken: first?.SessionToken ?? '' };
    const roleArn = `arn:aws:iam::${a.server.accountId}:role/second`;

    const found = await discoverConfiguration(aws, { ...a.keys, ...temporary, roleArn });

    expect(found.credentialsExpiration?.values).toEqual([3600, 1800, 900]);
    expect((await discoverConfiguration(aws, { ...a.keys, roleArn })).credentialsExpiration).toBeUndefined();
  });

  test('that AWS refuses, the rest is suggested all the same, and the log says so without a secret', async () => {
    await using a = await start();
    const log = vi.fn();

    const found = await discoverConfiguration(aws, { ...a.keys, secretKey: 'hunter2hunter2' }, { log });

    expect(found.region?.values).toContain('cn-north-1');
    expect(log.mock.calls).toEqual([['warn', expect.stringContaining('cannot be asked'), { code: 'InvalidCredential' }]]);
  });

  test('the caller’s signal ends the question', async () => {
    await using a = await start();
    a.server.faults.hangNext({ action: 'GetCallerIdentity', when: 'before' });
    const controller = new AbortController();

    const failed = failureOf(discoverConfiguration(aws, a.keys, { signal: controller.signal }));
    await vi.waitUntil(() => a.server.countOf('GetCallerIdentity') === 1);
    controller.abort();

    expect(await failed).toMatchObject({ code: 'OperationAborted' });
  });

  test('an ended question suggests nothing', async () => {
    await using a = await start();
    const log = vi.fn();
    const signal = AbortSignal.abort(new Error('enough'));

    const answer = aws.discoverConfiguration?.(checked(a.keys), { signal, log, instanceName: undefined });

    await expect(answer).rejects.toThrow('enough');
    expect(log).not.toHaveBeenCalled();
  });

  test('they are tested by GetCallerIdentity alone', async () => {
    await using a = await start();

    await testPartialConfiguration(aws, a.keys);

    expect(a.server.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
  });

  test('the role is tested too', async () => {
    await using a = await start();
    const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: { AWS: a.server.accountId }, Action: 'sts:AssumeRole' }] };
    const { arn: roleArn } = a.server.iam.addRole({ name: 'idm', trustPolicy });

    await testPartialConfiguration(aws, { ...a.keys, roleArn });

    expect(a.server.calls.map(({ action }) => action)).toEqual(['AssumeRole', 'GetCallerIdentity']);
    expect((await failureOf(testPartialConfiguration(aws, { ...a.keys, roleArn: `${roleArn}x` }))).code).not.toBe('Internal');
  });

  test('wrong ones are InvalidCredential, without the secret', async () => {
    await using a = await start();

    const error = await failureOf(testPartialConfiguration(aws, { ...a.keys, secretKey: 'hunter2hunter2' }));

    expect(error.code).toBe('InvalidCredential');
    expect(shown(error)).not.toContain('hunter2');
  });
});
