import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListUserPoliciesCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a (b)\'*!"}]}';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
  aws.iam.addUser({ name: 'b' });
});
afterEach(() => aws.close());

describe('an inline policy', () => {
  test('is answered percent-encoded, as it was put', async () => {
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'p', PolicyDocument }));

    const answer = await iam.send(new GetUserPolicyCommand({ UserName: 'b', PolicyName: 'p' }));

    expect([answer.PolicyDocument?.slice(0, 4), decodeURIComponent(answer.PolicyDocument ?? '')]).toEqual(['%7B%', PolicyDocument]);
  });

  test('is replaced by one of the same name', async () => {
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'p', PolicyDocument }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'p', PolicyDocument }));

    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'b' }))).PolicyNames).toEqual(['p']);
  });

  test.each([
    ['read', () => iam.send(new GetUserPolicyCommand({ UserName: 'b', PolicyName: 'none' }))],
    ['deleted', () => iam.send(new DeleteUserPolicyCommand({ UserName: 'b', PolicyName: 'none' }))],
  ])('that is not there cannot be %s', async (_verb, call) => {
    expect(await refusal(call())).toEqual({ code: 'NoSuchEntity', status: 404, message: 'The user policy with name none cannot be found.' });
  });

  const on = (resource: string) => `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"${resource}"}]}`;
  const when = (condition: string) => `{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":${condition}}]}`;
  const malformed: readonly [title: string, document: string, message: RegExp][] = [
    ['is not JSON', '{', /Syntax errors/],
    ['is a list', '[]', /Syntax errors/],
    ['has no statements', '{"Version":"2012-10-17","Statement":[]}', /Syntax errors/],
    ['has no effect', '{"Statement":[{"Action":"*","Resource":"*"}]}', /Syntax errors/],
    ['has no action', '{"Statement":[{"Effect":"Allow","Resource":"*"}]}', /must contain actions/],
    ['has no resource', '{"Statement":[{"Effect":"Allow","Action":"*"}]}', /must contain resources/],
    ['names a principal', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}', /should not specify a principal/],
    ['has an action without a service', '{"Statement":[{"Effect":"Allow","Action":"GetUser","Resource":"*"}]}', /prefaced by a vendor/],
    ['has an element nobody knows', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Colour":"red"}]}', /Syntax errors/],
    ['has an effect in another case', '{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', /legacy parsing/],
    ['has an operator nobody knows', when('{"StringIs":{"aws:username":"b"}}'), /Syntax errors/],
    ['has a date that is none', when('{"DateLessThan":{"aws:TokenIssueTime":"yesterday"}}'), /legacy parsing/],
    [
      'has the same id twice',
      '{"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"*","Resource":"*"}]}',
      /must be unique/,
    ],
    ['has a resource that is no ARN', on('b'), /^Resource b must be in ARN format or "\*"\.$/],
    ['has a resource of another partition', on('arn:xyz:s3:::b'), /^Partition "xyz" is not valid for resource "arn:xyz:s3:::b"\.$/],
    ['has a resource of IAM in a region', on('arn:aws:iam:eu-west-1:123456789012:user/b'), /cannot contain region information/],
    ['has a resource that IAM does not have', on('arn:aws:iam::123456789012:person/b'), /^IAM resource path must either be/],
    ['has an action with two colons', '{"Statement":[{"Effect":"Allow","Action":"iam:Get:User","Resource":"*"}]}', /only one colon/],
    ['has a vendor that is none', '{"Statement":[{"Effect":"Allow","Action":"i_m:GetUser","Resource":"*"}]}', /^Vendor i_m is not valid$/],
    [
      'has an element beside its statements that nobody knows',
      '{"Colour":"red","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      /Syntax errors/,
    ],
    ['has another version', '{"Version":"2012-10-18","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}', /Syntax errors/],
  ];
  test.each(malformed)('is malformed when it %s', async (_title, document, message) => {
    const refused = await refusal(iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'p', PolicyDocument: document })));

    expect(refused).toMatchObject({ code: 'MalformedPolicyDocument', status: 400, message: expect.stringMatching(message) });
  });
});

describe('a managed policy', () => {
  test('of AWS is there to be attached', async () => {
    const names = ['AdministratorAccess', 'ReadOnlyAccess', 'IAMFullAccess', 'IAMUserChangePassword', 'PowerUserAccess'];

    for (const name of names) await iam.send(new AttachUserPolicyCommand({ UserName: 'b', PolicyArn: `arn:aws:iam::aws:policy/${name}` }));

    const { PolicyUsers } = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
    expect(PolicyUsers?.map((user) => user.UserName)).toEqual(['b']);
  });

  test('of AWS cannot be changed', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

    expect((await refusal(iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument })))).code).toBe('AccessDenied');
  });

  test('has an id that begins with ANPA and an ARN with its path', async () => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'p', Path: '/team/', PolicyDocument }));

    expect(Policy).toMatchObject({
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      Arn: 'arn:aws:iam::123456789012:policy/team/p',
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
    });
  });

  test('has a name that is unique whatever the path', async () => {
    await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }));

    expect(await refusal(iam.send(new CreatePolicyCommand({ PolicyName: 'p', Path: '/x/', PolicyDocument })))).toEqual({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'A policy called p already exists. Duplicate names are not allowed.',
    });
  });

  test('must say that it is of version 2012-10-17, which an inline one need not', async () => {
    const old = PolicyDocument.replace('2012', '2008');
    await iam.send(new PutUserPolicyCommand({ UserName: 'b', PolicyName: 'p', PolicyDocument: old }));

    const refused = await refusal(iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: old })));

    expect(refused).toMatchObject({ code: 'MalformedPolicyDocument', message: 'Policy document must be version 2012-10-17 or greater.' });
  });

  test('counts whom it is attached to and whom it bounds', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'p' });
    aws.iam.addUser({ name: 'c', policies: [arn] });
    aws.iam.addUser({ name: 'd', permissionsBoundary: arn });
    aws.iam.addGroup({ name: 'g', policies: [arn] });

    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));

    expect([Policy?.AttachmentCount, Policy?.PermissionsBoundaryUsageCount]).toEqual([2, 1]);
  });

  test('tells its description only when it is asked for by itself', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'p', description: 'for tests' });
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));

    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));

    expect([Policies?.[0]?.Description, Policy?.Description]).toEqual([undefined, 'for tests']);
  });

  test('is detached, and then is not there to be detached', async () => {
    const { arn: PolicyArn } = aws.iam.addPolicy({ name: 'p' });
    aws.iam.addUser({ name: 'c', policies: [PolicyArn] });
    await iam.send(new DetachUserPolicyCommand({ UserName: 'c', PolicyArn }));

    expect((await refusal(iam.send(new DetachUserPolicyCommand({ UserName: 'c', PolicyArn })))).message).toBe(`Policy ${PolicyArn} was not found.`);
  });

  test('that is not there cannot be attached', async () => {
    const PolicyArn = 'arn:aws:iam::123456789012:policy/none';

    expect(await refusal(iam.send(new AttachUserPolicyCommand({ UserName: 'b', PolicyArn })))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
  });

  test('of nobody is deleted', async () => {
    const { arn: PolicyArn } = aws.iam.addPolicy({ name: 'p' });
    await iam.send(new DeletePolicyCommand({ PolicyArn }));

    expect((await refusal(iam.send(new GetPolicyCommand({ PolicyArn })))).code).toBe('NoSuchEntity');
  });
});

describe('ListPolicies', () => {
  const names = async (input: ListPoliciesCommandInput) =>
    (await iam.send(new ListPoliciesCommand(input))).Policies?.map((policy) => policy.PolicyName);

  test('tells customer policies from those of AWS', async () => {
    aws.iam.addPolicy({ name: 'mine' });

    const [local, all, theirs] = [await names({ Scope: 'Local' }), await names({}), await names({ Scope: 'AWS' })];

    expect([local, all?.length, theirs?.includes('mine')]).toEqual([['mine'], (theirs?.length ?? 0) + 1, false]);
  });

  test('finds those in use', async () => {
    expect(await names({ OnlyAttached: true })).toEqual(['AdministratorAccess']);
  });

  test('finds those that bound somebody', async () => {
    const { arn } = aws.iam.addPolicy({ name: 'fence' });
    aws.iam.addUser({ name: 'c', permissionsBoundary: arn });

    expect(await names({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual(['fence']);
  });
});

describe('versions of a policy', () => {
  const PolicyArn = 'arn:aws:iam::123456789012:policy/p';
  beforeEach(() => {
    aws.iam.addPolicy({ name: 'p' });
  });

  test('are numbered on, also after one was deleted', async () => {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));

    expect((await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }))).PolicyVersion?.VersionId).toBe('v3');
  });

  test('become the default when told', async () => {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    const after = (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId;
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));

    expect([after, (await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId]).toEqual(['v2', 'v1']);
  });

  test('are answered with their documents, percent-encoded', async () => {
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));

    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));

    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(PolicyDocument);
  });

  test('are deleted, except for the default one', async () => {
    expect((await refusal(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' })))).code).toBe('DeleteConflict');
  });
});
