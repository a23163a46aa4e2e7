import type { User, UserDetail } from '@aws-sdk/client-iam';

/** A user as one of IAM's listings gives it; groups and policies only in GetAccountAuthorizationDetails. */
export type ListedUser = User & Pick<UserDetail, 'GroupList' | 'AttachedManagedPolicies' | 'UserPolicyList'>;
