import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { noSuchEntity, quotaExceeded } from './api-error.ts';
import type { AccessKey, Status, User } from './entities.ts';
import { page, sortedBy } from './paging.ts';
import { accessKeyId, existingUserName, pageFields, required } from './parameters.ts';
import { newStatus, settable } from './status.ts';
import { namedOrCaller } from './users.ts';

/** Gives a user an access key, which works as credentials at once. */
export function addAccessKey(account: Account, user: User, keyStatus: Status = 'Active', createdAt = account.clock.now()): AccessKey {
  const key: AccessKey = {
    id: account.ids.id('AKIA'),
    secret: account.ids.secret(),
    createdAt,
    user,
    status: keyStatus,
    lastUsed: undefined,
  };
  user.accessKeys.push(key);
  account.accessKeys.set(key.id, key);
  return key;
}

function keyOf(user: User, id: string): AccessKey {
  const key = user.accessKeys.find((one) => one.id === id);
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

/** Access keys. */
export const accessKeyActions: ActionTable = {
  CreateAccessKey: action({ UserName: existingUserName }, (input, call) => {
    const { account } = call;
    const user = namedOrCaller(call, input.UserName);
    const { accessKeysPerUser } = account.quotas;
    if (user.accessKeys.length >= accessKeysPerUser) throw quotaExceeded('AccessKeysPerUser', accessKeysPerUser);
    const key = addAccessKey(account, user);
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: key.secret,
        CreateDate: new Date(key.createdAt),
      },
    };
  }),

  ListAccessKeys: action({ UserName: existingUserName, ...pageFields }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const { items, end } = page(
      call,
      input,
      sortedBy(user.accessKeys, (key) => key.id),
      (key) => key.id,
    );
    const metadata = items.map((key) => ({
      UserName: user.name,
      AccessKeyId: key.id,
      Status: key.status,
      CreateDate: new Date(key.createdAt),
    }));
    return { AccessKeyMetadata: metadata, ...end };
  }),

  UpdateAccessKey: action({ UserName: existingUserName, AccessKeyId: required(accessKeyId), Status: newStatus }, (input, call) => {
    keyOf(namedOrCaller(call, input.UserName), input.AccessKeyId).status = settable(input.Status);
    return undefined;
  }),

  DeleteAccessKey: action({ UserName: existingUserName, AccessKeyId: required(accessKeyId) }, (input, call) => {
    const user = namedOrCaller(call, input.UserName);
    const key = keyOf(user, input.AccessKeyId);
    user.accessKeys.splice(user.accessKeys.indexOf(key), 1);
    call.account.accessKeys.delete(key.id);
    return undefined;
  }),

  GetAccessKeyLastUsed: action({ AccessKeyId: required(accessKeyId) }, (input, { account }) => {
    const key = account.accessKeys.get(input.AccessKeyId);
    if (!key) throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
    return {
      UserName: key.user.name,
      AccessKeyLastUsed: {
        LastUsedDate: key.lastUsed && new Date(key.lastUsed.at),
        ServiceName: key.lastUsed?.service ?? 'N/A',
        Region: key.lastUsed?.region ?? 'N/A',
      },
    };
  }),
};
