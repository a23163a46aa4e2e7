import type { Input, Static } from '../../model/json-schema.ts';
import { problemsError } from '../../model/problems-error.ts';
import { checkConfiguration as checkSchema } from '../../spi/configuration.ts';
import { Account } from './account/account-class.ts';
import { accountProblems } from './checks/account-problems.ts';
import { roleProblems } from './checks/role-problems.ts';
import { syncProblems } from './checks/sync-problems.ts';
import { userProblems } from './checks/user-problems.ts';
import { configuration } from './configuration.ts';
import { policyChoices } from './least-privilege/enabled-actions.ts';
import { type IdentityPolicies, identityPolicies } from './least-privilege/identity-policies.ts';
import { checkPolicyOptions, type PolicyOptions } from './least-privilege/policy-options.ts';
import { credentialSourceOf } from './settings/credential-setting.ts';
import { type WorkSettings, workSettingsOf } from './settings.ts';

/**
 * The IAM policies that a configuration needs, and no more: for the credentials, for each role that they lead through, and for the one that
 * works, with a trust policy for each role. Calls nobody and needs no credentials.
 *
 * What is allowed are the actions of the operations, object classes and hooks that the configuration and the options leave, for the users,
 * groups, roles and policies of one account, in writes those below `managedPath`. The same configuration gives the same text.
 * AWS: IAM JSON policy reference; Service Authorization Reference.
 *
 * @param given    A configuration, or the part of it that is known; credentials are not looked at.
 * @param options  What the policies are narrowed to besides, and what AWS should refuse even so.
 * @returns In the order in which the identities are assumed; the last one does the work.
 * @throws ConnectorError `Configuration` or `InvalidArgument`, naming every problem.
 *
 * @example
 * const [{ documents }] = policyDocument({ readOnly: true, expectedAccountId: '123456789012' }, { hooks: [] });
 * documents[0]?.Statement.map(({ Sid }) => Sid);  // ['ReadContentsOfOrganizationalUnits', …]
 */
export function policyDocument(given: Partial<Input<typeof configuration>> = {}, options: PolicyOptions = {}): readonly IdentityPolicies[] {
  checkOptions(options);
  const checked = checkSchema(configuration, given);
  if (checked.problems) throw problemsError('Configuration', 'the configuration of aws', checked.problems);
  const whole = checked.value as Static<typeof configuration>;
  // Not the checks of credentials and endpoints: a policy is printed before there are any.
  const problems = [...roleProblems(whole), ...accountProblems(whole), ...userProblems(whole), ...syncProblems(whole)];
  if (problems.length > 0) throw problemsError('Configuration', 'the configuration of aws', problems);
  const settings = workSettingsOf(whole);
  return identityPolicies(settings, options, options.accountId ?? accountOf(settings) ?? '*', credentialSourceOf(whole) === 'webIdentity');
}

/** Refuses options that name what there is not. */
export function checkOptions(options: PolicyOptions): void {
  const accountAttributes = Object.keys(Account.attributes);
  checkPolicyOptions(options, { ...policyChoices, accountAttributes });
}

/** The account that the session works in with its own credentials, as far as the settings say it. */
export function accountOf({ expectedAccountId, roles }: WorkSettings): string | undefined {
  return expectedAccountId ?? roles.at(-1)?.arn.split(':')[4];
}
