import type { HookCall } from '../../../spi/operations.ts';
import type { AccountState } from '../accounts/account-journal.ts';
import type { AwsSession, ManagedAccount } from '../session.ts';

/** An account that the session works in, and how it fared. */
export interface AccountReport extends ManagedAccount, AccountState {}

/** Hooks about the accounts of a session. */
export interface OrganisationHooks {
  /**
   * The accounts that the session works in, in order of their ids: whether the last thing asked of each worked, and its last failure since
   * the session began. Asks AWS only for the list.
   */
  accounts(call: HookCall): Promise<readonly AccountReport[]>;
}

/**
 * What an application can ask about the accounts of a session, by name.
 *
 * @example
 * const failing = (await facade.hook('accounts', {})).filter(({ status }) => status === 'failing');
 */
export const organisationHooks = {
  /** The accounts that the session works in, and how each of them fared. */
  async accounts({ session, signal }: HookCall<AwsSession>): Promise<readonly AccountReport[]> {
    const { accounts } = session;
    if (!accounts) return [{ id: (await session.identity(signal)).account, status: 'working' }];
    return (await accounts.list(signal)).map((account) => ({ ...account, ...accounts.journal.stateOf(account.id) }));
  },
};
