import { callerArn } from './account.ts';
import type { ActionResult, Call } from './action.ts';
import { ApiError, accessDenied } from './api-error.ts';
import { authenticate } from './authentication.ts';
import type { Cloud } from './cloud.ts';
import { recordCall } from './cloudtrail/recorded-call.ts';
import type { FaultSwitches } from './faults.ts';
import type { Parameters } from './parameter-set.ts';
import type { WireCall } from './protocol.ts';
import { refuseRevoked } from './revoked-sessions.ts';
import type { ServiceName } from './service-name.ts';
import { services } from './services.ts';
import type { Authorization, ReceivedRequest } from './signature.ts';
import { assumeRoleWithWebIdentity } from './web-identity.ts';

/** What a request is checked against, in this order: who signed it, what it may do, what is there. */
export interface Backend {
  readonly cloud: Cloud;
  readonly faults: FaultSwitches;
}

/** Authenticates a request and runs its action in the account of whoever signed it. @throws ApiError as AWS would answer */
export function dispatch(
  backend: Backend,
  request: ReceivedRequest,
  authorization: Authorization,
  wire: WireCall,
  { requestId, isGone }: Pick<Call, 'requestId' | 'isGone'>,
): ActionResult | Promise<ActionResult> {
  const { cloud } = backend;
  const { service: serviceName, region } = authorization;
  const { protocol, actions, admit } = services[serviceName];
  const { account, caller } = authenticate(cloud, request, authorization);
  const consistency = cloud.consistencyOf(account);
  consistency.checkKey(authorization.accessKeyId);
  const { action: name, parameters } = wire;
  if (wire.problem) throw wire.problem;
  const known = wire.version === protocol.version && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!known) throw protocol.unknownAction(wire);
  const { accessKeyId } = authorization;
  const call: Call = { action: name, cloud, account, caller, accessKeyId, requestId, isGone, region, now: cloud.clock.now() };
  const run = (): ActionResult | Promise<ActionResult> => {
    // Without this no caller could find out who it is. AWS: GetCallerIdentity needs no permission.
    if (name !== 'GetCallerIdentity') {
      refuseDenied(backend, serviceName, call, parameters);
      refuseRevoked(serviceName, call);
    }
    admit?.(call);
    if (serviceName !== 'iam' && serviceName !== 'sts') return known.run(parameters, call);
    consistency.check(name, parameters);
    const result = known.run(parameters, call);
    if (!(result instanceof Promise)) consistency.note(name, parameters, result);
    return result;
  };
  return serviceName === 'iam' ? recorded(call, parameters, run) : run();
}

/** Runs what needs no signature, and refuses everything else for the reason that its signature was not read. @throws ApiError */
export function dispatchUnsigned(
  { cloud }: Backend,
  service: ServiceName,
  { action, version, parameters }: WireCall,
  reason: ApiError,
): ActionResult {
  // The token says who asks. AWS: AssumeRoleWithWebIdentity
  if (service === 'sts' && action === 'AssumeRoleWithWebIdentity' && version === services.sts.protocol.version) {
    return assumeRoleWithWebIdentity(parameters, cloud);
  }
  throw reason;
}

/** Runs an action of IAM and puts it into the event history, refused or not. */
function recorded(call: Call, parameters: Parameters, run: () => ActionResult | Promise<ActionResult>): ActionResult | Promise<ActionResult> {
  try {
    const result = run();
    if (!(result instanceof Promise)) recordCall(call, parameters, { result });
    return result;
  } catch (error) {
    if (error instanceof ApiError) recordCall(call, parameters, { error });
    throw error;
  }
}

function refuseDenied({ faults }: Backend, service: ServiceName, call: Call, parameters: Parameters): void {
  const { account, caller, action } = call;
  if (!faults.isDenied({ action, service, accountId: account.id })) return;
  const denied = `${service}:${action}`;
  throw accessDenied(
    `User: ${callerArn(account, caller)} is not authorized to perform: ${denied} on resource: ${resourceOf(call, parameters)} because no identity-based policy allows the ${denied} action`,
  );
}

/** The resource AWS names when it refuses: the group of a membership, else whatever the call is about. */
function resourceOf({ account }: Call, parameters: Parameters): string {
  const group = parameters.text('GroupName');
  if (group !== undefined) return account.arn('group', account.groups.get(group)?.path ?? '/', group);
  const user = parameters.text('UserName');
  if (user !== undefined) return account.arn('user', account.users.get(user)?.path ?? '/', user);
  const role = parameters.text('RoleName');
  if (role !== undefined) return account.arn('role', account.roles.get(role)?.path ?? '/', role);
  return parameters.text('RoleArn') ?? parameters.text('PolicyArn') ?? '*';
}
