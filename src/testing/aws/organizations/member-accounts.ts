import { type ActionTable, action } from '../action.ts';
import { required, text } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import type { AccountState, MemberAccount, Organization } from './organization.ts';
import {
  accountNotFound,
  childNotFound,
  destinationParentNotFound,
  duplicateAccount,
  invalidInput,
  parentNotFound,
  sourceParentNotFound,
} from './organization-errors.ts';
import { accountId, CONTROL, childId, parentId } from './organization-fields.ts';
import { listed, listFields } from './organization-page.ts';

/** The older form of a state: it does not tell a closed account from a suspended one. AWS: Managing account state */
const STATUS: Readonly<Record<AccountState, string | undefined>> = {
  PENDING_ACTIVATION: undefined,
  ACTIVE: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
  CLOSED: 'SUSPENDED',
};

function accountAnswer(organization: Organization, member: MemberAccount): XmlObject {
  return {
    Id: member.id,
    Arn: organization.arn(member),
    Email: member.email,
    Name: member.name,
    Status: STATUS[member.state],
    State: member.state,
    Paths: [organization.pathOf(member)],
    JoinedMethod: member.joinedMethod,
    JoinedTimestamp: new Date(member.joinedAt),
  };
}

const CONTROL_POLICIES = [{ Type: CONTROL, Status: 'ENABLED' }];

/** The organisation, its root, its accounts, and who is below whom. */
export const memberAccountActions: ActionTable = {
  DescribeOrganization: action({}, (_input, { cloud: { organization } }) => {
    const management = organization.members.get(organization.managementId);
    return {
      Organization: {
        Id: organization.id,
        Arn: organization.arn('organization'),
        FeatureSet: 'ALL',
        MasterAccountArn: management && organization.arn(management),
        MasterAccountId: organization.managementId,
        MasterAccountEmail: management?.email,
        AvailablePolicyTypes: CONTROL_POLICIES,
      },
    };
  }),

  ListRoots: action(listFields, (input, call) => {
    const { organization } = call.cloud;
    return listed(call, input, 'Roots', [organization.root], (root) => ({
      Id: root.id,
      Arn: organization.arn(root),
      Name: root.name,
      PolicyTypes: CONTROL_POLICIES,
    }));
  }),

  ListAccounts: action(listFields, (input, call) => {
    const { organization } = call.cloud;
    return listed(call, input, 'Accounts', organization.members.values(), (member) => accountAnswer(organization, member));
  }),

  DescribeAccount: action({ AccountId: required(accountId) }, (input, { cloud: { organization } }) => {
    const member = organization.members.get(input.AccountId);
    if (!member) throw accountNotFound();
    return { Account: accountAnswer(organization, member) };
  }),

  ListAccountsForParent: action({ ParentId: required(parentId), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    if (!organization.container(input.ParentId)) throw parentNotFound();
    const members = [...organization.members.values()].filter((member) => member.parentId === input.ParentId);
    return listed(call, input, 'Accounts', members, (member) => accountAnswer(organization, member));
  }),

  ListChildren: action(
    { ParentId: required(parentId), ChildType: required(text({ values: ['ACCOUNT', 'ORGANIZATIONAL_UNIT'] })), ...listFields },
    (input, call) => {
      const { organization } = call.cloud;
      if (!organization.container(input.ParentId)) throw parentNotFound();
      const all = input.ChildType === 'ACCOUNT' ? organization.members.values() : organization.units.values();
      const children = [...all].filter((child) => child.parentId === input.ParentId);
      return listed(call, input, 'Children', children, ({ id, kind }) => ({ Id: id, Type: kind }));
    },
  ),

  ListParents: action({ ChildId: required(childId), ...listFields }, (input, call) => {
    const { organization } = call.cloud;
    const child = organization.members.get(input.ChildId) ?? organization.units.get(input.ChildId);
    const parent = child && organization.container(child.parentId);
    if (!parent) throw childNotFound();
    return listed(call, input, 'Parents', [parent], ({ id, kind }) => ({ Id: id, Type: kind }));
  }),

  MoveAccount: action(
    { AccountId: required(accountId), SourceParentId: required(parentId), DestinationParentId: required(parentId) },
    (input, { cloud: { organization } }) => {
      const member = organization.members.get(input.AccountId);
      if (!member) throw accountNotFound();
      if (!organization.container(input.SourceParentId)) throw sourceParentNotFound();
      if (!organization.container(input.DestinationParentId)) throw destinationParentNotFound();
      if (member.parentId === input.DestinationParentId) throw duplicateAccount();
      if (member.parentId !== input.SourceParentId) throw invalidInput('INVALID_PATTERN');
      member.parentId = input.DestinationParentId;
      return undefined;
    },
  ),
};
