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
  TagResourceCommand,
  UntagResourceCommand,
  UpdateOrganizationalUnitCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { type Before, organizations as org, type Scenario } from '../scenario.ts';

const root = (before: Before): string => before('roots').Roots?.[0]?.Id;
const unit = (before: Before): string => before('create a unit').OrganizationalUnit?.Id;
const policy = (before: Before): string => before('create a policy').Policy?.PolicySummary?.Id;
const payroll = (before: Before): string => before('accounts').Accounts?.find((account: { readonly Name: string }) => account.Name === 'payroll')?.Id;
const roots = org('roots', () => new ListRootsCommand({}));
const accounts = org('accounts', () => new ListAccountsCommand({}));
const Content = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}';
const Type = 'SERVICE_CONTROL_POLICY';

/** Accounts, units and service control policies. */
export const organization: readonly Scenario[] = [
  {
    name: 'no organisation',
    steps: [org('describe', () => new DescribeOrganizationCommand({})), org('accounts', () => new ListAccountsCommand({}))],
  },
  {
    name: 'accounts',
    organization: true,
    steps: [
      org('describe', () => new DescribeOrganizationCommand({})),
      roots,
      accounts,
      org('a page of one', () => new ListAccountsCommand({ MaxResults: 1 })),
      org('pages of 21', () => new ListAccountsCommand({ MaxResults: 21 })),
      org('describe an account', (before) => new DescribeAccountCommand({ AccountId: payroll(before) })),
      org('describe one that is not there', () => new DescribeAccountCommand({ AccountId: '888888888888' })),
      org('of the root', (before) => new ListAccountsForParentCommand({ ParentId: root(before) })),
      org('parents', (before) => new ListParentsCommand({ ChildId: payroll(before) })),
      org(
        'tag',
        (before) =>
          new TagResourceCommand({
            ResourceId: payroll(before),
            Tags: [
              { Key: 'a', Value: '1' },
              { Key: 'b', Value: '2' },
            ],
          }),
      ),
      org('untag', (before) => new UntagResourceCommand({ ResourceId: payroll(before), TagKeys: ['a'] })),
      org('tags', (before) => new ListTagsForResourceCommand({ ResourceId: payroll(before) })),
    ],
  },
  {
    name: 'organisational units',
    organization: true,
    steps: [
      roots,
      accounts,
      org('create a unit', (before) => new CreateOrganizationalUnitCommand({ ParentId: root(before), Name: 'Workloads' })),
      org('create it again', (before) => new CreateOrganizationalUnitCommand({ ParentId: root(before), Name: 'Workloads' })),
      org('create nowhere', () => new CreateOrganizationalUnitCommand({ ParentId: 'ou-abcd-12345678', Name: 'Lost' })),
      org('describe', (before) => new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: unit(before) })),
      org('describe one that is not there', () => new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: 'ou-abcd-12345678' })),
      org('of the root', (before) => new ListOrganizationalUnitsForParentCommand({ ParentId: root(before) })),
      org('rename', (before) => new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: unit(before), Name: 'Loads' })),
      org(
        'move an account',
        (before) => new MoveAccountCommand({ AccountId: payroll(before), SourceParentId: root(before), DestinationParentId: unit(before) }),
      ),
      org(
        'move it again',
        (before) => new MoveAccountCommand({ AccountId: payroll(before), SourceParentId: root(before), DestinationParentId: unit(before) }),
      ),
      org('accounts of the unit', (before) => new ListAccountsForParentCommand({ ParentId: unit(before) })),
      org('children', (before) => new ListChildrenCommand({ ParentId: unit(before), ChildType: 'ACCOUNT' })),
      org('parents', (before) => new ListParentsCommand({ ChildId: payroll(before) })),
    ],
  },
  {
    name: 'deleting units',
    organization: true,
    steps: [
      roots,
      org('create a unit', (before) => new CreateOrganizationalUnitCommand({ ParentId: root(before), Name: 'Workloads' })),
      org('delete', (before) => new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: unit(before) })),
      org('delete again', (before) => new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: unit(before) })),
    ],
  },
  {
    name: 'deleting units in use',
    organization: true,
    steps: [
      roots,
      accounts,
      org('create a unit', (before) => new CreateOrganizationalUnitCommand({ ParentId: root(before), Name: 'Workloads' })),
      org(
        'move an account',
        (before) => new MoveAccountCommand({ AccountId: payroll(before), SourceParentId: root(before), DestinationParentId: unit(before) }),
      ),
      org('delete', (before) => new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: unit(before) })),
    ],
  },
  {
    name: 'service control policies',
    organization: true,
    steps: [
      roots,
      accounts,
      org('create a policy', () => new CreatePolicyCommand({ Name: 'no-leaving', Description: 'stay', Content, Type })),
      org('create it again', () => new CreatePolicyCommand({ Name: 'no-leaving', Description: 'stay', Content, Type })),
      org('create nonsense', () => new CreatePolicyCommand({ Name: 'nonsense', Description: '', Content: '{', Type })),
      org('describe', (before) => new DescribePolicyCommand({ PolicyId: policy(before) })),
      org('describe one that is not there', () => new DescribePolicyCommand({ PolicyId: 'p-12345678' })),
      org('list', () => new ListPoliciesCommand({ Filter: Type })),
      org('attach', (before) => new AttachPolicyCommand({ PolicyId: policy(before), TargetId: payroll(before) })),
      org('attach again', (before) => new AttachPolicyCommand({ PolicyId: policy(before), TargetId: payroll(before) })),
      org('of the account', (before) => new ListPoliciesForTargetCommand({ TargetId: payroll(before), Filter: Type })),
      org('targets', (before) => new ListTargetsForPolicyCommand({ PolicyId: policy(before) })),
      org('update', (before) => new UpdatePolicyCommand({ PolicyId: policy(before), Description: 'really' })),
      org('delete in use', (before) => new DeletePolicyCommand({ PolicyId: policy(before) })),
      org('detach', (before) => new DetachPolicyCommand({ PolicyId: policy(before), TargetId: payroll(before) })),
      org('detach again', (before) => new DetachPolicyCommand({ PolicyId: policy(before), TargetId: payroll(before) })),
      org('delete', (before) => new DeletePolicyCommand({ PolicyId: policy(before) })),
    ],
  },
];
