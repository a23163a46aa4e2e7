import type { OperationPermissions } from '../../../spi/permissions.ts';

const readPolicies = ['iam:ListAttachedRolePolicies', 'iam:ListRolePolicies', 'iam:GetRolePolicy'] as const;
const readRole = ['iam:GetRole', ...readPolicies, 'iam:ListInstanceProfilesForRole'] as const;
const writePolicies = ['iam:AttachRolePolicy', 'iam:DetachRolePolicy', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'] as const;

/** To find out whether a principal that a trust policy names is there. */
const findPrincipal = ['iam:GetUser', 'iam:GetRole'] as const;

/** What a policy must allow for the operations on roles. Taking back a half-done create needs rights as well. */
export const rolePermissions = {
  create: ['iam:CreateRole', 'iam:TagRole', ...findPrincipal, ...writePolicies, 'iam:DeleteRole'],
  updateDelta: [
    ...[...findPrincipal, 'iam:UpdateRole', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePermissionsBoundary'],
    ...['iam:DeleteRolePermissionsBoundary', 'iam:TagRole', 'iam:UntagRole'],
    ...readPolicies,
    ...writePolicies,
  ],
  delete: [
    ...['iam:GetRole', 'iam:ListInstanceProfilesForRole', 'iam:RemoveRoleFromInstanceProfile', 'iam:ListAttachedRolePolicies'],
    ...['iam:DetachRolePolicy', 'iam:ListRolePolicies', 'iam:DeleteRolePolicy', 'iam:DeleteRole'],
  ],
  get: readRole,
  search: [...readRole, 'iam:ListRoles', 'iam:GetAccountAuthorizationDetails'],
} as const satisfies OperationPermissions;
