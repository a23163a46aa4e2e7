import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, invalidInput, noSuchEntity } from './api-error.ts';
import type { Role } from './entities.ts';
import { required, roleDescription, roleName, text } from './parameters.ts';
import { newRole, roleAnswer } from './roles.ts';

const serviceName = required(text({ min: 1, max: 128, pattern: /[\w+=,.@-]+/ }));
const taskId = required(text({ min: 1, max: 1000 }));

/** Services whose roles can be made here, and what AWS calls these. AWS: services that work with service-linked roles */
const ROLE_NAMES: ReadonlyMap<string, string> = new Map([
  ['support.amazonaws.com', 'AWSServiceRoleForSupport'],
  ['organizations.amazonaws.com', 'AWSServiceRoleForOrganizations'],
  ['sso.amazonaws.com', 'AWSServiceRoleForSSO'],
  ['elasticloadbalancing.amazonaws.com', 'AWSServiceRoleForElasticLoadBalancing'],
  ['autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling'],
]);

/** Makes the role that a service has for itself; it is not yet in the account. */
export function newServiceLinkedRole(account: Account, service: string, name: string): Role {
  const statement = { Effect: 'Allow', Principal: { Service: [service] }, Action: ['sts:AssumeRole'] };
  const trustPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return newRole(account, name, trustPolicy, { path: `/aws-service-role/${service}/`, isServiceLinked: true });
}

/** Service-linked roles. A deletion is done at once, since no service here uses its role; what began it can still be asked for. */
export const serviceLinkedRoleActions: ActionTable = {
  CreateServiceLinkedRole: action(
    { AWSServiceName: serviceName, Description: roleDescription, CustomSuffix: text({ min: 1, max: 64 }) },
    (input, call) => {
      const { account } = call;
      const name = ROLE_NAMES.get(input.AWSServiceName);
      if (name === undefined) throw invalidInput(`Service role with service name ${input.AWSServiceName} is not supported.`);
      // AWS takes a suffix for some services only; Auto Scaling is the one of these.
      if (input.CustomSuffix !== undefined && name !== 'AWSServiceRoleForAutoScaling') {
        throw invalidInput(`Custom suffix is not allowed for ${input.AWSServiceName}`);
      }
      const fullName = input.CustomSuffix === undefined ? name : `${name}_${input.CustomSuffix}`;
      if (account.roles.get(fullName)) {
        throw invalidInput(`Service role name ${fullName} has been taken in this account, please try a different suffix.`);
      }
      const role = newServiceLinkedRole(account, input.AWSServiceName, fullName);
      role.description = input.Description;
      account.roles.add(role);
      return { Role: roleAnswer(account, role) };
    },
  ),

  DeleteServiceLinkedRole: action({ RoleName: required(roleName) }, (input, { account }) => {
    const role = account.role(input.RoleName);
    if (!role.isServiceLinked) throw new ApiError('NoSuchEntity', 404, `The role with name ${role.name} is not a service-linked role.`);
    account.roles.delete(role);
    return { DeletionTaskId: `task${role.path}${role.name}/${role.id}` };
  }),

  GetServiceLinkedRoleDeletionStatus: action({ DeletionTaskId: taskId }, (input, { account }) => {
    const [, name = ''] = /^task\/aws-service-role\/[^/]+\/([^/]+)\/AROA\w{17}$/.exec(input.DeletionTaskId) ?? [];
    if (name === '' || account.roles.get(name)) throw noSuchEntity(`Deletion task ${input.DeletionTaskId} cannot be found.`);
    return { Status: 'SUCCEEDED' };
  }),
};
