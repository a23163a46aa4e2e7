import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the hooks. */
export const hookPermissions = {
  'hook callerIdentity': [],
  'hook accountSummary': ['iam:GetAccountSummary'],
  'hook passwordPolicy': ['iam:GetAccountPasswordPolicy'],
  'hook attachedPolicies': ['iam:ListAttachedUserPolicies'],
} as const satisfies OperationPermissions;
