import type { Permissions } from '../../spi/permissions.ts';

/** One live read of a user: GetUser, its groups, and for `__ENABLE__` its login profile and its access keys. */
const readUser = ['iam:GetUser', 'iam:ListGroupsForUser', 'iam:GetLoginProfile', 'iam:ListAccessKeys'] as const;

/**
 * What a policy must allow the connector, by operation: what it calls, given everything that the operation can be given. Taking back a
 * half-done create needs rights as well.
 *
 * Not among them is `sts:AssumeRole`, which the credentials need on the role of `roleArn`, and nothing else. GetCallerIdentity needs no
 * permission. `iam:TagUser` with create is AWS's demand for tags in CreateUser; the connector does not call it there.
 *
 * AWS: IAM user guide, Tagging IAM users; STS, GetCallerIdentity.
 *
 * @example
 * permissions.__GROUP__.delete;  // ['iam:GetGroup', …]
 */
export const permissions = {
  '*': {
    test: ['iam:ListUsers'],
    discoverConfiguration: [],
    testPartialConfiguration: [],
    'hook callerIdentity': [],
    'hook accountSummary': ['iam:GetAccountSummary'],
    'hook passwordPolicy': ['iam:GetAccountPasswordPolicy'],
    'hook attachedPolicies': ['iam:ListAttachedUserPolicies'],
  },
  __ACCOUNT__: {
    create: [
      ...['iam:CreateUser', 'iam:TagUser', 'iam:AddUserToGroup', 'iam:CreateLoginProfile'],
      // When an answer is lost: to find out whether it was done.
      ...['iam:GetUser', 'iam:GetLoginProfile'],
      // To take it back.
      ...['iam:RemoveUserFromGroup', 'iam:DeleteLoginProfile', 'iam:DeleteUser'],
    ],
    updateDelta: [
      ...['iam:GetUser', 'iam:UpdateUser', 'iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary', 'iam:TagUser', 'iam:UntagUser'],
      ...['iam:ListGroupsForUser', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
      ...['iam:CreateLoginProfile', 'iam:UpdateLoginProfile', 'iam:DeleteLoginProfile'],
    ],
    delete: [
      'iam:DeleteLoginProfile',
      ...['iam:ListAccessKeys', 'iam:DeleteAccessKey', 'iam:ListSigningCertificates', 'iam:DeleteSigningCertificate'],
      ...['iam:ListSSHPublicKeys', 'iam:DeleteSSHPublicKey', 'iam:ListServiceSpecificCredentials', 'iam:DeleteServiceSpecificCredential'],
      ...['iam:ListMFADevices', 'iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice', 'iam:ListUserPolicies', 'iam:DeleteUserPolicy'],
      ...['iam:ListAttachedUserPolicies', 'iam:DetachUserPolicy', 'iam:ListGroupsForUser', 'iam:RemoveUserFromGroup', 'iam:DeleteUser'],
    ],
    get: readUser,
    search: [...readUser, 'iam:ListUsers', 'iam:GetAccountAuthorizationDetails'],
  },
  __GROUP__: {
    create: ['iam:CreateGroup', 'iam:AddUserToGroup', 'iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:DeleteGroup'],
    updateDelta: ['iam:GetGroup', 'iam:UpdateGroup', 'iam:AddUserToGroup', 'iam:RemoveUserFromGroup'],
    delete: [
      ...['iam:GetGroup', 'iam:RemoveUserFromGroup', 'iam:ListAttachedGroupPolicies', 'iam:DetachGroupPolicy'],
      ...['iam:ListGroupPolicies', 'iam:DeleteGroupPolicy', 'iam:DeleteGroup'],
    ],
    get: ['iam:GetGroup'],
    search: ['iam:GetGroup', 'iam:ListGroups', 'iam:GetAccountAuthorizationDetails'],
  },
} as const satisfies Permissions<'__ACCOUNT__' | '__GROUP__'>;
