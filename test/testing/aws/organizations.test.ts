import {
  AttachPolicyCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeleteOrganizationalUnitCommand,
  DeletePolicyCommand,
  DescribeAccountCommand,
  DescribeOrganizationalUnitCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  InvalidInputException,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccounts,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { refusal, stsClient } from './clients.ts';
import { send } from './signed-request.ts';

const MANAGEMENT = '111111111111';
const PAYROLL = '222222222222';
const client = (credentials = aws.adminCredentials) =>
  new OrganizationsClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });

let aws: EmbeddedAws;
let organizations: OrganizationsClient;
let root: string;
beforeEach(async () => {
  aws = await startAws({ accountId: MANAGEMENT, seed: 3 });
  aws.organization.enable();
  organizations = client();
  root = aws.organization.rootId;
});
afterEach(() => aws.close());

const createUnit = async (name: string, parent = root): Promise<string> =>
  (await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name }))).OrganizationalUnit?.Id ?? '';
const createPolicy = async (name: string): Promise<string> => {
  const policy = { Name: name, Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: '{"Version":"2012-10-17","Statement":[]}' } as const;
  return (await organizations.send(new CreatePolicyCommand(policy))).Policy?.PolicySummary?.Id ?? '';
};

describe('an organisation', () => {
  test('has identifiers and ARNs in the shapes of the model', async () => {
    const { Organization: found } = await organizations.send(new DescribeOrganizationCommand({}));

    expect(found?.Id).toMatch(/^o-[a-z0-9]{10,32}$/);
    expect(found).toMatchObject({
      Arn: `arn:aws:organizations::${MANAGEMENT}:organization/${found?.Id}`,
      FeatureSet: 'ALL',
      MasterAccountId: MANAGEMENT,
      MasterAccountArn: `arn:aws:organizations::${MANAGEMENT}:account/${found?.Id}/${MANAGEMENT}`,
      MasterAccountEmail: 'management@example.com',
    });
  });

  test('has one root, on which service control policies are enabled', async () => {
    const { Roots: roots = [] } = await organizations.send(new ListRootsCommand({}));

    expect(roots).toEqual([
      expect.objectContaining({
        Id: expect.stringMatching(/^r-[0-9a-z]{4,32}$/),
        Name: 'Root',
        PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
      }),
    ]);
  });

  test('that is not in use is no organisation', async () => {
    await using alone = await startAws();
    const call = new OrganizationsClient({ endpoint: alone.endpoint, region: 'us-east-1', credentials: alone.adminCredentials }).send(
      new ListAccountsCommand({}),
    );

    expect(await refusal(call)).toEqual({
      code: 'AWSOrganizationsNotInUseException',
      status: 400,
      message: 'Your account is not a member of an organization.',
    });
  });
});

describe('accounts', () => {
  test('are described with where they are, how they joined and what state they are in', async () => {
    const unit = aws.organization.addUnit({ name: 'Workloads' });
    aws.addAccount({ id: PAYROLL, name: 'payroll', email: 'payroll@example.org', status: 'SUSPENDED', parentId: unit.id });

    const { Account: account } = await organizations.send(new DescribeAccountCommand({ AccountId: PAYROLL }));

    expect(account).toMatchObject({
      Arn: `arn:aws:organizations::${MANAGEMENT}:account/${aws.organization.id}/${PAYROLL}`,
      Name: 'payroll',
      Email: 'payroll@example.org',
      Status: 'SUSPENDED',
      State: 'SUSPENDED',
      JoinedMethod: 'CREATED',
      Paths: [`${aws.organization.id}/${root}/${unit.id}/${PAYROLL}/`],
    });
    expect(account?.JoinedTimestamp).toBeInstanceOf(Date);
  });

  test('come at most twenty a page, every one once', async () => {
    for (let index = 0; index < 45; index += 1) aws.addAccount({ id: String(222_000_000_000 + index) });
    const pages: number[] = [];
    const ids: (string | undefined)[] = [];
    for await (const { Accounts: accounts = [] } of paginateListAccounts({ client: organizations }, {})) {
      pages.push(accounts.length);
      ids.push(...accounts.map((account) => account.Id));
    }

    expect([pages, new Set(ids).size]).toEqual([[20, 20, 6], 46]);
  });

  test('may come after an empty page with a token', async () => {
    aws.organization.emptyFirstPages(true);

    const first = await organizations.send(new ListAccountsCommand({}));
    const second = await organizations.send(new ListAccountsCommand({ NextToken: first.NextToken }));

    expect([first.Accounts, second.Accounts?.map(({ Id }) => Id), second.NextToken]).toEqual([[], [MANAGEMENT], undefined]);
  });

  test('are moved between parents, and listed below them', async () => {
    aws.addAccount({ id: PAYROLL });
    const unit = await createUnit('Workloads');

    await organizations.send(new MoveAccountCommand({ AccountId: PAYROLL, SourceParentId: root, DestinationParentId: unit }));

    const { Accounts: below = [] } = await organizations.send(new ListAccountsForParentCommand({ ParentId: unit }));
    const { Parents: parents } = await organizations.send(new ListParentsCommand({ ChildId: PAYROLL }));
    const { Children: children } = await organizations.send(new ListChildrenCommand({ ParentId: root, ChildType: 'ACCOUNT' }));
    expect(below.map(({ Id }) => Id)).toEqual([PAYROLL]);
    expect(parents).toEqual([{ Id: unit, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect(children).toEqual([{ Id: MANAGEMENT, Type: 'ACCOUNT' }]);
  });

  test('cannot be moved to where they are', async () => {
    const stay = new MoveAccountCommand({ AccountId: MANAGEMENT, SourceParentId: root, DestinationParentId: root });

    expect((await refusal(organizations.send(stay))).code).toBe('DuplicateAccountException');
  });

  test('that are suspended let nobody assume their roles', async () => {
    const { iam } = aws.addAccount({ id: PAYROLL, status: 'SUSPENDED' });
    const { arn } = iam.addRole({
      name: 'Auditor',
      trustPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] },
    });

    expect((await refusal(stsClient(aws).send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'sweep' })))).code).toBe('AccessDenied');
  });
});

describe('organisational units', () => {
  test('are made, described, renamed, listed and deleted', async () => {
    const id = await createUnit('Workloads');
    await organizations.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: id, Name: 'Products' }));

    const { OrganizationalUnit: unit } = await organizations.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: id }));
    expect(unit).toEqual({
      Id: expect.stringMatching(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/),
      Arn: `arn:aws:organizations::${MANAGEMENT}:ou/${aws.organization.id}/${id}`,
      Name: 'Products',
      Path: `${aws.organization.id}/${root}/${id}/`,
    });
    const listing = () => organizations.send(new ListOrganizationalUnitsForParentCommand({ ParentId: root }));
    expect((await listing()).OrganizationalUnits?.map(({ Name }) => Name)).toEqual(['Products']);
    await organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: id }));
    expect((await listing()).OrganizationalUnits).toEqual([]);
  });

  test('of one parent have different names', async () => {
    await createUnit('Workloads');

    expect(await refusal(createUnit('Workloads'))).toMatchObject({
      code: 'DuplicateOrganizationalUnitException',
      message: 'An OU with the same name already exists.',
    });
  });

  test('nest five deep and no deeper', async () => {
    let parent = root;
    for (let depth = 1; depth <= 5; depth += 1) parent = await createUnit('deeper', parent);

    expect((await refusal(createUnit('too deep', parent))).code).toBe('ConstraintViolationException');
  });

  test('that hold an account or a unit stay', async () => {
    const full = await createUnit('full');
    aws.addAccount({ id: PAYROLL, parentId: full });
    const parent = await createUnit('parent');
    await createUnit('child', parent);

    for (const OrganizationalUnitId of [full, parent]) {
      const remove = organizations.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId }));
      expect((await refusal(remove)).code).toBe('OrganizationalUnitNotEmptyException');
    }
  });
});

describe('service control policies', () => {
  test('begin with the one that allows everything, attached everywhere', async () => {
    aws.addAccount({ id: PAYROLL });
    const unit = await createUnit('Workloads');

    const { Policies: policies } = await organizations.send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }));
    const { Targets: targets = [] } = await organizations.send(new ListTargetsForPolicyCommand({ PolicyId: 'p-FullAWSAccess' }));

    expect(policies).toEqual([
      expect.objectContaining({
        Id: 'p-FullAWSAccess',
        AwsManaged: true,
        Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      }),
    ]);
    expect(new Set(targets.map(({ TargetId, Type }) => `${Type} ${TargetId}`))).toEqual(
      new Set([`ROOT ${root}`, `ORGANIZATIONAL_UNIT ${unit}`, `ACCOUNT ${MANAGEMENT}`, `ACCOUNT ${PAYROLL}`]),
    );
  });

  test('are made, changed, attached, detached and deleted', async () => {
    const PolicyId = await createPolicy('no-leaving');
    const attachment = { PolicyId, TargetId: root };
    await organizations.send(new UpdatePolicyCommand({ PolicyId, Description: 'nobody leaves' }));
    await organizations.send(new AttachPolicyCommand(attachment));

    const { Policy: policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
    expect(policy?.PolicySummary).toMatchObject({
      Name: 'no-leaving',
      Description: 'nobody leaves',
      AwsManaged: false,
      Type: 'SERVICE_CONTROL_POLICY',
    });
    const onRoot = () => organizations.send(new ListPoliciesForTargetCommand({ TargetId: root, Filter: 'SERVICE_CONTROL_POLICY' }));
    expect((await onRoot()).Policies?.map(({ Name }) => Name).sort()).toEqual(['FullAWSAccess', 'no-leaving']);
    expect((await refusal(organizations.send(new DeletePolicyCommand({ PolicyId })))).code).toBe('PolicyInUseException');
    expect((await refusal(organizations.send(new AttachPolicyCommand(attachment)))).code).toBe('DuplicatePolicyAttachmentException');
    await organizations.send(new DetachPolicyCommand(attachment));
    expect((await refusal(organizations.send(new DetachPolicyCommand(attachment)))).code).toBe('PolicyNotAttachedException');
    await organizations.send(new DeletePolicyCommand({ PolicyId }));
    expect((await refusal(organizations.send(new DescribePolicyCommand({ PolicyId })))).code).toBe('PolicyNotFoundException');
  });

  test('that AWS manages cannot be changed, nor the last one be detached', async () => {
    const PolicyId = 'p-FullAWSAccess';

    expect((await refusal(organizations.send(new UpdatePolicyCommand({ PolicyId, Name: 'mine' })))).code).toBe('InvalidInputException');
    expect((await refusal(organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: root })))).code).toBe('ConstraintViolationException');
  });

  test('are no more than five on a target', async () => {
    for (let index = 0; index < 4; index += 1) aws.organization.addPolicy({ name: `p${index}`, targets: [root] });
    const attach = new AttachPolicyCommand({ PolicyId: await createPolicy('one too many'), TargetId: root });

    expect((await refusal(organizations.send(attach))).code).toBe('ConstraintViolationException');
  });

  test('must be policy documents', async () => {
    const broken = new CreatePolicyCommand({ Name: 'broken', Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: '{' });

    expect((await refusal(organizations.send(broken))).code).toBe('MalformedPolicyDocumentException');
  });

  test('of another type are none', async () => {
    expect((await organizations.send(new ListPoliciesCommand({ Filter: 'TAG_POLICY' }))).Policies).toEqual([]);
  });
});

describe('tags', () => {
  test('are put, replaced and taken away; keys differ by case', async () => {
    const ResourceId = MANAGEMENT;
    const tags = [
      { Key: 'team', Value: 'a' },
      { Key: 'Team', Value: 'b' },
    ];
    await organizations.send(new TagResourceCommand({ ResourceId, Tags: tags }));
    await organizations.send(new TagResourceCommand({ ResourceId, Tags: [{ Key: 'team', Value: 'c' }] }));
    await organizations.send(new UntagResourceCommand({ ResourceId, TagKeys: ['Team'] }));

    expect((await organizations.send(new ListTagsForResourceCommand({ ResourceId }))).Tags).toEqual([{ Key: 'team', Value: 'c' }]);
  });

  test('of what is not there are refused', async () => {
    expect((await refusal(organizations.send(new ListTagsForResourceCommand({ ResourceId: '999999999999' })))).code).toBe('TargetNotFoundException');
  });
});

describe('who may ask', () => {
  test('of a member account is only what organisation it is in', async () => {
    const member = client(aws.addAccount({ id: PAYROLL }).adminCredentials);

    await expect(member.send(new DescribeOrganizationCommand({}))).resolves.toBeDefined();
    expect(await refusal(member.send(new ListAccountsCommand({})))).toEqual({
      code: 'AccessDeniedException',
      status: 400,
      message: "You don't have permissions to access this resource.",
    });
  });

  test('as a delegated administrator may read, not write', async () => {
    const member = client(aws.addAccount({ id: PAYROLL }).adminCredentials);
    aws.organization.delegate(PAYROLL);

    await expect(member.send(new ListAccountsCommand({}))).resolves.toBeDefined();
    const create = new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'mine' });
    expect((await refusal(member.send(create))).code).toBe('AccessDeniedException');
  });

  test('from outside the organisation is told that it is in none', async () => {
    const stranger = client(aws.addAccount({ id: PAYROLL, member: false }).adminCredentials);

    expect((await refusal(stranger.send(new DescribeOrganizationCommand({})))).code).toBe('AWSOrganizationsNotInUseException');
  });

  test('is what deny and throttle say, in the words of the service', async () => {
    aws.faults.deny('organizations:ListRoots');
    aws.faults.throttle({ perSecond: 0.001, burst: 1 });

    expect((await refusal(organizations.send(new ListRootsCommand({})))).code).toBe('AccessDeniedException');
    expect(await refusal(organizations.send(new ListAccountsCommand({})))).toMatchObject({ code: 'TooManyRequestsException', status: 400 });
  });

  test.each([
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }, 'UnrecognizedClientException'],
    ['a wrong secret', { secretAccessKey: 'x' }, 'InvalidSignatureException'],
  ])('with %s nothing', async (_title, wrong, code) => {
    expect((await refusal(client({ ...aws.adminCredentials, ...wrong }).send(new ListAccountsCommand({})))).code).toBe(code);
  });
});

describe('a request is refused', () => {
  test.each([
    ['whose page is too large', new ListAccountsCommand({ MaxResults: 21 }), 'MAX_VALUE_EXCEEDED'],
    ['whose page is empty', new ListAccountsCommand({ MaxResults: 0 }), 'MIN_VALUE_EXCEEDED'],
    ['whose token is of nowhere', new ListAccountsCommand({ NextToken: 'nowhere' }), 'INVALID_PAGINATION_TOKEN'],
    ['whose identifier is none', new DescribeAccountCommand({ AccountId: '42' }), 'INVALID_PATTERN'],
  ] as const)('%s', async (_title, command, reason) => {
    const error = await organizations.send(command as ListAccountsCommand).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(InvalidInputException);
    expect(error).toMatchObject({ Reason: reason });
  });

  test.each([
    ['that is not JSON', '[', 'AWSOrganizationsV20161128.ListAccounts', 'SerializationException'],
    ['that names no operation of the service', '{}', 'AWSOrganizationsV20161128.MakeCoffee', 'UnknownOperationException'],
    ['that is for another service', '{}', 'AmazonSQS.ListAccounts', 'UnknownOperationException'],
  ])('%s', async (_title, body, target, code) => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const answer = await send(aws, { service: 'organizations', body, headers });

    expect([answer.status, answer.headers['x-amzn-errortype'], JSON.parse(answer.text).__type]).toEqual([400, code, code]);
  });
});
