import type { OperationPermissions } from '../../../spi/permissions.ts';

const readPolicies = ['iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies', 'iam:GetGroupPolicy'] as const;
const writePolicies = ['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy', 'iam:PutGroupPolicy', 'iam:DeleteGroupPolicy'] as const;

/** What a policy must allow for the operations on groups. Taking back a half-done create needs rights as well. */
export const groupPermissions = {
  create: [...['iam:CreateGroup', 'iam:AddUserToGroup', 'iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:DeleteGroup'], ...writePolicies],
  updateDelta: [...['iam:GetGroup', 'iam:UpdateGroup', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'], ...readPolicies, ...writePolicies],
  delete: [
    ...['iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:ListAttachedGroupPolicies', 'iam:DetachGroupPolicy'],
    ...['iam:ListGroupPolicies', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup'],
  ],
  get: ['iam:GetGroup', ...readPolicies],
  search: ['iam:GetGroup', ...readPolicies, 'iam:ListGroups', 'iam:GetAccountAuthorizationDetails'],
} as const satisfies OperationPermissions;
