import type { OperationPermissions } from '../../../spi/permissions.ts';

/** One live read of a policy with all that can be asked of it. */
const readPolicy = ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions', 'iam:ListEntitiesForPolicy'] as const;

/** What a policy must allow for the operations on managed policies. */
export const policyPermissions = {
  // GetPolicy and GetPolicyVersion when an answer is lost: to find out whether it was done.
  create: ['iam:CreatePolicy', 'iam:TagPolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion'],
  updateDelta: [
    ...['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions', 'iam:CreatePolicyVersion', 'iam:DeletePolicyVersion'],
    ...['iam:TagPolicy', 'iam:UntagPolicy'],
  ],
  delete: [
    ...['iam:ListPolicyVersions', 'iam:ListEntitiesForPolicy', 'iam:DetachUserPolicy', 'iam:DetachGroupPolicy', 'iam:DetachRolePolicy'],
    ...['iam:DeletePolicyVersion', 'iam:DeletePolicy'],
  ],
  get: readPolicy,
  search: [...readPolicy, 'iam:ListPolicies', 'iam:GetAccountAuthorizationDetails'],
} as const satisfies OperationPermissions;
