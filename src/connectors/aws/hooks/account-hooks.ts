import { ConnectorError } from '../../../model/errors.ts';
import type { HookCall } from '../../../spi/operations.ts';
import { unlessGone } from '../account/user.ts';
import { checkUid } from '../names.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession, CallerIdentity } from '../session.ts';

/** What the account asks of console passwords. Limits that it does not set are left out. */
export interface PasswordPolicy {
  readonly minimumLength: number | undefined;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly usersMayChange: boolean;
  /** Days. */
  readonly maximumAge: number | undefined;
  /** How many former passwords are refused. */
  readonly history: number | undefined;
}

/** A managed policy that is attached to a user. */
export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

/** Hooks about the AWS account and what the connector is in it. None writes, none answers a secret. */
export interface AccountHooks {
  /** Who the connector is to AWS: account, ARN and id of the user or the assumed role. */
  callerIdentity(call: HookCall): Promise<CallerIdentity>;
  /** Numbers of entities and quotas of the account, as GetAccountSummary names them: `Users`, `UsersQuota`, `GroupsPerUserQuota`. */
  accountSummary(call: HookCall): Promise<Readonly<Record<string, number>>>;
  /** What the account asks of console passwords; undefined when it has no policy of its own. */
  passwordPolicy(call: HookCall): Promise<PasswordPolicy | undefined>;
  /** The managed policies attached to a user. Errors: `InvalidArgument`, `UnknownUid`. */
  attachedPolicies(call: HookCall<unknown, { readonly user: string }>): Promise<readonly AttachedPolicy[]>;
}

/**
 * What an application can ask about the AWS account, by name.
 *
 * @example
 * const { account, arn } = await facade.hook('callerIdentity', {});
 * const policies = await facade.hook('attachedPolicies', { user: 'ada' });
 */
export const accountHooks = {
  /** Who the connector is to AWS: account, ARN and id of the user or the assumed role. */
  callerIdentity: ({ session, signal }: HookCall<AwsSession>): Promise<CallerIdentity> => session.callerIdentity(signal),

  /** Numbers of entities and quotas of the account, as GetAccountSummary names them: `Users`, `UsersQuota`, `GroupsPerUserQuota`. */
  accountSummary: async ({ session, signal }: HookCall<AwsSession>): Promise<Readonly<Record<string, number>>> => {
    const { SummaryMap = {} } = await session.iam('GetAccountSummary', {}, { signal });
    return { ...SummaryMap } as Record<string, number>;
  },

  /** What the account asks of console passwords; undefined when it has no policy of its own. */
  passwordPolicy: async ({ session, signal }: HookCall<AwsSession>): Promise<PasswordPolicy | undefined> => {
    const answer = await unlessGone(() => session.iam('GetAccountPasswordPolicy', {}, { signal }));
    const policy = answer?.PasswordPolicy;
    return (
      policy && {
        minimumLength: policy.MinimumPasswordLength,
        requireSymbols: policy.RequireSymbols ?? false,
        requireNumbers: policy.RequireNumbers ?? false,
        requireUppercase: policy.RequireUppercaseCharacters ?? false,
        requireLowercase: policy.RequireLowercaseCharacters ?? false,
        usersMayChange: policy.AllowUsersToChangePassword ?? false,
        maximumAge: policy.MaxPasswordAge,
        history: policy.PasswordReusePrevention,
      }
    );
  },

  /** The managed policies attached to a user. Errors: `InvalidArgument`, `UnknownUid`. */
  attachedPolicies: async ({ session, args, signal }: HookCall<AwsSession, { readonly user: string }>): Promise<readonly AttachedPolicy[]> => {
    // A hook's arguments may come from a script or over the wire, where no compiler looks at them.
    if (typeof args?.user !== 'string') {
      throw new ConnectorError('InvalidArgument', 'args.user must be the name of an IAM user', {
        problems: [{ path: 'args.user', message: 'must be the name of an IAM user' }],
      });
    }
    const { user } = args;
    checkUid(user, 'user');
    const policies = await allOf(
      (Marker) => session.iam('ListAttachedUserPolicies', { UserName: user, Marker, MaxItems: MOST_ITEMS }, { signal, uid: user }),
      (answer) => answer.AttachedPolicies,
    );
    return policies.map(({ PolicyName = '', PolicyArn = '' }) => ({ name: PolicyName, arn: PolicyArn }));
  },
};
