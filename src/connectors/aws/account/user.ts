import type { User } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import type { Account } from './account-class.ts';
import { hasLoginProfile } from './login-profile.ts';
import { tagsOf } from './tags.ts';

/** An account as the connector hands it out. */
export type AccountObject = ConnectorObject<typeof Account>;

/** What no single answer of IAM carries. */
export interface UserExtras {
  readonly groups?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

/** A user as an account: its name as AWS spells it is uid and name. */
export function accountOf(user: User, { groups, enabled }: UserExtras): AccountObject {
  const { UserName: name, UserId, Path, Arn, CreateDate, PasswordLastUsed, PermissionsBoundary, Tags } = user;
  if (!name) throw new ConnectorError('ConnectorIO', `AWS answered with a user without a name${UserId ? ` (id ${UserId})` : ''}`);
  const tags = tagsOf(Tags);
  return {
    uid: name,
    name,
    attributes: {
      UserId,
      Path,
      Arn,
      CreatedDate: CreateDate,
      PasswordLastUsed,
      PermissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: tags.length > 0 ? tags : undefined,
      __GROUPS__: groups,
      __ENABLE__: enabled,
    },
  };
}

/** One user as it is now, with one GetUser; undefined when there is none. */
export async function findUser(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<User | undefined> {
  return unlessGone(async () => (await session.iam('GetUser', { UserName: name }, { signal, uid: name })).User);
}

/** One account as it is now, with the calls that the names to get need and no others; undefined when there is none. */
export async function readAccount(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Account>,
  signal: AbortSignal,
): Promise<AccountObject | undefined> {
  const user = await findUser(session, name, signal);
  if (!user) return undefined;
  return unlessGone(async () => {
    const [groups, enabled] = await Promise.all([
      names.has('__GROUPS__') ? groupsOf(session, name, signal) : undefined,
      names.has('__ENABLE__') ? isEnabled(session, name, signal) : undefined,
    ]);
    return accountOf(user, { groups, enabled });
  });
}

/** The names of a user's groups. */
export async function groupsOf(session: AwsSession, user: string, signal: AbortSignal): Promise<string[]> {
  const groups = await allOf(
    (Marker) => session.iam('ListGroupsForUser', { UserName: user, Marker, MaxItems: MOST_ITEMS }, { signal, uid: user }),
    (answer) => answer.Groups,
  );
  return groups.flatMap(({ GroupName }) => GroupName ?? []);
}

/**
 * Whether a user can get in with a console password or an access key. The keys are asked for only when there is no password.
 *
 * @throws ConnectorError `UnknownUid` when the user is not there.
 */
export async function isEnabled(session: AwsSession, user: string, signal: AbortSignal): Promise<boolean> {
  if (await hasLoginProfile(session, user, signal)) return true;
  const keys = await allOf(
    (Marker) => session.iam('ListAccessKeys', { UserName: user, Marker, MaxItems: MOST_ITEMS }, { signal, uid: user }),
    (answer) => answer.AccessKeyMetadata,
  );
  return keys.some(({ Status }) => Status === 'Active');
}

/** Reads something of a user or a group; undefined when it is not there, or not any more. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (awsCode(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}
