import pLimit from 'p-limit';
import { ConnectorError } from '../../../model/errors.ts';
import { AccountJournal } from '../accounts/account-journal.ts';
import type { AccountsSetting } from '../settings/managed-accounts-setting.ts';
import type { RoleSetting } from '../settings/role-setting.ts';
import { unlessAborted } from '../transport/unless-aborted.ts';
import { chosenAccounts, discoverAccounts } from './account-list.ts';
import { accountSession } from './account-session.ts';
import type { AwsSession, ManagedAccount, ManagedAccounts } from './aws-session.ts';
import type { SecurityTokens } from './security-tokens.ts';
import type { SessionResources } from './session-resources.ts';

/** How long a listing of the organisation holds, in milliseconds. Accounts come and go by the day. */
const listingLife = 5 * 60_000;

/** How many roles are assumed at a time: a sweep over 300 accounts must not take every connection before the first account is read. */
const assumptionsAtATime = 5;

/** What the accounts of a session are reached with. */
export interface ManagedAccountsParts {
  readonly resources: SessionResources;
  readonly setting: AccountsSetting;
  /** In the account that the credentials belong to. */
  readonly base: AwsSession;
  /** STS with the credentials of `base`. */
  readonly tokens: SecurityTokens;
  /** How `accountRole` is assumed, but for its ARN. */
  readonly role: Omit<RoleSetting, 'arn'>;
}

/**
 * The accounts that the configuration names or AWS Organizations lists, each with a session made when it is first asked for.
 *
 * The account of the base credentials is worked in with these: the management account has no `OrganizationAccountAccessRole`, and a role
 * that assumes itself must be allowed to. AWS: Organizations user guide, accessing member accounts.
 */
export function managedAccounts({ resources, setting, base, tokens, role }: ManagedAccountsParts): ManagedAccounts {
  const { environment, closing, log } = resources;
  const limit = pLimit(assumptionsAtATime);
  const sessions = new Map<string, AwsSession>();
  let listing: { readonly at: number; readonly accounts: Promise<readonly ManagedAccount[]> } | undefined;

  const list = (signal?: AbortSignal): Promise<readonly ManagedAccount[]> => {
    if (listing === undefined || environment.now() - listing.at >= listingLife) {
      const accounts = ask();
      const asked = { at: environment.now(), accounts };
      listing = asked;
      accounts.catch(() => {
        if (listing === asked) listing = undefined;
      });
    }
    return unlessAborted(listing.accounts, signal);
  };
  async function ask(): Promise<readonly ManagedAccount[]> {
    if (setting.ids !== undefined) return setting.ids.map((id) => ({ id }));
    return chosenAccounts(await discoverAccounts(base, closing.signal), setting, log);
  }

  async function session(id: string, signal?: AbortSignal): Promise<AwsSession> {
    if (!(await list(signal)).some((account) => account.id === id)) throw notAmong(id, setting);
    const { account, arn } = await base.identity(signal);
    if (account === id) return base;
    const made = sessions.get(id) ?? open(id, arn.split(':')[1] ?? 'aws');
    sessions.set(id, made);
    return made;
  }
  function open(id: string, partition: string): AwsSession {
    const arn = `arn:${partition}:iam::${id}:role/${setting.role}`;
    return accountSession(resources, { account: id, credentials: tokens.role({ ...role, arn }, limit), close: () => {} });
  }

  return { list, session, journal: new AccountJournal() };
}

function notAmong(id: string, { ids }: AccountsSetting): ConnectorError {
  const where = ids === undefined ? 'the active accounts of the organisation that includeAccounts and excludeAccounts choose' : 'accounts';
  const message = `account ${id} is not among ${where}`;
  return new ConnectorError('InvalidArgument', message, { problems: [{ path: 'AccountId', message }], outcome: 'none' });
}
