import {
  CreateAccountAliasCommand,
  DeleteAccountAliasCommand,
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  UpdateAccountPasswordPolicyCommand,
  UploadSigningCertificateCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { certificates } from './certificates.ts';
import { iamClient, refusal } from './clients.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}';
const trustPolicy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}';
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws, undefined, 2);
});
afterEach(() => aws.close());

describe('GetAccountAuthorizationDetails', () => {
  test('says of a user what otherwise takes a call each', async () => {
    aws.iam.addUser({
      name: 'b',
      path: '/x/',
      groups: ['g', 'h'],
      policies: [readOnly],
      inlinePolicies: { p: document },
      permissionsBoundary: readOnly,
      tags: { team: 'a' },
    });

    const { UserDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));

    expect(UserDetailList?.[0]).toEqual({
      UserName: 'b',
      Path: '/x/',
      UserId: expect.stringMatching(/^AIDA/),
      Arn: 'arn:aws:iam::123456789012:user/x/b',
      CreateDate: expect.any(Date),
      GroupList: ['g', 'h'],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: readOnly }],
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent(document).replaceAll('*', '%2A') }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: readOnly },
      Tags: [{ Key: 'team', Value: 'a' }],
    });
  });

  test('says of a role its trust policy, percent-encoded', async () => {
    aws.iam.addRole({ name: 'r', trustPolicy });

    const { RoleDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }));

    expect(decodeURIComponent(RoleDetailList?.[0]?.AssumeRolePolicyDocument ?? '')).toBe(trustPolicy);
  });

  test('says of a policy its versions with their documents', async () => {
    aws.iam.addPolicy({ name: 'p', document });

    const { Policies } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }));

    expect(Policies?.[0]?.PolicyVersionList?.map((version) => [version.VersionId, decodeURIComponent(version.Document ?? '')])).toEqual([
      ['v1', document],
    ]);
  });

  test.each([
    ['User', [2, 0, 0, 0]],
    ['Group', [0, 1, 0, 0]],
    ['Role', [0, 0, 1, 0]],
    ['LocalManagedPolicy', [0, 0, 0, 1]],
  ] as const)('gives only what the filter %s asks for', async (kind, counts) => {
    aws.iam.addUser({ name: 'b', groups: ['g'] });
    aws.iam.addRole({ name: 'r', trustPolicy });
    aws.iam.addPolicy({ name: 'p' });

    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: [kind] }));

    expect([page.UserDetailList?.length, page.GroupDetailList?.length, page.RoleDetailList?.length, page.Policies?.length]).toEqual(counts);
  });

  test('runs its pages through users, groups, roles and policies as one sequence', async () => {
    aws.iam.addUser({ name: 'b', groups: ['g'] });
    aws.iam.addRole({ name: 'r', trustPolicy });

    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 4 }));

    expect([page.UserDetailList?.length, page.GroupDetailList?.length, page.RoleDetailList?.length, page.Policies?.length, page.IsTruncated]).toEqual(
      [2, 1, 1, 0, true],
    );
  });
});

describe('the credential report', () => {
  const generate = async () => (await iam.send(new GenerateCredentialReportCommand({}))).State;
  const read = async () => Buffer.from((await iam.send(new GetCredentialReportCommand({}))).Content ?? []).toString();
  async function rows(): Promise<readonly Readonly<Record<string, string>>[]> {
    while ((await generate()) !== 'COMPLETE');
    const [head = '', ...lines] = (await read()).split('\n');
    return lines.map((line) => Object.fromEntries(line.split(',').map((cell, index) => [head.split(',')[index], cell])));
  }

  test('is not there before it was asked for', async () => {
    expect(await refusal(read())).toMatchObject({ code: 'ReportNotPresent', status: 410 });
  });

  test('is started, in progress, complete', async () => {
    expect([await generate(), await generate(), await generate(), await generate()]).toEqual(['STARTED', 'INPROGRESS', 'COMPLETE', 'COMPLETE']);
  });

  test('is in progress for as many looks as a test says', async () => {
    aws.iam.setReportPolls(3);

    expect([await generate(), await generate(), await generate(), await generate(), await generate()]).toEqual([
      'STARTED',
      'INPROGRESS',
      'INPROGRESS',
      'INPROGRESS',
      'COMPLETE',
    ]);
  });

  test('is of the moment in which it was asked for, not of that in which it is complete', async () => {
    await generate();
    aws.iam.addUser({ name: 'late' });

    expect((await rows()).map((row) => row.user)).toEqual(['<root_account>', 'bootstrap']);
  });

  test('quotes a name with a comma, and goes by one line a user', async () => {
    aws.iam.addUser({ name: 'a,b' });
    while ((await generate()) !== 'COMPLETE');

    expect((await read()).split('\n').at(1 + 1)).toMatch(/^"a,b","arn:aws:iam::123456789012:user\/a,b",/);
  });

  test('can be refused for being asked for too often, as AWS words it', async () => {
    aws.faults.failNext({ action: 'GenerateCredentialReport', code: 'LimitExceeded', status: 409 });

    expect(await refusal(iamClient(aws).send(new GenerateCredentialReportCommand({})))).toMatchObject({ code: 'LimitExceeded', status: 409 });
  });

  test('cannot be read while it is in progress', async () => {
    await generate();

    expect(await refusal(read())).toMatchObject({ code: 'ReportInProgress', status: 404 });
  });

  test('becomes complete for one who only asks to read it', async () => {
    await generate();
    await refusal(read());

    expect(await read()).toMatch(/^user,arn,/);
  });

  test('has the 22 columns of AWS', async () => {
    const [row = {}] = await rows();

    expect(Object.keys(row)).toEqual([
      'user',
      'arn',
      'user_creation_time',
      'password_enabled',
      'password_last_used',
      'password_last_changed',
      'password_next_rotation',
      'mfa_active',
      'access_key_1_active',
      'access_key_1_last_rotated',
      'access_key_1_last_used_date',
      'access_key_1_last_used_region',
      'access_key_1_last_used_service',
      'access_key_2_active',
      'access_key_2_last_rotated',
      'access_key_2_last_used_date',
      'access_key_2_last_used_region',
      'access_key_2_last_used_service',
      'cert_1_active',
      'cert_1_last_rotated',
      'cert_2_active',
      'cert_2_last_rotated',
    ]);
  });

  test('begins with the root user', async () => {
    expect((await rows())[0]).toMatchObject({ user: '<root_account>', arn: 'arn:aws:iam::123456789012:root', password_enabled: 'not_supported' });
  });

  test('says of a user what credentials it has', async () => {
    await iam.send(new UpdateAccountPasswordPolicyCommand({ MaxPasswordAge: 90 }));
    const at = Date.UTC(2026, 0, 2, 3, 4, 5);
    aws.iam.addUser({ name: 'b', password: 'x', passwordLastUsed: at, createdAt: at, accessKeys: ['Active', 'Inactive'] });
    await iam.send(new UploadSigningCertificateCommand({ UserName: 'b', CertificateBody: certificates[0] }));

    const row = (await rows()).find((each) => each.user === 'b');

    expect(row).toMatchObject({
      user_creation_time: '2026-01-02T03:04:05Z',
      password_enabled: 'true',
      password_last_used: '2026-01-02T03:04:05Z',
      password_next_rotation: '2026-04-02T03:04:05Z',
      mfa_active: 'false',
      access_key_1_active: 'true',
      access_key_1_last_used_date: 'N/A',
      access_key_2_active: 'false',
      cert_1_active: 'true',
      cert_2_active: 'false',
      cert_2_last_rotated: 'N/A',
    });
  });

  test('says N/A for a user without a password, no_information for one never used', async () => {
    aws.iam.addUser({ name: 'a' });
    aws.iam.addUser({ name: 'b', password: 'x' });

    const cells = (await rows()).filter((row) => row.user === 'a' || row.user === 'b').map((row) => row.password_last_used);

    expect(cells).toEqual(['N/A', 'no_information']);
  });

  test('is reused for four hours, so a newer user is not in it', async () => {
    await rows();
    aws.iam.addUser({ name: 'late' });
    aws.clock.advance(4 * 3_600_000 - 60_000);

    expect((await rows()).map((row) => row.user)).not.toContain('late');
  });

  test('expires after four hours and is made anew', async () => {
    await rows();
    aws.iam.addUser({ name: 'late' });
    aws.clock.advance(4 * 3_600_000 + 60_000);
    const expired = await refusal(read());

    expect([expired.code, expired.status, (await rows()).map((row) => row.user).includes('late')]).toEqual(['ReportExpired', 410, true]);
  });
});

describe('the account', () => {
  test('counts what it holds beside its quotas', async () => {
    aws.iam.seedUsers(3);
    aws.iam.addGroup({ name: 'g' });

    const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}));

    expect(SummaryMap).toMatchObject({ Users: 4, UsersQuota: 5000, Groups: 1, GroupsQuota: 300, AccessKeysPerUserQuota: 2, MFADevices: 0 });
  });

  test('has one alias, which can be replaced and deleted', async () => {
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'first' }));
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme-corp' }));
    const { AccountAliases } = await iam.send(new ListAccountAliasesCommand({}));
    await iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'acme-corp' }));

    expect([AccountAliases, (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases]).toEqual([['acme-corp'], []]);
  });

  test.each(['ab', 'Acme', '-acme', 'a--b'])('cannot have the alias %s', async (AccountAlias) => {
    expect((await refusal(iam.send(new CreateAccountAliasCommand({ AccountAlias })))).code).toBe('ValidationError');
  });
});
