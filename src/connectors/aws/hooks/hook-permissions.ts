import type { OperationPermissions } from '../../../spi/permissions.ts';

/** To make an access key, and to take it back when its secret is lost. */
const newKey = ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'] as const;

/** What a policy must allow for the hooks. GetUser and GetRole are called only where `managedPath` restricts paths. */
export const hookPermissions = {
  'hook callerIdentity': [],
  'hook policy': [],
  'hook accounts': ['organizations:ListAccounts'],
  'hook accountSummary': ['iam:GetAccountSummary'],
  'hook passwordPolicy': ['iam:GetAccountPasswordPolicy'],
  'hook attachedPolicies': ['iam:ListAttachedUserPolicies'],
  'hook explain': ['iam:GetAccountSummary', 'iam:GetCredentialReport'],
  'hook assignEntitlement': [
    ...['iam:AddUserToGroup', 'iam:AttachUserPolicy', 'iam:AttachGroupPolicy', 'iam:AttachRolePolicy'],
    // Where managedPath restricts paths.
    ...['iam:GetUser', 'iam:GetGroup', 'iam:GetRole'],
  ],
  'hook unassignEntitlement': [
    ...['iam:RemoveUserFromGroup', 'iam:DetachUserPolicy', 'iam:DetachGroupPolicy', 'iam:DetachRolePolicy'],
    // When nothing was to be done: to find out whether there is such an entitlement.
    ...['iam:GetGroup', 'iam:GetPolicy', 'iam:GetUser', 'iam:GetRole'],
  ],
  'hook inactiveGroups': [
    ...['iam:ListGroups', 'iam:GetGroup', 'iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
    ...['iam:GetLoginProfile', 'iam:ListAccessKeys'],
  ],
  'hook createAccessKey': ['iam:GetUser', ...newKey],
  'hook rotateAccessKey': ['iam:GetUser', ...newKey, 'iam:UpdateAccessKey'],
  'hook updateAccessKey': ['iam:GetUser', 'iam:UpdateAccessKey'],
  'hook deleteAccessKey': ['iam:GetUser', 'iam:ListAccessKeys', 'iam:DeleteAccessKey'],
  'hook resetPassword': ['iam:GetUser', 'iam:GetAccountPasswordPolicy', 'iam:UpdateLoginProfile', 'iam:CreateLoginProfile'],
  'hook createServiceSpecificCredential': [
    ...['iam:GetUser', 'iam:ListServiceSpecificCredentials', 'iam:CreateServiceSpecificCredential', 'iam:DeleteServiceSpecificCredential'],
  ],
  'hook resetServiceSpecificCredential': ['iam:GetUser', 'iam:ResetServiceSpecificCredential'],
} as const satisfies OperationPermissions;
