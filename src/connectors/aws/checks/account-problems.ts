import type { Problem } from '../../../model/errors.ts';
import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';
import { accountOfSite } from '../settings/managed-accounts-setting.ts';

/**
 * What the settings of several accounts demand of each other.
 *
 * @example
 * accountProblems({ ...defaults, accounts: [] });  // [{ path: 'accounts', message: 'has no account: …' }]
 */
export function accountProblems(given: Static<typeof configuration>): Problem[] {
  const problems: Problem[] = [];
  if (given.accounts?.length === 0) problems.push({ path: 'accounts', message: 'has no account: name at least one, or leave it out' });
  if (given.accounts !== undefined && given.discoverAccounts) {
    problems.push({ path: 'discoverAccounts', message: 'is set beside accounts: keep one of them, they are two ways to say which accounts' });
  }
  for (const name of ['includeAccounts', 'excludeAccounts'] as const) {
    if (given[name] !== undefined && !given.discoverAccounts)
      problems.push({ path: name, message: 'is set without discoverAccounts: it chooses among the accounts discovered' });
  }
  if (given.tenantId !== undefined && given.expectedAccountId !== undefined && given.tenantId !== given.expectedAccountId) {
    problems.push({ path: 'tenantId', message: 'is another name for expectedAccountId and has another value: give one of them' });
  }
  const ofSite = accountOfSite(given.siteName);
  const expected = given.expectedAccountId ?? given.tenantId;
  if (ofSite !== undefined && expected !== undefined && ofSite !== expected) {
    problems.push({ path: 'siteName', message: `is the address of account ${ofSite}, and expectedAccountId is ${expected}: give one of them` });
  }
  return problems;
}
