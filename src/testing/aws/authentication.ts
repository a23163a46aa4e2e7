import type { Account, Partition } from './account.ts';
import { ApiError } from './api-error.ts';
import type { Cloud } from './cloud.ts';
import type { Caller, Session } from './entities.ts';
import { type Authorization, type ReceivedRequest, verifySignature } from './signature.ts';

const REGION: Readonly<Record<Partition, RegExp>> = {
  aws: /^(?!cn-|us-gov-)[a-z]{2,3}(-[a-z]+){1,2}-\d$/,
  'aws-cn': /^cn-[a-z]+-\d$/,
  'aws-us-gov': /^us-gov-[a-z]+-\d$/,
};

const invalidToken = (): ApiError => new ApiError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.');

/** Who signed a request, and whose account it runs in. */
export interface Signer {
  readonly account: Account;
  readonly caller: Caller;
}

/**
 * Finds out who signed a request.
 *
 * @throws InvalidClientTokenId for a key that is unknown, inactive, or sent with the wrong session token; ExpiredToken; SignatureDoesNotMatch.
 */
export function authenticate(cloud: Cloud, request: ReceivedRequest, authorization: Authorization): Signer {
  // Real IAM is signed for one region of its partition, but the SDK signs for its own region once an endpoint is given: any region of the partition will do.
  if (!REGION[cloud.partition].test(authorization.region)) {
    throw new ApiError('SignatureDoesNotMatch', 403, `Credential should be scoped to a valid region, not '${authorization.region}'.`);
  }
  const account = cloud.accounts.ofKey(authorization.accessKeyId);
  if (!account) throw invalidToken();
  return { account, caller: callerOf(account, request, authorization) };
}

function callerOf(account: Account, request: ReceivedRequest, authorization: Authorization): Caller {
  const now = account.clock.now();
  const token = request.headers.get('x-amz-security-token');
  const key = account.accessKeys.get(authorization.accessKeyId);
  if (key) {
    if (key.status !== 'Active' || token !== undefined) throw invalidToken();
    verifySignature(request, authorization, key.secret, now);
    key.lastUsed = { at: now, service: authorization.service, region: authorization.region };
    return { kind: 'user', user: key.user, key };
  }
  const session = account.sessions.get(authorization.accessKeyId);
  if (!session || session.token !== token || !principalIsThere(account, session)) throw invalidToken();
  if (now >= session.expiresAt) {
    throw new ApiError('ExpiredToken', 403, 'The security token included in the request is expired');
  }
  verifySignature(request, authorization, session.secret, now);
  const { principal } = session;
  if (principal.kind === 'role') principal.role.lastUsed = { at: now, region: authorization.region };
  // AWS: GetSessionToken credentials cannot call IAM unless MFA was given.
  else if (authorization.service === 'iam' && !principal.withMfa) throw invalidToken();
  return principal;
}

/** A session ends with the user or role it was given for, even if another one has the name now. */
function principalIsThere(account: Account, { principal }: Session): boolean {
  if (principal.kind === 'role') return account.roles.get(principal.role.name) === principal.role;
  return account.users.get(principal.user.name) === principal.user;
}
