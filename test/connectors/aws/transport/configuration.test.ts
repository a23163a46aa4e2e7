import { describe, expect, expectTypeOf, it } from 'vitest';
import packageJson from '../../../../package.json' with { type: 'json' };
import { checkConfiguration } from '../../../../src/connectors/aws/check-configuration.ts';
import type { AwsCredentialProvider } from '../../../../src/connectors/aws/configuration/credential-settings.ts';
import { configuration } from '../../../../src/connectors/aws/configuration.ts';
import { settingsOf } from '../../../../src/connectors/aws/settings.ts';
import { connectorVersion } from '../../../../src/connectors/aws/transport/user-agent.ts';
import type { Input, Static } from '../../../../src/model/json-schema.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { checkConfiguration as checkSchema } from '../../../../src/spi/configuration.ts';
import { checked, keys, type Settings } from './opened-session.ts';

const roleArn = 'arn:aws:iam::123456789012:role/team/idm';
const provider: AwsCredentialProvider = async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'x' });

/** Path of every problem, of the schema or between settings. */
function paths(settings: Settings): string[] {
  const { value, problems } = checkSchema(configuration, settings);
  return (problems ?? checkConfiguration(value as Static<typeof configuration>)).map(({ path }) => path);
}

describe('a setting by itself', () => {
  it.each<[Settings, string]>([
    [{ ...keys, accessKeyId: 'short' }, 'accessKeyId'],
    [{ ...keys, accessKeyId: 'AKIA IOSFODNN7EXAMPLE' }, 'accessKeyId'],
    [{ ...keys, secretKey: '' }, 'secretKey'],
    [{ ...keys, sessionToken: '' }, 'sessionToken'],
    [{ useDefaultCredentials: 'yes' as never }, 'useDefaultCredentials'],
    [{ credentials: {} as never }, 'credentials'],
    [{ ...keys, roleArn: 'idm' }, 'roleArn'],
    [{ ...keys, roleArn: 'arn:aws:iam::123456789012:user/idm' }, 'roleArn'],
    [{ ...keys, roleArn: 'arn:aws:iam::12345:role/idm' }, 'roleArn'],
    [{ ...keys, roleArn: 'arn:aws:iam::123456789012:role/no name' }, 'roleArn'],
    [{ ...keys, roleArn, externalId: 'x' }, 'externalId'],
    [{ ...keys, roleArn, externalId: 'x'.repeat(1225) }, 'externalId'],
    [{ ...keys, roleArn, externalId: 'with space' }, 'externalId'],
    [{ ...keys, roleArn, roleSessionName: 'x' }, 'roleSessionName'],
    [{ ...keys, roleArn, roleSessionName: 'x'.repeat(65) }, 'roleSessionName'],
    [{ ...keys, roleArn, roleSessionName: 'a/b' }, 'roleSessionName'],
    [{ ...keys, region: 'us-east-1a' }, 'region'],
    [{ ...keys, region: 'Frankfurt' }, 'region'],
    [{ ...keys, pageSize: 0 }, 'pageSize'],
    [{ ...keys, pageSize: 1001 }, 'pageSize'],
    [{ ...keys, credentialsExpiration: 899 }, 'credentialsExpiration'],
    [{ ...keys, credentialsExpiration: 43_201 }, 'credentialsExpiration'],
    [{ ...keys, proxyHost: 'proxy', proxyPort: 0 }, 'proxyPort'],
    [{ ...keys, proxyHost: 'proxy', proxyPort: 65_536 }, 'proxyPort'],
    [{ ...keys, proxyHost: 'proxy', proxyPort: 1, proxyUsername: 'a:b' }, 'proxyUsername'],
    [{ ...keys, connectionTimeout: 0 }, 'connectionTimeout'],
    [{ ...keys, requestTimeout: 1.5 }, 'requestTimeout'],
    [{ ...keys, maxConnections: 0 }, 'maxConnections'],
    [{ ...keys, maxAttempts: 0 }, 'maxAttempts'],
    [{ ...keys, endpoint: 'not a url' }, 'endpoint'],
    [{ ...keys, caFile: '' }, 'caFile'],
    [{ ...keys, pagesize: 3 } as Settings, 'pagesize'],
  ])('%j has a problem at %s', (settings, path) => {
    expect(paths(settings)).toEqual([path]);
  });

  it.each<Settings>([
    keys,
    { accessKeyId: keys.accessKeyId, secretAccessKey: 'x' },
    { accessKeyId: keys.accessKeyId, secretKey: 'x', secretAccessKey: 'x' },
    { ...keys, secretKey: new Secret('x') },
    { useDefaultCredentials: true },
    { useDefaultCredentials: true, roleArn },
    { credentials: provider },
    { ...keys, sessionToken: 't', roleArn, externalId: 'ab', roleSessionName: 'a=b,c.d@e-f_g+h' },
    { ...keys, roleArn: 'arn:aws-cn:iam::123456789012:role/idm', region: 'cn-north-1' },
    { ...keys, roleArn: 'arn:aws-us-gov:iam::123456789012:role/idm', region: 'us-gov-west-1' },
    { ...keys, roleArn: 'arn:aws-iso-b:iam::123456789012:role/idm', region: 'us-isob-east-1' },
    { ...keys, roleArn: 'arn:aws-eusc:iam::123456789012:role/idm', region: 'eusc-de-east-1' },
    { ...keys, roleArn, region: 'eu-west-1' },
    { ...keys, pageSize: 1000, credentialsExpiration: 43_200, maxAttempts: 1 },
    { ...keys, proxyHost: 'proxy.example.org', proxyPort: 3128, proxyUsername: 'u', proxyPassword: '' },
    { ...keys, proxyHost: '::1', proxyPort: 3128 },
    { ...keys, proxyHostPort: 'http://proxy:3128', proxyUsername: 'u', proxyPassword: 'p' },
    { ...keys, proxyHost: 'proxy', proxyPort: 3128, proxyHostPort: 'http://proxy:3128' },
    { ...keys, endpoint: 'http://127.0.0.1:5000', stsEndpoint: 'https://sts.example.org/path' },
  ])('%j has none', (settings) => {
    expect(paths(settings)).toEqual([]);
  });
});

describe('settings together', () => {
  it.each<[Settings, string[]]>([
    [{}, ['accessKeyId', 'secretKey']],
    [{ secretKey: 'x' }, ['accessKeyId']],
    [{ accessKeyId: keys.accessKeyId }, ['secretKey']],
    [{ ...keys, useDefaultCredentials: true }, ['useDefaultCredentials']],
    [{ ...keys, credentials: provider }, ['credentials']],
    [{ useDefaultCredentials: true, credentials: provider }, ['credentials']],
    [{ ...keys, useDefaultCredentials: true, credentials: provider }, ['useDefaultCredentials', 'credentials']],
    [{ useDefaultCredentials: true, secretKey: 'x' }, ['secretKey']],
    [{ credentials: provider, secretAccessKey: 'x' }, ['secretAccessKey']],
    [{ useDefaultCredentials: true, sessionToken: 'x' }, ['sessionToken']],
    [{ ...keys, secretAccessKey: 'another' }, ['secretAccessKey']],
    [{ ...keys, externalId: 'ab' }, ['externalId']],
    [{ ...keys, roleArn: 'arn:aws-cn:iam::123456789012:role/idm' }, ['region']],
    [{ ...keys, roleArn, region: 'us-gov-west-1' }, ['region']],
    [{ ...keys, proxyHost: 'proxy' }, ['proxyPort']],
    [{ ...keys, proxyHost: 'http://proxy:3128', proxyPort: 3128 }, ['proxyHost']],
    [{ ...keys, proxyPort: 3128 }, ['proxyPort']],
    [{ ...keys, proxyUsername: 'u' }, ['proxyUsername']],
    [{ ...keys, proxyPassword: 'p' }, ['proxyPassword', 'proxyUsername']],
    [{ ...keys, proxyHost: 'proxy', proxyPort: 1, proxyPassword: 'p' }, ['proxyUsername']],
    [{ ...keys, proxyHostPort: 'proxy:3128' }, ['proxyHostPort']],
    [{ ...keys, proxyHostPort: 'https://proxy:3128' }, ['proxyHostPort']],
    [{ ...keys, proxyHostPort: 'http://proxy:3128/path' }, ['proxyHostPort']],
    [{ ...keys, proxyHostPort: 'http://other:3128', proxyHost: 'proxy', proxyPort: 3128 }, ['proxyHostPort']],
    [{ ...keys, proxyHostPort: 'http://proxy:3128', proxyHost: 'proxy', proxyPort: 3129 }, ['proxyHostPort']],
    [{ ...keys, endpoint: 'ftp://example.org' }, ['endpoint']],
    [{ ...keys, endpoint: 'https://example.org/?x=1' }, ['endpoint']],
    [{ ...keys, stsEndpoint: 'https://user@example.org' }, ['stsEndpoint']],
    [{ proxyPort: 1, externalId: 'ab', endpoint: 'ftp://x' }, ['accessKeyId', 'secretKey', 'externalId', 'proxyPort', 'endpoint']],
  ])('%j have problems at %j', (settings, expected) => {
    expect(paths(settings)).toEqual(expected);
  });

  it('name what would be right, and never a secret', () => {
    const secret = 'hunter2';
    const problems = [
      { ...keys, secretKey: secret, secretAccessKey: `${secret}3` },
      { ...keys, proxyHostPort: `http://user:${secret}@proxy:3128` },
      { ...keys, proxyHost: `http://user:${secret}@proxy`, proxyPort: 3128 },
      { ...keys, endpoint: `https://user:${secret}@example.org` },
      { ...keys, endpoint: `ftp://user:${secret}@example.org` },
      { useDefaultCredentials: true, sessionToken: secret, secretKey: secret },
    ].flatMap((settings) => checkConfiguration(checked(settings)));

    expect(problems.length).toBeGreaterThanOrEqual(7);
    expect(JSON.stringify(problems)).not.toContain(secret);
    expect(checkConfiguration(checked({ ...keys, roleArn: 'arn:aws-cn:iam::123456789012:role/idm' }))[0]?.message).toBe(
      '"aws-global" is in partition aws, roleArn in aws-cn: give a region of aws-cn, such as cn-north-1',
    );
  });
});

describe('settingsOf', () => {
  it('fills in the defaults', () => {
    expect(settingsOf(checked(keys))).toMatchObject({
      credentials: { from: 'keys', accessKeyId: keys.accessKeyId, secretKey: expect.any(Secret), sessionToken: undefined },
      roles: [],
      region: 'aws-global',
      pageSize: 100,
      proxy: undefined,
      connectionTimeout: 10_000,
      requestTimeout: 60_000,
      maxConnections: 10,
      maxAttempts: 5,
      endpoints: { iam: undefined, sts: undefined, ec2: undefined },
      caFile: undefined,
      accounts: undefined,
      expectedAccountId: undefined,
    });
  });

  it('resolves aliases', () => {
    const settings = settingsOf(
      checked({ accessKeyId: keys.accessKeyId, secretAccessKey: 'sesame', proxyHostPort: 'http://[::1]:3128', endpoint: 'http://127.0.0.1:1' }),
    );

    expect(settings.credentials.from === 'keys' && settings.credentials.secretKey.reveal()).toBe('sesame');
    expect(settings.proxy).toMatchObject({ host: '::1', port: 3128 });
    expect(settings.endpoints.sts).toBe('http://127.0.0.1:1');
  });

  it('gathers the role', () => {
    expect(settingsOf(checked({ ...keys, roleArn, externalId: 'ab', credentialsExpiration: 900 })).roles).toMatchObject([
      { arn: roleArn, externalId: 'ab', sessionName: 'identity-connector', duration: 900 },
    ]);
  });

  it('takes brackets off an IPv6 proxy, and port 80 when a URL has none', () => {
    expect(settingsOf(checked({ ...keys, proxyHost: '[::1]', proxyPort: 1 })).proxy?.host).toBe('::1');
    expect(settingsOf(checked({ ...keys, proxyHostPort: 'http://proxy' })).proxy?.port).toBe(80);
  });
});

describe('the configuration as a schema', () => {
  it('has a title, a description and bounds or a default where the documentation shows them', () => {
    for (const [name, property] of Object.entries(configuration.properties)) {
      expect(property.description, name).toMatch(/\.$|`\.$/);
      if (!('x-value' in property)) expect(property, name).toHaveProperty('title');
    }
  });

  it('gives the types of its settings', () => {
    type Written = Input<typeof configuration>;
    type Read = Static<typeof configuration>;
    expectTypeOf<Read['region']>().toEqualTypeOf<string>();
    expectTypeOf<Read['maxAttempts']>().toEqualTypeOf<number>();
    expectTypeOf<Read['secretKey']>().toEqualTypeOf<Secret | undefined>();
    expectTypeOf<Written['secretKey']>().toEqualTypeOf<Secret | string | undefined>();
    expectTypeOf<Read['credentials']>().toEqualTypeOf<AwsCredentialProvider | undefined>();
  });

  it('belongs to the package’s version', () => {
    expect(connectorVersion).toBe(packageJson.version);
  });
});
