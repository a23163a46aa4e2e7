import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { alreadyExists, deleteConflict, noSuchEntity, quotaExceeded } from './api-error.ts';
import type { Group, User } from './entities.ts';
import { nameKey } from './name-table.ts';
import { page, sortedBy } from './paging.ts';
import { existingUserName, groupName, pageFields, path, pathPrefix, required } from './parameters.ts';
import { userAnswer } from './users.ts';
import type { XmlObject } from './xml.ts';

/** Makes a group that is not yet in the account. */
export function newGroup(account: Account, name: string, groupPath = '/'): Group {
  return {
    name,
    path: groupPath,
    id: account.ids.id('AGPA'),
    createdAt: account.clock.now(),
    inline: new Map(),
    attached: new Set(),
    members: new Set(),
  };
}

/** Makes a user a member; both sides know of it, so that neither list needs a search. */
export function join(user: User, group: Group): void {
  group.members.add(user);
  user.groups.add(group);
}

function groupAnswer(account: Account, group: Group): XmlObject {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: account.arn('group', group.path, group.name),
    CreateDate: new Date(group.createdAt),
  };
}

function refuseTakenName(account: Account, name: string): void {
  if (account.groups.get(name)) throw alreadyExists(`Group with name ${name} already exists.`);
}

/** Groups and their members. */
export const groupActions: ActionTable = {
  CreateGroup: action({ GroupName: required(groupName), Path: path }, (input, { account }) => {
    refuseTakenName(account, input.GroupName);
    const { groupsPerAccount } = account.quotas;
    if (account.groups.size >= groupsPerAccount) throw quotaExceeded('GroupsPerAccount', groupsPerAccount);
    const group = newGroup(account, input.GroupName, input.Path);
    account.groups.add(group);
    return { Group: groupAnswer(account, group) };
  }),

  GetGroup: action({ GroupName: required(groupName), ...pageFields }, (input, call) => {
    const group = call.account.group(input.GroupName);
    const key = (user: User): string => nameKey(user.name);
    const { items, end } = page(call, input, sortedBy(group.members, key), key);
    return {
      Group: groupAnswer(call.account, group),
      Users: items.map((user) => userAnswer(call.account, user)),
      ...end,
    };
  }),

  UpdateGroup: action({ GroupName: required(groupName), NewGroupName: groupName, NewPath: path }, (input, { account }) => {
    const group = account.group(input.GroupName);
    const { NewGroupName: name } = input;
    if (name !== undefined && nameKey(name) !== nameKey(group.name)) refuseTakenName(account, name);
    if (input.NewPath !== undefined) group.path = input.NewPath;
    if (name !== undefined) account.groups.rename(group, name);
    return undefined;
  }),

  DeleteGroup: action({ GroupName: required(groupName) }, (input, { account }) => {
    const group = account.group(input.GroupName);
    if (group.members.size > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.');
    if (group.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (group.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    account.groups.delete(group);
    return undefined;
  }),

  ListGroups: action({ PathPrefix: pathPrefix, ...pageFields }, (input, call) => {
    const { PathPrefix: prefix } = input;
    const all = call.account.groups.sorted();
    const groups = prefix === undefined ? all : all.filter((group) => group.path.startsWith(prefix));
    const { items, end } = page(call, input, groups, (group) => nameKey(group.name));
    return { Groups: items.map((group) => groupAnswer(call.account, group)), ...end };
  }),

  AddUserToGroup: action({ GroupName: required(groupName), UserName: required(existingUserName) }, (input, { account }) => {
    const group = account.group(input.GroupName);
    const user = account.user(input.UserName);
    const { groupsPerUser } = account.quotas;
    if (!user.groups.has(group) && user.groups.size >= groupsPerUser) throw quotaExceeded('GroupsPerUser', groupsPerUser);
    join(user, group);
    return undefined;
  }),

  RemoveUserFromGroup: action({ GroupName: required(groupName), UserName: required(existingUserName) }, (input, { account }) => {
    const group = account.group(input.GroupName);
    const user = account.user(input.UserName);
    if (!group.members.has(user)) throw noSuchEntity(`User ${user.name} is not in group ${group.name}.`);
    group.members.delete(user);
    user.groups.delete(group);
    return undefined;
  }),

  ListGroupsForUser: action({ UserName: required(existingUserName), ...pageFields }, (input, call) => {
    const key = (group: Group): string => nameKey(group.name);
    const groups = sortedBy(call.account.user(input.UserName).groups, key);
    const { items, end } = page(call, input, groups, key);
    return { Groups: items.map((group) => groupAnswer(call.account, group)), ...end };
  }),
};
