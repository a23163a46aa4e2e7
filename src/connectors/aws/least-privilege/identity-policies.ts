import type { WorkSettings } from '../settings.ts';
import { partitionOf } from '../transport/partitions.ts';
import { enabledActions } from './enabled-actions.ts';
import { nothingToAllow, type PolicyOptions } from './policy-options.ts';
import { type PolicyStatement, policyStatements } from './policy-statements.ts';
import { assumeStatement, sessionsOfRoles, trustPolicy } from './role-statements.ts';
import { type PolicyDocument, splitDocuments } from './split-documents.ts';
import { policyPlace } from './target-arns.ts';

/** What one identity on the way to AWS must be allowed, and who must be allowed to become it. */
export interface IdentityPolicies {
  /** `credentials`: whom the configured credentials belong to; else the ARN of a role, with `*` for the account where it is a role in several. */
  readonly identity: string;
  /** To be attached to it as managed policies, all of them; more than one where one would be larger than AWS takes. */
  readonly documents: readonly PolicyDocument[];
  /** A trust policy for a role; undefined for credentials, and where it is not known whom to trust: a web identity, an account without a name. */
  readonly trust: PolicyDocument | undefined;
}

/**
 * The policies of every identity that a configuration leads through: the credentials, the roles on the way, the one that works. Those who only
 * assume the next need nothing else.
 *
 * With several accounts the last one is the role in each of them. Organizations is called by whoever assumes that role; when its own account
 * is, or may be, among the accounts, it needs the rights of the role there as well, because no role is assumed in it.
 *
 * @param account  Where the session works with its own credentials: an id, or `*`.
 * @param isToken  Whether a web identity assumes the first role: then no credentials need a policy.
 * @throws ConnectorError `InvalidArgument` when nothing is left to allow.
 */
export function identityPolicies(settings: WorkSettings, options: PolicyOptions, account: string, isToken = false): IdentityPolicies[] {
  const { roles, accounts, accountRole, guard } = settings;
  const { work, organisation } = enabledActions(settings, options);
  const statements = (actions: ReadonlySet<string>, where: string) => policyStatements(actions, policyPlace(settings, where), guard, options);

  const partition = partitionOf(settings.region).name;
  const inAccounts = accounts && { ids: accounts.ids ?? ['*'], arnIn: (id: string) => `arn:${partition}:iam::${id}:role/${accounts.role}` };
  const sessions = sessionsOfRoles([...roles, ...(inAccounts ? [accountRole] : [])]);
  const chain = roles.map(({ arn }) => [arn]);
  // The own account is worked in without the role.
  const others = inAccounts?.ids.filter((id) => id === '*' || id !== account) ?? [];
  const steps = [...chain, ...(inAccounts && others.length > 0 ? [others.map(inAccounts.arnIn)] : [])];
  const isHome = !inAccounts || account === '*' || inAccounts.ids.some((id) => id === '*' || id === account);
  const home = statements(new Set([...organisation, ...(isHome ? work : [])]), account);

  const names = ['credentials', ...steps.map((arns) => (arns.length === 1 ? (arns[0] ?? '') : (inAccounts?.arnIn('*') ?? '')))];
  const found = names.map((identity, index): IdentityPolicies => {
    const next = steps[index];
    const session = sessions[index];
    const assume: PolicyStatement[] = next && session && !(isToken && index === 0) ? [assumeStatement(next, session)] : [];
    const own = index === roles.length ? home : index > roles.length ? statements(work, others.length === 1 ? (others[0] ?? '*') : '*') : [];
    const [before, into] = [names[index - 1], sessions[index - 1]];
    const trusted = before === undefined || (isToken && index === 1) ? undefined : principalOf(before, identity, account, options);
    const trust = trusted === undefined || into === undefined ? undefined : trustPolicy(trusted, into);
    return { identity, documents: splitDocuments([...assume, ...own]), trust };
  });
  if (!found.some(({ documents }) => documents.length > 0)) throw nothingToAllow();
  return isToken ? found.slice(1) : found;
}

/**
 * Whom a role trusts: the role before it; of credentials their owner when that is said, else their account, or that of the role. Undefined
 * when nobody has said any of it: a trust policy for everybody is no suggestion.
 */
function principalOf(before: string, role: string, account: string, { principal }: PolicyOptions): string | undefined {
  if (before !== 'credentials') return before;
  if (principal !== undefined) return principal;
  const [, partition, , , ofRole = '*'] = role.split(':');
  const owner = ofRole === '*' ? account : ofRole;
  return owner === '*' ? undefined : `arn:${partition}:iam::${owner}:root`;
}
