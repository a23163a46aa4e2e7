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
  AddUserToGroup: 'repeatable',
  AttachGroupPolicy: 'repeatable',
  AttachUserPolicy: 'repeatable',
  CreateAccessKey: 'once',
  CreateGroup: 'once',
  CreateLoginProfile: 'once',
  CreateUser: 'once',
  DeactivateMFADevice: 'repeatable',
  DeleteAccessKey: 'repeatable',
  DeleteGroup: 'repeatable',
  DeleteGroupPolicy: 'repeatable',
  DeleteLoginProfile: 'repeatable',
  DeleteSSHPublicKey: 'repeatable',
  DeleteServiceSpecificCredential: 'repeatable',
  DeleteSigningCertificate: 'repeatable',
  DeleteUser: 'repeatable',
  DeleteUserPermissionsBoundary: 'repeatable',
  DeleteUserPolicy: 'repeatable',
  DeleteVirtualMFADevice: 'repeatable',
  DetachGroupPolicy: 'repeatable',
  DetachUserPolicy: 'repeatable',
  GenerateCredentialReport: 'repeatable',
  GetAccessKeyLastUsed: 'read',
  GetAccountAuthorizationDetails: 'read',
  GetAccountPasswordPolicy: 'read',
  GetAccountSummary: 'read',
  GetCredentialReport: 'read',
  GetGroup: 'read',
  GetGroupPolicy: 'read',
  GetLoginProfile: 'read',
  GetUser: 'read',
  GetUserPolicy: 'read',
  ListAccessKeys: 'read',
  ListAttachedGroupPolicies: 'read',
  ListAttachedUserPolicies: 'read',
  ListGroupPolicies: 'read',
  ListGroups: 'read',
  ListGroupsForUser: 'read',
  ListMFADevices: 'read',
  ListPolicies: 'read',
  ListSSHPublicKeys: 'read',
  ListServiceSpecificCredentials: 'read',
  ListSigningCertificates: 'read',
  ListUserPolicies: 'read',
  ListUserTags: 'read',
  ListUsers: 'read',
  ListVirtualMFADevices: 'read',
  PutGroupPolicy: 'repeatable',
  PutUserPermissionsBoundary: 'repeatable',
  PutUserPolicy: 'repeatable',
  RemoveUserFromGroup: 'repeatable',
  TagUser: 'repeatable',
  UntagUser: 'repeatable',
  UpdateAccessKey: 'repeatable',
  UpdateGroup: 'repeatable',
  UpdateLoginProfile: 'repeatable',
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

/**
 * Whether an action may be sent again after its answer was lost: a read, or a write that ends in the same state when it runs twice.
 *
 * A rename is not: the second one finds nobody under the old name and answers NoSuchEntity.
 *
 * @param action  The action; one that is not in the table counts as not repeatable.
 * @param input   What it was sent with.
 *
 * @example
 * isRepeatable('UpdateUser', { UserName: 'ada', NewPath: '/x/' });       // true
 * isRepeatable('UpdateUser', { UserName: 'ada', NewUserName: 'ada.l' }); // false
 */
export function isRepeatable(action: string, input: object): boolean {
  const { NewUserName, NewGroupName } = input as { readonly NewUserName?: unknown; readonly NewGroupName?: unknown };
  if (NewUserName !== undefined || NewGroupName !== undefined) return false;
  return Object.hasOwn(iamActions, action) ? iamActions[action as IamAction] !== 'once' : action === 'AssumeRole' || action === 'GetCallerIdentity';
}

/**
 * Whether an action changes nothing.
 *
 * @example
 * isRead('ListUsers');  // true
 */
export function isRead(action: string): boolean {
  return (
    action === 'AssumeRole' || action === 'GetCallerIdentity' || (Object.hasOwn(iamActions, action) && iamActions[action as IamAction] === 'read')
  );
}
