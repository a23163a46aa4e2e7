import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { boundaryAnswer } from './boundaries.ts';
import type { Group, ManagedPolicy, PolicyHolder, Role, User } from './entities.ts';
import { instanceProfileAnswer } from './instance-profiles.ts';
import { nameKey } from './name-table.ts';
import { page } from './paging.ts';
import { pageFields } from './parameters.ts';
import { policyAnswer } from './policies.ts';
import { encodedDocument } from './policy-document.ts';
import { versionAnswer } from './policy-versions.ts';
import { lastUsedAnswer, profilesOf } from './roles.ts';
import { tagAnswer } from './tags.ts';
import { checkText, type Field } from './validation.ts';
import type { XmlObject } from './xml.ts';

const KINDS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;
type Kind = (typeof KINDS)[number];

/** Pages run through all entities in this order. */
const ORDER: readonly Kind[] = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'];

/** One entity of the sequence; what AWS says of it is made only for those on the page. */
interface Detail {
  readonly kind: Kind;
  readonly key: string;
  readonly answer: () => XmlObject;
}

const kindList: Field<readonly Kind[]> = {
  read: (parameters, name, problems) =>
    Array.from({ length: parameters.memberCount(name) ?? 0 }, (_, index) => {
      const kind = parameters.text(`${name}.member.${index + 1}`) ?? '';
      checkText(kind, `filter.${index + 1}.member`, { values: KINDS }, problems);
      return kind as Kind;
    }),
};

function policyLists(holder: PolicyHolder): { readonly inline: XmlObject[]; readonly attached: XmlObject[] } {
  return {
    inline: [...holder.inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodedDocument(document) })),
    attached: [...holder.attached].map((policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn })),
  };
}

function userDetail(account: Account, user: User): XmlObject {
  const { inline, attached } = policyLists(user);
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: account.arn('user', user.path, user.name),
    CreateDate: new Date(user.createdAt),
    UserPolicyList: inline.length > 0 ? inline : undefined,
    GroupList: [...user.groups].map((group) => group.name),
    AttachedManagedPolicies: attached,
    PermissionsBoundary: boundaryAnswer(user.boundary),
    Tags: [...user.tags.values()].map(tagAnswer),
  };
}

function groupDetail(account: Account, group: Group): XmlObject {
  const { inline, attached } = policyLists(group);
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: account.arn('group', group.path, group.name),
    CreateDate: new Date(group.createdAt),
    GroupPolicyList: inline,
    AttachedManagedPolicies: attached,
  };
}

function roleDetail(account: Account, role: Role): XmlObject {
  const { inline, attached } = policyLists(role);
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: account.arn('role', role.path, role.name),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    InstanceProfileList: profilesOf(account, role).map((profile) => instanceProfileAnswer(account, profile)),
    RolePolicyList: inline,
    AttachedManagedPolicies: attached,
    PermissionsBoundary: boundaryAnswer(role.boundary),
    Tags: [...role.tags.values()].map(tagAnswer),
    RoleLastUsed: lastUsedAnswer(role),
  };
}

function policyDetail(account: Account, policy: ManagedPolicy): XmlObject {
  return {
    ...policyAnswer(account, policy),
    Description: policy.description,
    PolicyVersionList: policy.versions.map((version) => versionAnswer(version, true)),
  };
}

function detailsOf(account: Account, kind: Kind): readonly Detail[] {
  const position = ORDER.indexOf(kind);
  const details = <T extends { readonly name: string }>(
    entities: readonly T[],
    answer: (account: Account, entity: T) => XmlObject,
  ): readonly Detail[] => entities.map((entity) => ({ kind, key: `${position} ${nameKey(entity.name)}`, answer: () => answer(account, entity) }));
  switch (kind) {
    case 'User':
      return details(account.users.sorted(), userDetail);
    case 'Group':
      return details(account.groups.sorted(), groupDetail);
    case 'Role':
      return details(account.roles.sorted(), roleDetail);
    case 'LocalManagedPolicy':
      return details(account.policies.sorted(), policyDetail);
    case 'AWSManagedPolicy':
      return details(account.awsPolicies.sorted(), policyDetail);
  }
}

/** The bulk read of everything that grants permissions. */
export const authorizationDetailsActions: ActionTable = {
  GetAccountAuthorizationDetails: action({ Filter: kindList, ...pageFields }, (input, call) => {
    const wanted = input.Filter.length === 0 ? ORDER : ORDER.filter((kind) => input.Filter.includes(kind));
    const sequence = wanted.flatMap((kind) => detailsOf(call.account, kind));
    const { items, end } = page(call, input, sequence, (detail) => detail.key);
    const of = (...kinds: readonly Kind[]): readonly XmlObject[] =>
      items.filter((detail) => kinds.includes(detail.kind)).map((detail) => detail.answer());
    return {
      UserDetailList: of('User'),
      GroupDetailList: of('Group'),
      RoleDetailList: of('Role'),
      Policies: of('LocalManagedPolicy', 'AWSManagedPolicy'),
      ...end,
    };
  }),
};
