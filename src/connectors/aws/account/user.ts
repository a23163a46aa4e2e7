import type { User } from '@aws-sdk/client-iam';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import type { AwsSession } from '../session.ts';
import type { Account } from './account-class.ts';
import { tagsApart } from './profile-tags.ts';
import { openColumns } from './report-columns.ts';
import { tagsOf } from './tags.ts';
import { unlessGone } from './unless-gone.ts';
import { type PartName, readParts } from './user-parts.ts';

export { unlessGone } from './unless-gone.ts';

/** An account as the connector hands it out. */
export type AccountObject = ConnectorObject<typeof Account>;

/**
 * A user as an account: its name as AWS spells it is uid and name.
 *
 * @param more  Attributes that no answer about a user carries: groups, access, credentials.
 */
export function accountOf({ settings }: Pick<AwsSession, 'settings'>, user: User, more: AccountObject['attributes'] = {}): AccountObject {
  const { UserName: name, UserId, Path, Arn, CreateDate, PasswordLastUsed, PermissionsBoundary, Tags } = user;
  if (!name) throw new ConnectorError('ConnectorIO', `AWS answered with a user without a name${UserId ? ` (id ${UserId})` : ''}`);
  const { profile, others } = tagsApart(tagsOf(Tags), settings.user);
  return {
    uid: name,
    name,
    attributes: {
      UserId,
      Path,
      Arn,
      AccountId: accountIdOf(Arn),
      CreatedDate: CreateDate,
      PasswordLastUsed: settings.user.passwordLastUsed ? PasswordLastUsed : undefined,
      PermissionsBoundary: PermissionsBoundary?.PermissionsBoundaryArn,
      Tags: others.length > 0 ? others : undefined,
      // A tag may hold what the attribute would not take: whoever reads is told what is there.
      ...(profile as AccountObject['attributes']),
      ...more,
    },
  };
}

/** The account that an ARN names. AWS: Amazon Resource Names. */
export function accountIdOf(arn: string | undefined): string | undefined {
  return arn?.split(':')[4];
}

/** One user as it is now, with one GetUser; undefined when there is none. */
export async function findUser(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<User | undefined> {
  return unlessGone(async () => (await session.iam('GetUser', { UserName: name }, { signal, uid: name })).User);
}

/** One account as it is now, with the calls that the names to get need and no others, of the parts given; undefined when there is none. */
export async function readAccount(
  session: AwsSession,
  name: string,
  names: NamesToGet<typeof Account>,
  signal: AbortSignal,
  parts?: readonly PartName[],
): Promise<AccountObject | undefined> {
  const user = await findUser(session, name, signal);
  if (!user) return undefined;
  const incomplete = openColumns(names);
  return unlessGone(async () => ({ ...accountOf(session, user, await readParts(session, name, names, signal, parts)), incomplete }));
}

/**
 * Whether a user can get in with a console password or an access key. The keys are asked for only when there is no password.
 *
 * @throws ConnectorError `UnknownUid` when the user is not there.
 */
export async function isEnabled(session: AwsSession, user: string, signal: AbortSignal): Promise<boolean> {
  const { __ENABLE__ } = await readParts(session, user, new Set(['__ENABLE__'] as const), signal);
  return __ENABLE__ === true;
}
