import type { Account } from './account.ts';
import { type ActionTable, action, type Call } from './action.ts';
import { alreadyExists, deleteConflict, quotaExceeded, validationError } from './api-error.ts';
import { boundaryAnswer, boundaryPolicy } from './boundaries.ts';
import type { User } from './entities.ts';
import { nameKey } from './name-table.ts';
import { page } from './paging.ts';
import { arn, existingUserName, newUserName, pageFields, path, pathPrefix, required } from './parameters.ts';
import { putTags, removeTags, tagKeyList, tagList, tagPage, tagsAnswer } from './tags.ts';
import type { XmlObject } from './xml.ts';

/** Makes a user that is not yet in the account. */
export function newUser(account: Account, name: string, userPath = '/', createdAt = account.clock.now()): User {
  return {
    name,
    path: userPath,
    id: account.ids.id('AIDA'),
    createdAt,
    inline: new Map(),
    attached: new Set(),
    tags: new Map(),
    groups: new Set(),
    boundary: undefined,
    loginProfile: undefined,
    passwordLastUsed: undefined,
    accessKeys: [],
    mfaDevices: [],
    sshKeys: [],
    certificates: [],
    serviceCredentials: [],
  };
}

/** A user as lists show it: without tags and boundary. */
export function userAnswer(account: Account, user: User): XmlObject {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: account.arn('user', user.path, user.name),
    CreateDate: new Date(user.createdAt),
    PasswordLastUsed: user.passwordLastUsed === undefined ? undefined : new Date(user.passwordLastUsed),
  };
}

/** The user a request means: the one it names, or else the one that signed it. */
export function namedOrCaller(call: Call, name: string | undefined): User {
  if (name !== undefined) return call.account.user(name);
  if (call.caller.kind === 'role') throw validationError('Must specify userName when calling with non-User credentials');
  return call.caller.user;
}

/** What must be gone before a user can be deleted, in AWS's words, in the order it is looked for. AWS: DeleteUser; messages as quoted in public issues. */
const PREREQUISITES: readonly [message: string, present: (user: User) => boolean][] = [
  ['must remove users from group first.', (user) => user.groups.size > 0],
  ['must detach all policies first.', (user) => user.attached.size > 0],
  ['must delete policies first.', (user) => user.inline.size > 0],
  ['must delete access keys first.', (user) => user.accessKeys.length > 0],
  ['must delete login profile first.', (user) => user.loginProfile !== undefined],
  ['must delete MFA device first.', (user) => user.mfaDevices.length > 0],
  ['must delete certificates first.', (user) => user.certificates.length > 0],
  ['must remove referenced objects first.', (user) => user.sshKeys.length > 0 || user.serviceCredentials.length > 0],
];

const tagQuota = (account: Account) => ({ name: 'TagsPerUser', limit: account.quotas.tagsPerEntity });

function fullAnswer(account: Account, user: User): XmlObject {
  return {
    ...userAnswer(account, user),
    PermissionsBoundary: boundaryAnswer(user.boundary),
    Tags: tagsAnswer(user.tags),
  };
}

function refuseTakenName(account: Account, name: string): void {
  const taken = account.users.get(name);
  if (taken) throw alreadyExists(`User with name ${name} already exists.`);
}

/** Users and their tags. */
export const userActions: ActionTable = {
  CreateUser: action({ UserName: required(newUserName), Path: path, PermissionsBoundary: arn, Tags: tagList }, (input, { account }) => {
    const user = newUser(account, input.UserName, input.Path);
    if (input.PermissionsBoundary !== undefined) user.boundary = boundaryPolicy(account, input.PermissionsBoundary);
    putTags(user.tags, input.Tags, tagQuota(account));
    refuseTakenName(account, input.UserName);
    const { usersPerAccount } = account.quotas;
    if (account.users.size >= usersPerAccount) throw quotaExceeded('UsersPerAccount', usersPerAccount);
    account.users.add(user);
    return { User: fullAnswer(account, user) };
  }),

  GetUser: action({ UserName: existingUserName }, (input, call) => ({
    User: fullAnswer(call.account, namedOrCaller(call, input.UserName)),
  })),

  UpdateUser: action({ UserName: required(existingUserName), NewUserName: newUserName, NewPath: path }, (input, { account }) => {
    const user = account.user(input.UserName);
    const { NewUserName: name } = input;
    // A name changed only in case is the user's own name, not a taken one.
    if (name !== undefined && nameKey(name) !== nameKey(user.name)) refuseTakenName(account, name);
    if (input.NewPath !== undefined) user.path = input.NewPath;
    if (name !== undefined) account.users.rename(user, name);
    return undefined;
  }),

  DeleteUser: action({ UserName: required(existingUserName) }, (input, { account }) => {
    const user = account.user(input.UserName);
    const first = PREREQUISITES.find(([, present]) => present(user));
    if (first) throw deleteConflict(`Cannot delete entity, ${first[0]}`);
    account.users.delete(user);
    return undefined;
  }),

  ListUsers: action({ PathPrefix: pathPrefix, ...pageFields }, (input, call) => {
    const { PathPrefix: prefix } = input;
    const all = call.account.users.sorted();
    const users = prefix === undefined ? all : all.filter((user) => user.path.startsWith(prefix));
    const { items, end } = page(call, input, users, (user) => nameKey(user.name));
    return { Users: items.map((user) => userAnswer(call.account, user)), ...end };
  }),

  TagUser: action({ UserName: required(existingUserName), Tags: required(tagList) }, (input, { account }) => {
    putTags(account.user(input.UserName).tags, input.Tags, tagQuota(account));
    return undefined;
  }),

  UntagUser: action({ UserName: required(existingUserName), TagKeys: required(tagKeyList) }, (input, { account }) => {
    removeTags(account.user(input.UserName).tags, input.TagKeys);
    return undefined;
  }),

  ListUserTags: action({ UserName: required(existingUserName), ...pageFields }, (input, call) => {
    return tagPage(call, input, call.account.user(input.UserName).tags);
  }),
};
