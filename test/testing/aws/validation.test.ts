import {
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  type IAMClient,
  ListPoliciesCommand,
  ListUsersCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UpdateAccessKeyCommand,
  UpdateAccountPasswordPolicyCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';
import { send } from './signed-request.ts';

let aws: EmbeddedAws;
beforeAll(async () => {
  aws = await startAws();
  aws.iam.addUser({ name: 'bjensen' });
});
afterAll(() => aws.close());

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: 'x' }));
const one = '1 validation error detected: ';
const badName = (member: string): string =>
  `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`;
const badPath = 'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.';
const pattern = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
const trust = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}';

type Call = (iam: IAMClient) => Promise<unknown>;
const refused: readonly [title: string, call: Call, code: string, message: string | RegExp][] = [
  ['a user name with a space', (iam) => iam.send(new CreateUserCommand({ UserName: 'b jensen' })), 'ValidationError', badName('userName')],
  ['a user name with an umlaut', (iam) => iam.send(new CreateUserCommand({ UserName: 'müller' })), 'ValidationError', badName('userName')],
  ['a user name with a slash', (iam) => iam.send(new CreateUserCommand({ UserName: 'a/b' })), 'ValidationError', badName('userName')],
  [
    'a user name of 65 characters',
    (iam) => iam.send(new CreateUserCommand({ UserName: 'x'.repeat(65) })),
    'ValidationError',
    `${one}Value '${'x'.repeat(65)}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  ],
  ['an empty user name', (iam) => iam.send(new CreateUserCommand({ UserName: '' })), 'ValidationError', /greater than or equal to 1$/],
  [
    'a new user name with a space',
    (iam) => iam.send(new UpdateUserCommand({ UserName: 'bjensen', NewUserName: 'a b' })),
    'ValidationError',
    badName('newUserName'),
  ],
  [
    'a group name of 129 characters',
    (iam) => iam.send(new CreateGroupCommand({ GroupName: 'x'.repeat(129) })),
    'ValidationError',
    /'groupName'.*equal to 128/,
  ],
  [
    'a role name of 65 characters',
    (iam) => iam.send(new CreateRoleCommand({ RoleName: 'x'.repeat(65), AssumeRolePolicyDocument: trust })),
    'ValidationError',
    /'roleName'/,
  ],
  ['a path without a slash in front', (iam) => iam.send(new CreateUserCommand({ UserName: 'p', Path: 'x/' })), 'ValidationError', badPath],
  ['a path without a slash behind', (iam) => iam.send(new CreateUserCommand({ UserName: 'p', Path: '/x' })), 'ValidationError', badPath],
  ['a path with a space', (iam) => iam.send(new CreateUserCommand({ UserName: 'p', Path: '/a b/' })), 'ValidationError', badPath],
  [
    'a path of 513 characters',
    (iam) => iam.send(new CreateUserCommand({ UserName: 'p', Path: `/${'x'.repeat(511)}/` })),
    'ValidationError',
    /equal to 512/,
  ],
  [
    'a path prefix without a slash in front',
    (iam) => iam.send(new ListUsersCommand({ PathPrefix: 'x' })),
    'ValidationError',
    /^The specified value for pathPrefix is invalid\. It must begin with the \/ character/,
  ],
  [
    'a policy path prefix without a slash behind',
    (iam) => iam.send(new ListPoliciesCommand({ PathPrefix: '/foo' })),
    'ValidationError',
    /pathPrefix is invalid/,
  ],
  [
    'no items',
    (iam) => iam.send(new ListUsersCommand({ MaxItems: 0 })),
    'ValidationError',
    `${one}Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  ],
  [
    '1,001 items',
    (iam) => iam.send(new ListUsersCommand({ MaxItems: 1001 })),
    'ValidationError',
    `${one}Value '1001' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000`,
  ],
  ['a garbled marker', (iam) => iam.send(new ListUsersCommand({ Marker: 'AAAA' })), 'ValidationError', 'Invalid Marker.'],
  ['an empty marker', (iam) => iam.send(new ListUsersCommand({ Marker: '' })), 'ValidationError', /'marker'/],
  ['a marker of 321 characters', (iam) => iam.send(new ListUsersCommand({ Marker: 'x'.repeat(321) })), 'ValidationError', /equal to 320/],
  [
    'a tag key with an exclamation mark',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'a!', Value: 'x' }] })),
    'ValidationError',
    `${one}Value 'a!' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}+`,
  ],
  [
    'a tag key of 129 characters',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'k'.repeat(129), Value: '' }] })),
    'ValidationError',
    /'tags.1.member.key'.*equal to 128/,
  ],
  [
    'a tag value of 257 characters',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] })),
    'ValidationError',
    /'tags.1.member.value'.*equal to 256/,
  ],
  [
    'a tag value with a hash',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'k', Value: '#1' }] })),
    'ValidationError',
    /'tags.1.member.value'/,
  ],
  [
    'a tag key that AWS keeps for itself',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'AWS:x', Value: '' }] })),
    'InvalidInput',
    /aws:/,
  ],
  [
    'two tag keys that differ only in case',
    (iam) =>
      iam.send(
        new CreateUserCommand({
          UserName: 't',
          Tags: [
            { Key: 'Team', Value: 'a' },
            { Key: 'team', Value: 'b' },
          ],
        }),
      ),
    'InvalidInput',
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  ],
  [
    '51 tags in one request',
    (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: tags(51) })),
    'ValidationError',
    /'tags'.*length less than or equal to 50/,
  ],
  [
    'a boundary that is shorter than an ARN',
    (iam) => iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bjensen', PermissionsBoundary: 'x' })),
    'ValidationError',
    /'permissionsBoundary'.*equal to 20/,
  ],
  [
    'a boundary that is no policy',
    (iam) => iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bjensen', PermissionsBoundary: 'arn:aws:iam::123456789012:user/x' })),
    'InvalidInput',
    /not valid/,
  ],
  [
    'a policy ARN that is none',
    (iam) => iam.send(new AttachUserPolicyCommand({ UserName: 'bjensen', PolicyArn: 'arn:aws:s3:::bucket/of/things' })),
    'InvalidInput',
    'ARN arn:aws:s3:::bucket/of/things is not valid.',
  ],
  [
    'a policy name with a slash',
    (iam) => iam.send(new CreatePolicyCommand({ PolicyName: 'a/b', PolicyDocument: '{}' })),
    'ValidationError',
    badName('policyName'),
  ],
  [
    'an unknown status',
    (iam) => iam.send(new UpdateAccessKeyCommand({ AccessKeyId: 'A'.repeat(20), Status: 'Paused' as 'Active' })),
    'ValidationError',
    /enum value set: \[Active, Inactive, Expired\]/,
  ],
  [
    'an unknown filter',
    (iam) => iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Robot' as 'User'] })),
    'ValidationError',
    /enum value set: \[User, Role, Group, LocalManagedPolicy, AWSManagedPolicy\]/,
  ],
  [
    'a minimum password length of 5',
    (iam) => iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 5 })),
    'ValidationError',
    /'minimumPasswordLength'/,
  ],
  [
    'a password age of 1,096 days',
    (iam) => iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 1096 })),
    'ValidationError',
    /'maxPasswordAge'/,
  ],
];

describe('IAM refuses', () => {
  test.each(refused)('%s', async (_title, call, code, message) => {
    const said = await refusal(call(iamClient(aws)));

    expect(said).toMatchObject({ code, status: 400 });
    if (typeof message === 'string') expect(said.message).toBe(message);
    else expect(said.message).toMatch(message);
  });

  test('a missing name', async () => {
    const { code, message } = await send(aws, { body: 'Action=CreateUser&Version=2010-05-08' });

    expect({ code, message }).toEqual({
      code: 'ValidationError',
      message: `${one}Value null at 'userName' failed to satisfy constraint: Member must not be null`,
    });
  });

  test('several broken constraints in one message', async () => {
    const { message } = await refusal(iamClient(aws).send(new ListUsersCommand({ MaxItems: 0, Marker: '' })));

    expect(message).toMatch(/^2 validation errors detected: Value '' at 'marker' .*; Value '0' at 'maxItems' .*$/);
  });

  test('a number that is none', async () => {
    const { code } = await send(aws, { body: 'Action=ListUsers&Version=2010-05-08&MaxItems=many' });

    expect(code).toBe('ValidationError');
  });

  test('a password with characters beyond Latin-1, without showing it', async () => {
    const { code, message } = await refusal(iamClient(aws).send(new CreateLoginProfileCommand({ UserName: 'bjensen', Password: 'Secret-密码-1' })));

    expect([code, message.includes('Secret'), message.includes("Value at 'password'")]).toEqual(['ValidationError', false, true]);
  });
});

describe('IAM accepts', () => {
  const accepted: readonly [title: string, call: Call][] = [
    ['every character a user name may have', (iam) => iam.send(new CreateUserCommand({ UserName: 'aZ09_+=,.@-' }))],
    ['a user name of 64 characters', (iam) => iam.send(new CreateUserCommand({ UserName: 'y'.repeat(64) }))],
    ['a group name of 128 characters', (iam) => iam.send(new CreateGroupCommand({ GroupName: 'y'.repeat(128) }))],
    ['a path of many levels with punctuation', (iam) => iam.send(new CreateUserCommand({ UserName: 'deep', Path: '/a/b!c/{d}~/' }))],
    ['a path of 512 characters', (iam) => iam.send(new CreateUserCommand({ UserName: 'long', Path: `/${'x'.repeat(510)}/` }))],
    ['50 tags', (iam) => iam.send(new CreateUserCommand({ UserName: 'tagged', Tags: tags(50) }))],
    ['no tags', (iam) => iam.send(new CreateUserCommand({ UserName: 'untagged', Tags: [] }))],
    ['an empty tag value', (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'empty', Value: '' }] }))],
    [
      'a tag with letters of any script, digits, space and punctuation',
      (iam) => iam.send(new TagUserCommand({ UserName: 'bjensen', Tags: [{ Key: 'Größe 東 _.:/=+-@', Value: 'Ωmega 1 _.:/=+-@' }] })),
    ],
    ['1,000 items', (iam) => iam.send(new ListUsersCommand({ MaxItems: 1000 }))],
  ];
  test.each(accepted)('%s', async (_title, call) => {
    await expect(call(iamClient(aws))).resolves.toBeDefined();
  });

  test('parameters it does not know', async () => {
    const { status } = await send(aws, { body: 'Action=ListUsers&Version=2010-05-08&Colour=red' });

    expect(status).toBe(200);
  });
});
