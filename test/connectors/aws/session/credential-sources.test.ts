import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkConfiguration } from '../../../../src/connectors/aws/check-configuration.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { type EmbeddedAws, startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf } from '../harness.ts';
import { checked, keys, opened, type Settings } from '../transport/opened-session.ts';

const account = '123456789012';
const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/** A trust policy that lets the account, and those who come as one of its roles, do what a role session may ask for. */
const trust = (conditions: object = {}) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      ...(Object.keys(conditions).length > 0 && { Condition: { StringEquals: conditions } }),
    },
  ],
});

let aws: EmbeddedAws;
let folder: string;
beforeEach(async () => {
  aws = await startAws({ seed: 1 });
  folder = await mkdtemp(join(tmpdir(), 'credentials-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
  await rm(folder, { recursive: true });
});

const staticKeys = (): Settings => {
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  return { accessKeyId, secretAccessKey };
};

/** The ARN that the session of a configuration works as. */
async function arnOf(settings: Settings): Promise<string> {
  await using session = await opened({ endpoint: aws.endpoint, ...settings });
  return (await session.identity()).arn;
}

async function refused(settings: Settings): Promise<ConnectorError> {
  await using session = await opened({ endpoint: aws.endpoint, maxAttempts: 1, ...settings });
  return await failureOf(session.identity());
}

/** The paths of what is wrong with a configuration. */
const paths = (settings: Settings) => checkConfiguration(checked(settings)).map(({ path }) => path);

/** A file of profiles, in the form of `~/.aws/config`. */
async function profiles(text: string): Promise<string> {
  const path = join(folder, 'config');
  await writeFile(path, text);
  return path;
}
const keysOfProfile = () => {
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
};

describe('a chain of roles', () => {
  it('is assumed one after the other, each with the credentials of the one before', async () => {
    aws.iam.addRole({ name: 'hub', trustPolicy: trust() });
    aws.iam.addRole({ name: 'middle', trustPolicy: trust() });
    aws.iam.addRole({ name: 'last', trustPolicy: trust() });

    const who = await arnOf({ ...staticKeys(), roleChain: [arn('hub'), arn('middle')], roleArn: arn('last') });

    expect(who).toBe(`arn:aws:sts::${account}:assumed-role/last/identity-connector`);
    const calls = aws.calls.filter(({ action }) => action === 'AssumeRole');
    expect(calls.map(({ parameters }) => parameters.RoleArn)).toEqual([arn('hub'), arn('middle'), arn('last')]);
    expect(new Set(calls.map(({ accessKeyId }) => accessKeyId)).size).toBe(3);
  });

  it('says the source identity and what is passed on once, other tags every time, the policy last', async () => {
    aws.iam.addRole({ name: 'hub', trustPolicy: trust() });
    aws.iam.addRole({ name: 'last', trustPolicy: trust() });
    const sessionPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:List*', Resource: '*' }] });

    await arnOf({
      ...staticKeys(),
      roleChain: [arn('hub')],
      roleArn: arn('last'),
      sourceIdentity: 'ada',
      sessionTags: { team: 'identity', run: '7' },
      transitiveTagKeys: ['team'],
      sessionPolicy,
      sessionPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });

    const [hub = {}, last = {}] = aws.calls.filter(({ action }) => action === 'AssumeRole').map(({ parameters }) => parameters);
    expect(hub).toMatchObject({
      SourceIdentity: 'ada',
      'Tags.member.1.Key': 'team',
      'Tags.member.2.Key': 'run',
      'TransitiveTagKeys.member.1': 'team',
    });
    expect(hub).not.toHaveProperty('Policy');
    expect(last).toMatchObject({ 'Tags.member.1.Key': 'run', Policy: sessionPolicy, 'PolicyArns.member.1.arn': expect.stringContaining('ReadOnly') });
    for (const absent of ['SourceIdentity', 'Tags.member.2.Key', 'TransitiveTagKeys.member.1']) expect(last).not.toHaveProperty(absent);
  });

  it('of an hour at most is explained before any call', () => {
    expect(paths({ ...keys, roleChain: [arn('hub')], roleArn: arn('last'), credentialsExpiration: 3601 })).toEqual(['credentialsExpiration']);
    expect(paths({ ...keys, roleArn: arn('hub'), accounts: ['222222222222'], credentialsExpiration: 7200 })).toEqual(['credentialsExpiration']);
    expect(paths({ ...keys, accounts: ['222222222222'], credentialsExpiration: 7200 })).toEqual([]);
    expect(paths({ ...keys, roleChain: [arn('hub')], roleArn: arn('last') })).toEqual([]);
  });

  it('of an hour at most is explained when only AWS can know that it is one', async () => {
    aws.iam.addRole({ name: 'hub', trustPolicy: trust(), maxSessionDuration: 43_200 });
    await using session = await opened({ ...staticKeys(), endpoint: aws.endpoint, roleArn: arn('hub') });
    await session.identity();
    const hub = async () => {
      const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
      const sts = new STSClient({ region: 'us-east-1', endpoint: aws.endpoint, credentials: aws.adminCredentials });
      const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: arn('hub'), RoleSessionName: 'first' }));
      return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken };
    };

    const error = await refused({ credentials: hub, roleArn: arn('hub'), credentialsExpiration: 7200 });

    expect(error).toMatchObject({ code: 'Configuration', problems: [{ path: 'credentialsExpiration' }] });
    expect(error.message).toContain('must be at most 3600');
  });
});

describe('a profile', () => {
  it('gives its keys, and is implied by its name', async () => {
    const sharedConfigFile = await profiles(`[profile idm]\n${keysOfProfile()}`);

    expect(await arnOf({ profile: 'idm', sharedConfigFile })).toBe(`arn:aws:iam::${account}:user/bootstrap`);
  });

  it('of a process gives what the process prints', async () => {
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = aws.adminCredentials;
    const answer = join(folder, 'answer.json');
    await writeFile(answer, JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey }));
    const sharedConfigFile = await profiles(`[profile tool]\ncredential_process = cat ${answer}\n`);

    expect(await arnOf({ credentialSource: 'process', profile: 'tool', sharedConfigFile })).toContain('user/bootstrap');
    expect(await arnOf({ profile: 'tool', sharedConfigFile })).toContain('user/bootstrap');
  });

  it('that is not there is said to be, and nothing else is tried', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', aws.adminCredentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', aws.adminCredentials.secretAccessKey);
    const sharedConfigFile = await profiles('[profile other]\nregion = eu-west-1\n');

    const error = await refused({ profile: 'idm', sharedConfigFile });

    expect(error).toMatchObject({ code: 'InvalidCredential', problems: [{ path: 'profile' }] });
    expect(error.message).toContain('the profile "idm" failed (there is no such profile in the shared files');
    expect(aws.calls).toEqual([]);
  });

  it('that asks for MFA is refused with the reason', async () => {
    const sharedConfigFile = await profiles(
      `[profile base]\n${keysOfProfile()}\n[profile idm]\nrole_arn = ${arn('hub')}\nsource_profile = base\nmfa_serial = arn:aws:iam::${account}:mfa/ada\n`,
    );

    expect((await refused({ profile: 'idm', sharedConfigFile })).message).toContain('it asks for an MFA code, and there is nobody to type one');
  });

  it('of SSO that nobody is signed in to says how to sign in', async () => {
    vi.stubEnv('HOME', folder);
    const sharedConfigFile = await profiles(
      `[profile idm]\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = ${account}\nsso_role_name = Admin\n`,
    );

    expect((await refused({ credentialSource: 'sso', profile: 'idm', sharedConfigFile })).message).toContain('aws sso login');
  });
});

describe('a web identity', () => {
  const provider = 'oidc.example.org';
  const federated = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${provider}` }, Action: 'sts:AssumeRoleWithWebIdentity' },
    ],
  };
  const believe = (token: string, expiresAt?: number) =>
    aws.iam.addWebIdentity({ token, issuer: provider, subject: 'idm', ...(expiresAt === undefined ? {} : { expiresAt }) });
  let webIdentityTokenFile: string;
  beforeEach(async () => {
    webIdentityTokenFile = join(folder, 'token');
    await writeFile(webIdentityTokenFile, 'the-first-token\n');
    aws.iam.addRole({ name: 'irsa', trustPolicy: federated });
    believe('the-first-token');
  });

  it('assumes roleArn with the token of a file, without any key', async () => {
    expect(await arnOf({ webIdentityTokenFile, roleArn: arn('irsa') })).toBe(`arn:aws:sts::${account}:assumed-role/irsa/identity-connector`);
    expect(aws.calls.map(({ action, accessKeyId }) => [action, accessKeyId !== undefined])).toEqual([
      ['AssumeRoleWithWebIdentity', false],
      ['GetCallerIdentity', true],
    ]);
  });

  it('leads on through the chain', async () => {
    aws.iam.addRole({ name: 'last', trustPolicy: trust() });

    expect(await arnOf({ webIdentityTokenFile, roleChain: [arn('irsa')], roleArn: arn('last') })).toContain('assumed-role/last/');
  });

  it('takes token and role from the environment when it is told to, and roleArn after them', async () => {
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', webIdentityTokenFile);
    vi.stubEnv('AWS_ROLE_ARN', arn('irsa'));
    aws.iam.addRole({ name: 'last', trustPolicy: trust() });

    expect(await arnOf({ credentialSource: 'webIdentity' })).toContain('assumed-role/irsa/');
    expect(await arnOf({ credentialSource: 'webIdentity', roleArn: arn('irsa') })).toContain('assumed-role/irsa/');
    expect(await arnOf({ credentialSource: 'webIdentity', roleArn: arn('last') })).toContain('assumed-role/last/');
  });

  it('reads the token again when AWS does not take it and another one is there', async () => {
    await using session = await opened({ endpoint: aws.endpoint, webIdentityTokenFile, roleArn: arn('irsa') });
    await session.identity();
    aws.iam.addWebIdentity({ token: 'the-first-token', issuer: provider, subject: 'idm', expiresAt: 0 });
    await writeFile(webIdentityTokenFile, 'the-second-token');
    believe('the-second-token');
    aws.clock.advance(3_600_001);

    const { Users } = await session.iam('ListUsers', {});

    expect(Users?.length).toBe(1);
  });

  it('that AWS does not take is InvalidCredential without the token', async () => {
    await writeFile(webIdentityTokenFile, 'a-token-nobody-knows');

    const error = await refused({ webIdentityTokenFile, roleArn: arn('irsa') });

    expect(error.code).toBe('InvalidCredential');
    expect(JSON.stringify([error.message, error, String(error.cause)])).not.toContain('a-token-nobody-knows');
  });

  it('whose file cannot be read is a Configuration error', async () => {
    expect(await refused({ webIdentityTokenFile: join(folder, 'nothing'), roleArn: arn('irsa') })).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'webIdentityTokenFile' }],
    });
  });

  it('that the environment does not name is a Configuration error when the session is opened', async () => {
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', undefined);

    expect(await failureOf(opened({ endpoint: aws.endpoint, credentialSource: 'webIdentity' }))).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'credentialSource' }],
    });
  });
});

describe('other sources', () => {
  it('the environment is asked when it is named', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', aws.adminCredentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', aws.adminCredentials.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);

    expect(await arnOf({ credentialSource: 'environment' })).toContain('user/bootstrap');
  });

  it('the environment without keys is an error, and no other place is tried', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_CONFIG_FILE', await profiles(`[default]\n${keysOfProfile()}`));

    expect(await refused({ credentialSource: 'environment' })).toMatchObject({ code: 'InvalidCredential', problems: [{ path: 'credentialSource' }] });
    expect(aws.calls).toEqual([]);
  });

  it('a container is asked at the address that the environment gives', async () => {
    const { createServer } = await import('node:http');
    const asked: unknown[] = [];
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = aws.adminCredentials;
    const server = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const Expiration = new Date(Date.now() + 3_600_000).toISOString();
      // The keys of a container are temporary; the embedded AWS's own are not and take no token.
      response.end(JSON.stringify({ AccessKeyId, SecretAccessKey, Token: '', Expiration }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${port}/credentials`);
    vi.stubEnv('AWS_CONTAINER_AUTHORIZATION_TOKEN', 'the-pod');

    await using session = await opened({ endpoint: aws.endpoint, credentialSource: 'container' });
    await session.identity().catch(() => {});
    server.close();

    expect(asked).toEqual(['the-pod']);
    expect(aws.calls[0]?.accessKeyId).toBe(AccessKeyId);
  });

  it('a client of the SDK gives credentials, region and endpoint', async () => {
    const iamClient = new IAMClient({ region: 'eu-west-1', endpoint: aws.endpoint, credentials: aws.adminCredentials });
    await using session = await opened({ iamClient });

    expect((await session.identity()).arn).toContain('user/bootstrap');
    expect(session.settings.region).toBe('eu-west-1');
    expect((await session.iam('ListUsers', {})).Users).toHaveLength(1);
  });

  it('EmpowerID’s names are those of the key', async () => {
    const { accessKeyId: clientKey, secretAccessKey: clientSecret } = aws.adminCredentials;

    expect(await arnOf({ clientKey, clientSecret, tenantId: account, siteName: `https://${account}.signin.aws.amazon.com/console` })).toContain(
      'user/bootstrap',
    );
    expect(await refused({ clientKey, clientSecret, siteName: 'https://222222222222.signin.aws.amazon.com/console' })).toMatchObject({
      code: 'Configuration',
      problems: [{ path: 'expectedAccountId' }],
    });
  });

  it('the user that IDHub names must be the one that AWS says', async () => {
    expect(await arnOf({ ...staticKeys(), userName: 'Bootstrap' })).toContain('user/bootstrap');
    const error = await refused({ ...staticKeys(), userName: 'johndoe' });
    expect(error).toMatchObject({ code: 'Configuration', problems: [{ path: 'userName' }] });

    await using session = await opened({ ...staticKeys(), endpoint: aws.endpoint, userName: 'johndoe' });
    expect(await failureOf(session.iam('CreateUser', { UserName: 'ada' }))).toBeInstanceOf(ConnectorError);
    expect(aws.iam.userNames()).toEqual(['bootstrap']);
  });
});

describe('a configuration', () => {
  it.each<[Settings, string[]]>([
    [{ ...keys, profile: 'idm' }, ['profile']],
    [{ useDefaultCredentials: true, credentialSource: 'instance' }, ['credentialSource']],
    [{ credentialSource: 'instance', profile: 'idm' }, ['profile']],
    [{ credentialSource: 'profile', webIdentityTokenFile: '/t', roleArn: arn('a') }, ['webIdentityTokenFile']],
    [{ webIdentityTokenFile: '/t' }, ['roleArn']],
    [{ webIdentityTokenFile: '/t', roleArn: arn('a'), sourceIdentity: 'ada' }, ['sourceIdentity']],
    [{ ...keys, sharedConfigFile: '/c' }, ['sharedConfigFile']],
    [{ ...keys, roleChain: [arn('a')] }, ['roleArn']],
    [{ ...keys, roleChain: ['arn:aws-cn:iam::123456789012:role/a'], roleArn: arn('b') }, ['roleChain[0]']],
    [{ ...keys, sessionTags: { a: 'b' } }, ['sessionTags']],
    [{ ...keys, roleArn: arn('a'), sessionTags: { a: 'b' }, transitiveTagKeys: ['c'] }, ['transitiveTagKeys[0]']],
    [{ ...keys, roleArn: arn('a'), sessionPolicy: 'none' }, ['sessionPolicy']],
    [{ ...keys, roleArn: arn('a'), sessionPolicy: '{}' }, ['sessionPolicy']],
    [{ ...keys, clientKey: 'AKIAOTHEROTHEROTHER0' }, ['clientKey']],
    [{ ...keys, clientSecret: 'another' }, ['clientSecret']],
    [{ ...keys, accounts: ['222222222222'], discoverAccounts: true }, ['discoverAccounts']],
    [{ ...keys, includeAccounts: ['a'] }, ['includeAccounts']],
    [{ ...keys, expectedAccountId: account, tenantId: '222222222222' }, ['tenantId']],
    [{ ...keys, endpoint: 'http://127.0.0.1', useFipsEndpoint: true }, ['useFipsEndpoint']],
    [{ ...keys, endpoints: { s3: 'http://127.0.0.1' } }, ['endpoints.s3']],
    [{ ...keys, proxyHost: 'p', proxyPort: 1, noProxy: ['http://user:secret@host'] }, ['noProxy[0]']],
    [{ ...keys, noProxy: ['localhost'] }, ['noProxy']],
    [{ credentialSource: 'webIdentity' }, []],
    [{ profile: 'idm', sharedConfigFile: '/c', roleArn: arn('a'), sourceIdentity: 'ada' }, []],
    [{ clientKey: keys.accessKeyId, clientSecret: 'x' }, []],
  ])('%j has problems at %j', (settings, expected) => {
    expect(paths(settings)).toEqual(expected);
  });
});
