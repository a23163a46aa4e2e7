import type { Log } from '../../../spi/context.ts';
import type { AccountsSetting } from '../settings/managed-accounts-setting.ts';
import type { AwsSession, ManagedAccount } from './aws-session.ts';

/**
 * Every active account of the organisation, by id, with a few calls of ListAccounts.
 *
 * A page may be empty and not the last: only an answer without a token ends the listing. `State` took the place of `Status` in 2025; AWS
 * sends both for a while, and partitions of their own may be behind. AWS: Organizations, ListAccounts.
 *
 * @throws ConnectorError whatever AWS answers; half a listing is an error.
 */
export async function discoverAccounts(session: AwsSession, signal: AbortSignal | undefined): Promise<readonly ManagedAccount[]> {
  const found = new Map<string, ManagedAccount>();
  let token: string | undefined;
  do {
    const { Accounts = [], NextToken } = await session.send(
      'organizations',
      'ListAccounts',
      { MaxResults: 20, ...(token === undefined ? {} : { NextToken: token }) },
      { signal },
    );
    for (const { Id: id, Name: name, State, Status } of Accounts) {
      if (id !== undefined && (State ?? Status ?? 'ACTIVE') === 'ACTIVE') found.set(id, { id, name });
    }
    token = NextToken;
  } while (token !== undefined);
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Those that the configuration includes and does not exclude.
 *
 * An id or a pattern that no active account answers to is logged: it may be a slip, or an account that was closed since.
 *
 * @example
 * chosenAccounts([{ id: '111111111111', name: 'Prod-EU' }], { include: ['prod-*'], exclude: [] }, log).length;  // 1
 */
export function chosenAccounts(
  all: readonly ManagedAccount[],
  { include, exclude }: Pick<AccountsSetting, 'include' | 'exclude'>,
  log: Log,
): readonly ManagedAccount[] {
  for (const [setting, entries] of [['includeAccounts', include] as const, ['excludeAccounts', exclude] as const]) {
    for (const entry of entries) {
      if (!all.some((account) => answersTo(account, entry))) log('warn', `${setting} names no active account of the organisation`, { entry });
    }
  }
  const isIn = (account: ManagedAccount, entries: readonly string[]) => entries.some((entry) => answersTo(account, entry));
  return all.filter((account) => (include.length === 0 || isIn(account, include)) && !isIn(account, exclude));
}

function answersTo({ id, name = '' }: ManagedAccount, entry: string): boolean {
  if (entry === id) return true;
  const source = entry
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(name);
}
