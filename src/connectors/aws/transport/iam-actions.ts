/**
 * Every IAM action the connector calls, and whether it may be sent again after its answer was lost.
 *
 * `read` changes nothing. `repeatable` ends in the same state however often it runs. `once` does not: a second CreateUser answers
 * EntityAlreadyExists whoever made the user, so a lost answer is reported as `outcome: 'unknown'` and the caller reads back.
 * A rename is `once` whatever this table says (`isRepeatable`).
 *
 * AWS: IAM API reference, list of actions.
 *
 * @example
 * Object.keys(iamActions).map((action) => `iam:${action}`);  // what a policy for the connector may have to allow
 */
export const iamActions = {
  AddRoleToInstanceProfile: 'repeatable',
  AddUserToGroup: 'repeatable',
  AttachGroupPolicy: 'repeatable',
  AttachRolePolicy: 'repeatable',
  AttachUserPolicy: 'repeatable',
  CreateAccessKey: 'once',
  CreateGroup: 'once',
  CreateLoginProfile: 'once',
  CreatePolicy: 'once',
  CreatePolicyVersion: 'once',
  CreateRole: 'once',
  CreateServiceSpecificCredential: 'once',
  CreateUser: 'once',
  DeactivateMFADevice: 'repeatable',
  DeleteAccessKey: 'repeatable',
  DeleteGroup: 'repeatable',
  DeleteGroupPolicy: 'repeatable',
  DeleteLoginProfile: 'repeatable',
  DeletePolicy: 'repeatable',
  DeletePolicyVersion: 'repeatable',
  DeleteRole: 'repeatable',
  DeleteRolePermissionsBoundary: 'repeatable',
  DeleteRolePolicy: 'repeatable',
  DeleteSSHPublicKey: 'repeatable',
  DeleteServiceSpecificCredential: 'repeatable',
  DeleteSigningCertificate: 'repeatable',
  DeleteUser: 'repeatable',
  DeleteUserPermissionsBoundary: 'repeatable',
  DeleteUserPolicy: 'repeatable',
  DeleteVirtualMFADevice: 'repeatable',
  DetachGroupPolicy: 'repeatable',
  DetachRolePolicy: 'repeatable',
  DetachUserPolicy: 'repeatable',
  GenerateCredentialReport: 'repeatable',
  GetAccessKeyLastUsed: 'read',
  GetAccountAuthorizationDetails: 'read',
  GetAccountPasswordPolicy: 'read',
  GetAccountSummary: 'read',
  GetCredentialReport: 'read',
  GetGroup: 'read',
  GetGroupPolicy: 'read',
  GetInstanceProfile: 'read',
  GetLoginProfile: 'read',
  GetMFADevice: 'read',
  GetPolicy: 'read',
  GetPolicyVersion: 'read',
  GetRole: 'read',
  GetRolePolicy: 'read',
  GetSSHPublicKey: 'read',
  GetUser: 'read',
  GetUserPolicy: 'read',
  ListAccessKeys: 'read',
  ListAccountAliases: 'read',
  ListAttachedGroupPolicies: 'read',
  ListAttachedRolePolicies: 'read',
  ListAttachedUserPolicies: 'read',
  ListEntitiesForPolicy: 'read',
  ListGroupPolicies: 'read',
  ListGroups: 'read',
  ListGroupsForUser: 'read',
  ListInstanceProfilesForRole: 'read',
  ListMFADevices: 'read',
  ListPolicies: 'read',
  ListPolicyTags: 'read',
  ListPolicyVersions: 'read',
  ListRolePolicies: 'read',
  ListRoleTags: 'read',
  ListRoles: 'read',
  ListSSHPublicKeys: 'read',
  ListServiceSpecificCredentials: 'read',
  ListSigningCertificates: 'read',
  ListUserPolicies: 'read',
  ListUserTags: 'read',
  ListUsers: 'read',
  ListVirtualMFADevices: 'read',
  PutGroupPolicy: 'repeatable',
  PutRolePermissionsBoundary: 'repeatable',
  PutRolePolicy: 'repeatable',
  PutUserPermissionsBoundary: 'repeatable',
  PutUserPolicy: 'repeatable',
  RemoveRoleFromInstanceProfile: 'repeatable',
  RemoveUserFromGroup: 'repeatable',
  ResetServiceSpecificCredential: 'repeatable',
  SetDefaultPolicyVersion: 'repeatable',
  TagPolicy: 'repeatable',
  TagRole: 'repeatable',
  TagUser: 'repeatable',
  UntagPolicy: 'repeatable',
  UntagRole: 'repeatable',
  UntagUser: 'repeatable',
  UpdateAccessKey: 'repeatable',
  UpdateAssumeRolePolicy: 'repeatable',
  UpdateGroup: 'repeatable',
  UpdateLoginProfile: 'repeatable',
  UpdateRole: 'repeatable',
  UpdateSSHPublicKey: 'repeatable',
  UpdateServiceSpecificCredential: 'repeatable',
  UpdateSigningCertificate: 'repeatable',
  UpdateUser: 'repeatable',
} as const satisfies Readonly<Record<string, 'read' | 'repeatable' | 'once'>>;

/** The name of an IAM action that the connector calls. */
export type IamAction = keyof typeof iamActions;

/** The SDK’s command of an action. */
export type CommandOf<A extends IamAction> = InstanceType<typeof import('@aws-sdk/client-iam')[`${A}Command`]>;

/** What an IAM action takes, as the SDK types it. */
export type IamInput<A extends IamAction> = CommandOf<A>['input'];

/** What an IAM action answers, as the SDK types it. */
export type IamOutput<A extends IamAction> =
  ReturnType<CommandOf<A>['resolveMiddleware']> extends (...args: never[]) => Promise<{ output: infer O }> ? O : never;
