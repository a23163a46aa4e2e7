import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the hooks. */
export const hookPermissions = {
  'hook callerIdentity': [],
  'hook accountSummary': ['iam:GetAccountSummary'],
  'hook passwordPolicy': ['iam:GetAccountPasswordPolicy'],
  'hook attachedPolicies': ['iam:ListAttachedUserPolicies'],
  'hook inactiveGroups': [
    ...['iam:ListGroups', 'iam:GetGroup', 'iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
    ...['iam:GetLoginProfile', 'iam:ListAccessKeys'],
  ],
} as const satisfies OperationPermissions;
