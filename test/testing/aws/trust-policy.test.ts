import { CreateRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

let aws: EmbeddedAws;
let count = 0;
beforeAll(async () => {
  aws = await startAws();
  aws.iam.addUser({ name: 'bjensen' });
});
afterAll(() => aws.close());

type Statement = Readonly<Record<string, unknown>>;
type Ask = Partial<AssumeRoleCommandInput>;
const account = 'arn:aws:iam::123456789012:root';
const admin = 'arn:aws:iam::123456789012:user/bootstrap';
const allow = (more: Statement): Statement => ({ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole', ...more });
const when = (Condition: unknown): Statement => allow({ Condition });
const both = ['sts:AssumeRole', 'sts:TagSession'];
const tagged: Ask = { Tags: [{ Key: 'team', Value: 'a' }] };
const named = (who: string): Statement =>
  allow({ Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: { StringEquals: { 'sts:SourceIdentity': who } } });
const externalId = { StringEquals: { 'sts:ExternalId': 'acme-42' } };

async function ask(statements: readonly Statement[], input: Ask): Promise<string> {
  const role = aws.iam.addRole({ name: `role-${count++}`, trustPolicy: { Version: '2012-10-17', Statement: statements } });
  const answer = stsClient(aws).send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'connector', ...input }));
  return answer.then(
    () => 'allowed',
    async () => (await refusal(answer)).code,
  );
}

const table: readonly [title: string, statements: readonly Statement[], input: Ask, outcome: 'allowed' | 'AccessDenied'][] = [
  ['the account by ARN', [allow({})], {}, 'allowed'],
  ['the account by number', [allow({ Principal: { AWS: '123456789012' } })], {}, 'allowed'],
  ['the user by ARN', [allow({ Principal: { AWS: admin } })], {}, 'allowed'],
  ['a list with the user', [allow({ Principal: { AWS: ['arn:aws:iam::123456789012:user/bjensen', admin] } })], {}, 'allowed'],
  ['everyone', [allow({ Principal: '*' })], {}, 'allowed'],
  ['everyone as AWS principal', [allow({ Principal: { AWS: '*' } })], {}, 'allowed'],
  ['another user', [allow({ Principal: { AWS: 'arn:aws:iam::123456789012:user/bjensen' } })], {}, 'AccessDenied'],
  ['another account', [allow({ Principal: { AWS: 'arn:aws:iam::999999999999:root' } })], {}, 'AccessDenied'],
  ['a service', [allow({ Principal: { Service: 'ec2.amazonaws.com' } })], {}, 'AccessDenied'],
  ['another action', [allow({ Action: 'sts:TagSession' })], {}, 'AccessDenied'],
  ['the action with a wildcard', [allow({ Action: 'sts:*' })], {}, 'allowed'],
  ['one statement and denies by another', [allow({}), allow({ Effect: 'Deny', Principal: { AWS: admin } })], {}, 'AccessDenied'],
  [
    'the account and denies another user',
    [allow({}), allow({ Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:user/bjensen' } })],
    {},
    'allowed',
  ],
  ['the right external id', [when(externalId)], { ExternalId: 'acme-42' }, 'allowed'],
  ['another external id', [when(externalId)], { ExternalId: 'acme-43' }, 'AccessDenied'],
  ['an external id in other case', [when(externalId)], { ExternalId: 'ACME-42' }, 'AccessDenied'],
  ['an external id that is not given', [when(externalId)], {}, 'AccessDenied'],
  ['one of several external ids', [when({ StringEquals: { 'sts:ExternalId': ['a1', 'acme-42'] } })], { ExternalId: 'acme-42' }, 'allowed'],
  ['an external id that is given but not asked for', [allow({})], { ExternalId: 'anything' }, 'allowed'],
  ['an external id by pattern', [when({ StringLike: { 'sts:ExternalId': 'acme-*' } })], { ExternalId: 'acme-42' }, 'allowed'],
  ['an external id that misses the pattern', [when({ StringLike: { 'sts:ExternalId': 'acme-?' } })], { ExternalId: 'acme-42' }, 'AccessDenied'],
  ['a session name', [when({ StringEquals: { 'sts:RoleSessionName': 'connector' } })], {}, 'allowed'],
  ['another session name', [when({ StringEquals: { 'sts:RoleSessionName': 'other' } })], {}, 'AccessDenied'],
  ['a forbidden session name', [when({ StringNotEquals: { 'sts:RoleSessionName': 'connector' } })], {}, 'AccessDenied'],
  [
    'two conditions of which one fails',
    [when({ ...externalId, StringLike: { 'sts:RoleSessionName': 'x*' } })],
    { ExternalId: 'acme-42' },
    'AccessDenied',
  ],
  ['MFA, which is absent', [when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], {}, 'AccessDenied'],
  ['a request tag', [allow({ Action: both, Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } })], tagged, 'allowed'],
  ['a request tag of another value', [allow({ Action: both, Condition: { StringEquals: { 'aws:RequestTag/team': 'b' } } })], tagged, 'AccessDenied'],
  ['the caller but not its tags', [allow({})], tagged, 'AccessDenied'],
  ['the caller but not its source identity', [allow({})], { SourceIdentity: 'bjensen' }, 'AccessDenied'],
  ['a source identity', [named('bjensen')], { SourceIdentity: 'bjensen' }, 'allowed'],
  ['another source identity', [named('bjensen')], { SourceIdentity: 'someone' }, 'AccessDenied'],
  ['a tag of the user', [when({ StringEquals: { 'aws:PrincipalTag/Team': 'a' } })], {}, 'AccessDenied'],
  ['a key that is absent, if it exists', [when({ StringEqualsIfExists: { 'sts:ExternalId': 'acme-42' } })], {}, 'allowed'],
  ['an operator that is unknown here', [when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } })], {}, 'AccessDenied'],
];

describe('a role that trusts', () => {
  test.each(table)('%s', async (_title, statements, input, outcome) => {
    expect(await ask(statements, input)).toBe(outcome);
  });

  test('a role lets its sessions in, and no others', async () => {
    const first = aws.iam.addRole({ name: 'first', trustPolicy: { Statement: [allow({})] } });
    const second = aws.iam.addRole({ name: 'second', trustPolicy: { Statement: [allow({ Principal: { AWS: first.arn } })] } });
    const { Credentials: given } = await stsClient(aws).send(new AssumeRoleCommand({ RoleArn: first.arn, RoleSessionName: 'hop' }));
    const hop = stsClient(aws, {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    });

    const viaRole = await hop.send(new AssumeRoleCommand({ RoleArn: second.arn, RoleSessionName: 'hop' }));
    const direct = await refusal(stsClient(aws).send(new AssumeRoleCommand({ RoleArn: second.arn, RoleSessionName: 'hop' })));

    expect([viaRole.AssumedRoleUser?.Arn, direct.code]).toEqual(['arn:aws:sts::123456789012:assumed-role/second/hop', 'AccessDenied']);
  });

  test('nobody that asks is refused in the words in which a missing role is', async () => {
    const RoleArn = 'arn:aws:iam::123456789012:role/not-there';

    const refused = await refusal(stsClient(aws).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'connector' })));

    expect(refused).toEqual({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${admin} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    });
  });

  test('a role of another account cannot be assumed here', async () => {
    const RoleArn = 'arn:aws:iam::999999999999:role/role-0';

    expect((await refusal(stsClient(aws).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'connector' })))).code).toBe('AccessDenied');
  });
});

describe('a trust policy is malformed', () => {
  const malformed: readonly [title: string, document: unknown, message: RegExp][] = [
    ['when it is not JSON', 'nonsense', /Json/],
    ['without a principal', { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] }, /Principal/],
    ['with a resource', { Statement: [allow({ Resource: '*' })] }, /prohibited field Resource/],
    ['with an effect that is neither', { Statement: [allow({ Effect: 'Maybe' })] }, /Syntax errors/],
    ['with an unknown version', { Version: '2020-01-01', Statement: [allow({})] }, /Syntax errors/],
    ['with an action of another service', { Statement: [allow({ Action: 'iam:CreateUser' })] }, /STS AssumeRole actions/],
    [
      'with a user that is not there',
      { Statement: [allow({ Principal: { AWS: 'arn:aws:iam::123456789012:user/ghost' } })] },
      /^Invalid principal in policy: "AWS":"arn/,
    ],
    ['with a principal that is no ARN', { Statement: [allow({ Principal: { AWS: 'bjensen' } })] }, /^Invalid principal in policy/],
  ];
  test.each(malformed)('%s', async (_title, document, message) => {
    const AssumeRolePolicyDocument = typeof document === 'string' ? document : JSON.stringify(document);

    const refused = await refusal(iamClient(aws).send(new CreateRoleCommand({ RoleName: 'new', AssumeRolePolicyDocument })));

    expect(refused).toMatchObject({ code: 'MalformedPolicyDocument', status: 400, message: expect.stringMatching(message) });
  });

  test('also when it is to replace another', async () => {
    aws.iam.addRole({ name: 'kept', trustPolicy: { Statement: [allow({})] } });

    const { code } = await refusal(iamClient(aws).send(new UpdateAssumeRolePolicyCommand({ RoleName: 'kept', PolicyDocument: '{}' })));

    expect(code).toBe('MalformedPolicyDocument');
  });
});
