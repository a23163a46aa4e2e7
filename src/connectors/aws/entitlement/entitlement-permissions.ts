import type { OperationPermissions } from '../../../spi/permissions.ts';

/** One live read of a group, a policy or a role, and who has it. */
const readEntitlement = ['iam:GetGroup', 'iam:GetPolicy', 'iam:GetRole', 'iam:ListEntitiesForPolicy'] as const;

/** To give and to take away. */
export const assignmentPermissions = [
  ...['iam:AddUserToGroup', 'iam:RemoveUserFromGroup', 'iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
  ...['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy', 'iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
] as const;

/** What a policy must allow for the operations on entitlements. */
export const entitlementViewPermissions = {
  updateDelta: [...readEntitlement, 'iam:GetUser', ...assignmentPermissions],
  get: readEntitlement,
  search: [...readEntitlement, 'iam:ListGroups', 'iam:ListPolicies', 'iam:ListRoles'],
} as const satisfies OperationPermissions;
