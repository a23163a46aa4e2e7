import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { alreadyExists, deleteConflict, quotaExceeded } from './api-error.ts';
import { boundaryAnswer, boundaryPolicy } from './boundaries.ts';
import type { InstanceProfile, Role } from './entities.ts';
import { nameKey } from './name-table.ts';
import { page } from './paging.ts';
import { arn, integer, pageFields, path, pathPrefix, policyDocument, required, roleDescription, roleName } from './parameters.ts';
import { checkTrustPolicy, countedLength, encodedDocument } from './policy-document.ts';
import { changeableRole, unmodifiable } from './protected-roles.ts';
import { putTags, removeTags, tagKeyList, tagList, tagPage, tagsAnswer } from './tags.ts';
import type { XmlObject } from './xml.ts';

const DEFAULT_SESSION_SECONDS = 3600;

/** What a new role may have besides a name and a trust policy. */
export interface NewRole {
  readonly path?: string | undefined;
  readonly createdAt?: number | undefined;
  readonly isServiceLinked?: boolean | undefined;
}

/** Makes a role that is not yet in the account. */
export function newRole(account: Account, name: string, trustPolicy: string, more: NewRole = {}): Role {
  const { path: rolePath = '/', createdAt = account.clock.now(), isServiceLinked = false } = more;
  return {
    name,
    path: rolePath,
    id: account.ids.id('AROA'),
    createdAt,
    inline: new Map(),
    attached: new Set(),
    tags: new Map(),
    boundary: undefined,
    trustPolicy,
    description: undefined,
    maxSessionDuration: DEFAULT_SESSION_SECONDS,
    lastUsed: undefined,
    isServiceLinked,
  };
}

function checkTrustPolicySize(account: Account, document: string): void {
  const { trustPolicySize } = account.quotas;
  if (countedLength(document) > trustPolicySize) throw quotaExceeded('ACLSizePerRole', trustPolicySize);
}

const tagQuota = (account: Account) => ({ name: 'TagsPerRole', limit: account.quotas.tagsPerEntity });

/** A role as lists show it: without tags, boundary and last use. */
export function roleAnswer(account: Account, role: Role): XmlObject {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: account.arn('role', role.path, role.name),
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** The instance profiles that give a role to instances, in order of name. */
export function profilesOf(account: Account, role: Role): readonly InstanceProfile[] {
  return account.instanceProfiles.sorted().filter((profile) => profile.role === role);
}

/** When a role was last used, as it stands in answers. */
export function lastUsedAnswer(role: Role): XmlObject {
  return role.lastUsed ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region } : {};
}

function fullAnswer(account: Account, role: Role): XmlObject {
  return {
    ...roleAnswer(account, role),
    PermissionsBoundary: boundaryAnswer(role.boundary),
    Tags: tagsAnswer(role.tags),
    RoleLastUsed: lastUsedAnswer(role),
  };
}

/** Roles. */
export const roleActions: ActionTable = {
  CreateRole: action(
    {
      RoleName: required(roleName),
      Path: path,
      AssumeRolePolicyDocument: required(policyDocument),
      Description: roleDescription,
      MaxSessionDuration: integer(3600, 43_200),
      PermissionsBoundary: arn,
      Tags: tagList,
    },
    (input, { account }) => {
      checkTrustPolicy(account, input.AssumeRolePolicyDocument);
      checkTrustPolicySize(account, input.AssumeRolePolicyDocument);
      const role = newRole(account, input.RoleName, input.AssumeRolePolicyDocument, { path: input.Path });
      if (input.PermissionsBoundary !== undefined) role.boundary = boundaryPolicy(account, input.PermissionsBoundary);
      putTags(role.tags, input.Tags, tagQuota(account));
      role.description = input.Description;
      role.maxSessionDuration = input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS;
      if (account.roles.get(role.name)) throw alreadyExists(`Role with name ${role.name} already exists.`);
      const { rolesPerAccount } = account.quotas;
      if (account.roles.size >= rolesPerAccount) throw quotaExceeded('RolesPerAccount', rolesPerAccount);
      account.roles.add(role);
      return { Role: fullAnswer(account, role) };
    },
  ),

  GetRole: action({ RoleName: required(roleName) }, (input, { account }) => ({
    Role: fullAnswer(account, account.role(input.RoleName)),
  })),

  UpdateRole: action(
    { RoleName: required(roleName), Description: roleDescription, MaxSessionDuration: integer(3600, 43_200) },
    (input, { account }) => {
      const role = account.role(input.RoleName);
      if (role.isServiceLinked && input.MaxSessionDuration !== undefined) {
        throw unmodifiable(`${role.name} is an AWS service linked role, max session duration cannot be changed.`);
      }
      if (input.Description !== undefined) role.description = input.Description;
      role.maxSessionDuration = input.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS;
      return {};
    },
  ),

  // AWS: superseded by UpdateRole, which cannot leave the session's length alone.
  UpdateRoleDescription: action({ RoleName: required(roleName), Description: required(roleDescription) }, (input, { account }) => {
    const role = account.role(input.RoleName);
    role.description = input.Description;
    return { Role: roleAnswer(account, role) };
  }),

  UpdateAssumeRolePolicy: action({ RoleName: required(roleName), PolicyDocument: required(policyDocument) }, (input, { account }) => {
    const role = changeableRole(account, input.RoleName);
    checkTrustPolicy(account, input.PolicyDocument);
    checkTrustPolicySize(account, input.PolicyDocument);
    role.trustPolicy = input.PolicyDocument;
    return undefined;
  }),

  DeleteRole: action({ RoleName: required(roleName) }, (input, { account }) => {
    const role = changeableRole(account, input.RoleName);
    if (profilesOf(account, role).length > 0) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    if (role.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    account.roles.delete(role);
    return undefined;
  }),

  ListRoles: action({ PathPrefix: pathPrefix, ...pageFields }, (input, call) => {
    const { PathPrefix: prefix } = input;
    const all = call.account.roles.sorted();
    const roles = prefix === undefined ? all : all.filter((role) => role.path.startsWith(prefix));
    const { items, end } = page(call, input, roles, (role) => nameKey(role.name));
    return { Roles: items.map((role) => roleAnswer(call.account, role)), ...end };
  }),

  TagRole: action({ RoleName: required(roleName), Tags: required(tagList) }, (input, { account }) => {
    putTags(account.role(input.RoleName).tags, input.Tags, tagQuota(account));
    return undefined;
  }),

  UntagRole: action({ RoleName: required(roleName), TagKeys: required(tagKeyList) }, (input, { account }) => {
    removeTags(account.role(input.RoleName).tags, input.TagKeys);
    return undefined;
  }),

  ListRoleTags: action({ RoleName: required(roleName), ...pageFields }, (input, call) => {
    return tagPage(call, input, call.account.role(input.RoleName).tags);
  }),
};
