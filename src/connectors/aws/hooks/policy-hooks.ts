import type { HookCall } from '../../../spi/operations.ts';
import { type IdentityPolicies, identityPolicies } from '../least-privilege/identity-policies.ts';
import type { PolicyOptions } from '../least-privilege/policy-options.ts';
import { accountOf, checkOptions } from '../policy-document.ts';
import type { AwsSession } from '../session.ts';

/** The hook that prints what the connector must be allowed. */
export interface PolicyHooks {
  /**
   * The IAM policies that this configuration needs, and no more, as `policyDocument` makes them. Asks AWS for nothing but the account that the
   * credentials are of, with GetCallerIdentity, and not when configuration or arguments say it. Errors: `InvalidArgument`.
   */
  policy(call: HookCall<unknown, PolicyOptions>): Promise<readonly IdentityPolicies[]>;
}

/**
 * What prints the policies of the connector, by name.
 *
 * @example
 * const policies = await facade.hook('policy', { objectClasses: ['__ACCOUNT__'], hooks: [] });
 * console.log(JSON.stringify(policies.at(-1)?.documents, null, 2));
 */
export const policyHooks = {
  /** The IAM policies that this configuration needs, and no more. */
  policy: async ({ session, args, signal }: HookCall<AwsSession, PolicyOptions>): Promise<readonly IdentityPolicies[]> => {
    const options: PolicyOptions = args ?? {};
    checkOptions(options);
    const { settings } = session;
    const account = options.accountId ?? accountOf(settings) ?? (await session.identity(signal)).account;
    return identityPolicies(settings, options, account, settings.credentials.from === 'webIdentity');
  },
};
