import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';

/** The accounts to work in when the configuration names several. */
export interface AccountsSetting {
  /** In order; undefined when AWS Organizations is asked. */
  readonly ids: readonly string[] | undefined;
  /** Of those discovered: ids, or patterns of names; all when there is none. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Path and name without a slash before them, as they stand in an ARN after `role/`. */
  readonly role: string;
}

/**
 * The accounts to work in; `undefined` when it is the one that the credentials belong to.
 *
 * @example
 * accountsOf({ ...defaults, accounts: ['111111111111'] })?.role;  // 'OrganizationAccountAccessRole'
 */
export function accountsOf(given: Static<typeof configuration>): AccountsSetting | undefined {
  if (given.accounts === undefined && !given.discoverAccounts) return undefined;
  return {
    ids: given.accounts === undefined ? undefined : [...new Set(given.accounts)].sort(),
    include: given.includeAccounts ?? [],
    exclude: given.excludeAccounts ?? [],
    role: given.accountRole.replace(/^\//, ''),
  };
}

/**
 * The account that the address of a sign-in page names; an alias in its place names none.
 *
 * @example
 * accountOfSite('https://123456789012.signin.aws.amazon.com/console');  // '123456789012'
 */
export function accountOfSite(siteName: string | undefined): string | undefined {
  return /(?<!\d)(\d{12})(?!\d)/.exec(siteName ?? '')?.[1];
}
