import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { alreadyExists, deleteConflict, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { InstanceProfile } from './entities.ts';
import { nameKey } from './name-table.ts';
import { page } from './paging.ts';
import { instanceProfileName, pageFields, path, pathPrefix, required, roleName } from './parameters.ts';
import { changeableRole } from './protected-roles.ts';
import { profilesOf, roleAnswer } from './roles.ts';
import { putTags, removeTags, tagKeyList, tagList, tagPage, tagsAnswer } from './tags.ts';
import type { XmlObject } from './xml.ts';

/** AWS: an instance profile holds one role, and the quota cannot be raised. */
const ROLES_PER_PROFILE = 1;
const byName = (profile: InstanceProfile): string => nameKey(profile.name);

/** Makes an instance profile that is not yet in the account. */
export function newInstanceProfile(account: Account, name: string, profilePath = '/'): InstanceProfile {
  return { name, path: profilePath, id: account.ids.id('AIPA'), createdAt: account.clock.now(), tags: new Map(), role: undefined };
}

/** An instance profile with its role, as lists show it: without tags. */
export function instanceProfileAnswer(account: Account, profile: InstanceProfile): XmlObject {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: account.arn('instance-profile', profile.path, profile.name),
    CreateDate: new Date(profile.createdAt),
    Roles: profile.role ? [roleAnswer(account, profile.role)] : [],
  };
}

function fullAnswer(account: Account, profile: InstanceProfile): XmlObject {
  return { InstanceProfile: { ...instanceProfileAnswer(account, profile), Tags: tagsAnswer(profile.tags) ?? [] } };
}

function profileOf(account: Account, name: string): InstanceProfile {
  const profile = account.instanceProfiles.get(name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

const tagQuota = (account: Account) => ({ name: 'TagsPerInstanceProfile', limit: account.quotas.tagsPerEntity });
const profileField = required(instanceProfileName);

/** Instance profiles. */
export const instanceProfileActions: ActionTable = {
  CreateInstanceProfile: action({ InstanceProfileName: profileField, Path: path, Tags: tagList }, (input, { account }) => {
    const profile = newInstanceProfile(account, input.InstanceProfileName, input.Path);
    putTags(profile.tags, input.Tags, tagQuota(account));
    if (account.instanceProfiles.get(profile.name)) throw alreadyExists(`Instance Profile ${profile.name} already exists.`);
    const { instanceProfilesPerAccount } = account.quotas;
    if (account.instanceProfiles.size >= instanceProfilesPerAccount) {
      throw quotaExceeded('InstanceProfilesPerAccount', instanceProfilesPerAccount);
    }
    account.instanceProfiles.add(profile);
    return fullAnswer(account, profile);
  }),

  GetInstanceProfile: action({ InstanceProfileName: profileField }, (input, { account }) =>
    fullAnswer(account, profileOf(account, input.InstanceProfileName)),
  ),

  DeleteInstanceProfile: action({ InstanceProfileName: profileField }, (input, { account }) => {
    const profile = profileOf(account, input.InstanceProfileName);
    if (profile.role) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    account.instanceProfiles.delete(profile);
    return undefined;
  }),

  AddRoleToInstanceProfile: action({ InstanceProfileName: profileField, RoleName: required(roleName) }, (input, { account }) => {
    const profile = profileOf(account, input.InstanceProfileName);
    const role = changeableRole(account, input.RoleName);
    if (profile.role) throw quotaExceeded('InstanceSessionsPerInstanceProfile', ROLES_PER_PROFILE);
    profile.role = role;
    return undefined;
  }),

  RemoveRoleFromInstanceProfile: action({ InstanceProfileName: profileField, RoleName: required(roleName) }, (input, { account }) => {
    const profile = profileOf(account, input.InstanceProfileName);
    const role = changeableRole(account, input.RoleName);
    if (profile.role !== role) throw noSuchEntity(`The role with name ${role.name} cannot be found.`);
    profile.role = undefined;
    return undefined;
  }),

  ListInstanceProfiles: action({ PathPrefix: pathPrefix, ...pageFields }, (input, call) => {
    const { PathPrefix: prefix = '/' } = input;
    const profiles = call.account.instanceProfiles.sorted().filter((profile) => profile.path.startsWith(prefix));
    const { items, end } = page(call, input, profiles, byName);
    return { InstanceProfiles: items.map((profile) => instanceProfileAnswer(call.account, profile)), ...end };
  }),

  ListInstanceProfilesForRole: action({ RoleName: required(roleName), ...pageFields }, (input, call) => {
    const { items, end } = page(call, input, profilesOf(call.account, call.account.role(input.RoleName)), byName);
    return { InstanceProfiles: items.map((profile) => instanceProfileAnswer(call.account, profile)), ...end };
  }),

  TagInstanceProfile: action({ InstanceProfileName: profileField, Tags: required(tagList) }, (input, { account }) => {
    putTags(profileOf(account, input.InstanceProfileName).tags, input.Tags, tagQuota(account));
    return undefined;
  }),

  UntagInstanceProfile: action({ InstanceProfileName: profileField, TagKeys: required(tagKeyList) }, (input, { account }) => {
    removeTags(profileOf(account, input.InstanceProfileName).tags, input.TagKeys);
    return undefined;
  }),

  ListInstanceProfileTags: action({ InstanceProfileName: profileField, ...pageFields }, (input, call) =>
    tagPage(call, input, profileOf(call.account, input.InstanceProfileName).tags),
  ),
};
