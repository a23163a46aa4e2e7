import type { OperationPermissions } from '../../../spi/permissions.ts';

/** What a policy must allow for the operations on groups. Taking back a half-done create needs rights as well. */
export const groupPermissions = {
  create: ['iam:CreateGroup', 'iam:AddUserToGroup', 'iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:DeleteGroup'],
  updateDelta: ['iam:GetGroup', 'iam:UpdateGroup', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
  delete: [
    ...['iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:ListAttachedGroupPolicies', 'iam:DetachGroupPolicy'],
    ...['iam:ListGroupPolicies', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup'],
  ],
  get: ['iam:GetGroup'],
  search: ['iam:GetGroup', 'iam:ListGroups', 'iam:GetAccountAuthorizationDetails'],
} as const satisfies OperationPermissions;
