import { type Account, callerArn } from './account.ts';
import { actions } from './actions.ts';
import { ApiError, accessDenied } from './api-error.ts';
import { authenticate } from './authentication.ts';
import type { Consistency } from './consistency.ts';
import type { Caller } from './entities.ts';
import type { FaultSwitches } from './faults.ts';
import { type Parameters, type ServiceName, versionOf } from './query-protocol.ts';
import type { Authorization, ReceivedRequest } from './signature.ts';
import type { XmlObject } from './xml.ts';

/** What a request is checked against, in this order: who signed it, what it may do, what is there. */
export interface Backend {
  readonly account: Account;
  readonly faults: FaultSwitches;
  readonly consistency: Consistency;
}

/** Authenticates a request and runs its action. @throws ApiError as AWS would answer */
export function dispatch(backend: Backend, request: ReceivedRequest, authorization: Authorization, parameters: Parameters): XmlObject | undefined {
  const { account, consistency } = backend;
  const { service, region } = authorization;
  const caller = authenticate(account, request, authorization);
  consistency.checkKey(authorization.accessKeyId);
  const name = parameters.text('Action') ?? '';
  const version = parameters.text('Version') ?? '';
  const known = version === versionOf(service) && Object.hasOwn(actions[service], name) ? actions[service][name] : undefined;
  if (name === '') throw new ApiError('MissingAction', 400, 'The request is missing an action or a required parameter.');
  if (!known) throw new ApiError('InvalidAction', 400, `Could not find operation ${name} for version ${version || 'NO_VERSION_SPECIFIED'}`);
  // Without this no caller could find out who it is. AWS: GetCallerIdentity needs no permission.
  if (name !== 'GetCallerIdentity') refuseDenied(backend, service, name, caller, parameters);
  consistency.check(name, parameters);
  const result = known.run(parameters, { action: name, account, caller, region, now: account.clock.now() });
  consistency.note(name, parameters, result);
  return result;
}

function refuseDenied(backend: Backend, service: ServiceName, name: string, caller: Caller, parameters: Parameters): void {
  const { account, faults } = backend;
  if (!faults.isDenied(service, name)) return;
  const denied = `${service}:${name}`;
  throw accessDenied(
    `User: ${callerArn(account, caller)} is not authorized to perform: ${denied} on resource: ${resourceOf(account, parameters)} because no identity-based policy allows the ${denied} action`,
  );
}

/** The resource AWS names when it refuses: the group of a membership, else whatever the call is about. */
function resourceOf(account: Account, parameters: Parameters): string {
  const group = parameters.text('GroupName');
  if (group !== undefined) return account.arn('group', account.groups.get(group)?.path ?? '/', group);
  const user = parameters.text('UserName');
  if (user !== undefined) return account.arn('user', account.users.get(user)?.path ?? '/', user);
  const role = parameters.text('RoleName');
  if (role !== undefined) return account.arn('role', account.roles.get(role)?.path ?? '/', role);
  return parameters.text('RoleArn') ?? parameters.text('PolicyArn') ?? '*';
}
