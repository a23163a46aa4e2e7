import { hooksAcrossAccounts } from './accounts/hooks-across-accounts.ts';
import { type AccountHooks, accountHooks } from './hooks/account-hooks.ts';
import { type EntitlementHooks, entitlementHooks } from './hooks/entitlement-hooks.ts';
import { type ExplainHooks, explainHooks } from './hooks/explain-hooks.ts';
import { type GroupHooks, groupHooks } from './hooks/group-hooks.ts';
import { type KeyHooks, keyHooks } from './hooks/key-hooks.ts';
import { type OrganisationHooks, organisationHooks } from './hooks/organisation-hooks.ts';
import { type PasswordHooks, passwordHooks } from './hooks/password-hooks.ts';
import { type PolicyHooks, policyHooks } from './hooks/policy-hooks.ts';
import { type ServiceCredentialHooks, serviceCredentialHooks } from './hooks/service-credential-hooks.ts';

/** The hooks of the connector, as an application calls them: `facade.hook('callerIdentity')`. */
export interface AwsHooks
  extends AccountHooks,
    EntitlementHooks,
    ExplainHooks,
    GroupHooks,
    KeyHooks,
    OrganisationHooks,
    PasswordHooks,
    PolicyHooks,
    ServiceCredentialHooks {}

/**
 * What an application can ask of AWS, or have done, besides the ICF operations, by name.
 *
 * @example
 * const { account, arn } = await facade.hook('callerIdentity', {});
 * const policies = await facade.hook('attachedPolicies', { user: 'ada' });
 */
export const hooks = {
  ...organisationHooks,
  ...policyHooks,
  ...hooksAcrossAccounts({
    ...accountHooks,
    ...entitlementHooks,
    ...explainHooks,
    ...groupHooks,
    ...keyHooks,
    ...passwordHooks,
    ...serviceCredentialHooks,
  }),
};
