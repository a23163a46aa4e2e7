import type { OperationPermissions } from '../../../spi/permissions.ts';
import { readUser, searchUsers } from './read-permissions.ts';

/** What a policy must allow for the operations on users. Taking back a half-done create needs rights as well. */
export const accountPermissions = {
  create: [
    ...['iam:CreateUser', 'iam:TagUser', 'iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AddUserToGroup', 'iam:CreateLoginProfile'],
    // When an answer is lost: to find out whether it was done.
    ...['iam:GetUser', 'iam:GetLoginProfile'],
    // To take it back.
    ...['iam:DetachUserPolicy', 'iam:DeleteUserPolicy', 'iam:RemoveUserFromGroup', 'iam:DeleteLoginProfile', 'iam:DeleteUser'],
  ],
  updateDelta: [
    ...['iam:GetUser', 'iam:UpdateUser', 'iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:TagUser', 'iam:UntagUser'],
    ...['iam:ListGroupsForUser', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
    ...['iam:ListAttachedUserPolicies', 'iam:AttachUserPolicy', 'iam:DetachUserPolicy'],
    ...['iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
    ...['iam:GetLoginProfile', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile'],
    ...['iam:ListAccessKeys', 'iam:UpdateAccessKey', 'iam:DeleteAccessKey'],
    ...['iam:ListMFADevices', 'iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice'],
    ...['iam:ListSSHPublicKeys', 'iam:UpdateSSHPublicKey', 'iam:DeleteSSHPublicKey'],
    ...['iam:ListSigningCertificates', 'iam:UpdateSigningCertificate', 'iam:DeleteSigningCertificate'],
    ...['iam:ListServiceSpecificCredentials', 'iam:UpdateServiceSpecificCredential', 'iam:DeleteServiceSpecificCredential'],
  ],
  delete: [
    // Where managedPath restricts paths.
    'iam:GetUser',
    'iam:DeleteLoginProfile',
    ...['iam:ListAccessKeys', 'iam:DeleteAccessKey', 'iam:ListSigningCertificates', 'iam:DeleteSigningCertificate'],
    ...['iam:ListSSHPublicKeys', 'iam:DeleteSSHPublicKey', 'iam:ListServiceSpecificCredentials', 'iam:DeleteServiceSpecificCredential'],
    ...['iam:ListMFADevices', 'iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice', 'iam:ListUserPolicies', 'iam:DeleteUserPolicy'],
    ...['iam:ListAttachedUserPolicies', 'iam:DetachUserPolicy', 'iam:ListGroupsForUser', 'iam:RemoveUserFromGroup', 'iam:DeleteUser'],
  ],
  get: readUser,
  search: searchUsers,
} as const satisfies OperationPermissions;
