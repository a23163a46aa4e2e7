import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { noSuchEntity } from './api-error.ts';
import type { ManagedPolicy } from './entities.ts';
import { namedPolicy } from './named-policy.ts';
import { arn, existingUserName, required, roleName } from './parameters.ts';
import { changeableRole } from './protected-roles.ts';
import type { XmlObject } from './xml.ts';

/** Finds the policy that is to bound a user or role. */
export function boundaryPolicy(account: Account, policyArn: string): ManagedPolicy {
  return namedPolicy(account, policyArn, `Scope ARN: ${policyArn} does not exist or is not attachable.`);
}

/**
 * The boundary as it stands in answers.
 *
 * AWS answers the type `Policy`, although its model lists only `PermissionsBoundaryPolicy` (awsdocs/iam-user-guide issue 82).
 */
export function boundaryAnswer(boundary: ManagedPolicy | undefined): XmlObject | undefined {
  return boundary && { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary.arn };
}

/** Permissions boundaries of users and roles. */
export const boundaryActions: ActionTable = {
  PutUserPermissionsBoundary: action({ UserName: required(existingUserName), PermissionsBoundary: required(arn) }, (input, { account }) => {
    const user = account.user(input.UserName);
    user.boundary = boundaryPolicy(account, input.PermissionsBoundary);
    return undefined;
  }),

  DeleteUserPermissionsBoundary: action({ UserName: required(existingUserName) }, (input, { account }) => {
    const user = account.user(input.UserName);
    if (!user.boundary) throw noSuchEntity(`The user ${user.name} does not have a permissions boundary.`);
    user.boundary = undefined;
    return undefined;
  }),

  PutRolePermissionsBoundary: action({ RoleName: required(roleName), PermissionsBoundary: required(arn) }, (input, { account }) => {
    const role = changeableRole(account, input.RoleName);
    role.boundary = boundaryPolicy(account, input.PermissionsBoundary);
    return undefined;
  }),

  DeleteRolePermissionsBoundary: action({ RoleName: required(roleName) }, (input, { account }) => {
    const role = changeableRole(account, input.RoleName);
    if (!role.boundary) throw noSuchEntity(`The role ${role.name} does not have a permissions boundary.`);
    role.boundary = undefined;
    return undefined;
  }),
};
