import { callerArn } from './account.ts';
import type { ActionTable } from './action.ts';
import { ApiError, accessDenied, validationError } from './api-error.ts';
import type { Cloud } from './cloud.ts';
import type { WebIdentity } from './entities.ts';
import type { Parameters } from './parameter-set.ts';
import { integer, required, text } from './parameters.ts';
import { type Statement, strings } from './policy-document.ts';
import {
  checkDuration,
  credentialsAnswer,
  ONE_HOUR,
  openSession,
  packedSize,
  roleArn,
  roleByArn,
  sessionName,
  sessionPolicyFields,
} from './session-credentials.ts';
import { isTrusted } from './trust-policy.ts';
import { readInput } from './validation.ts';
import type { XmlObject } from './xml.ts';

const fields = {
  RoleArn: required(roleArn),
  RoleSessionName: required(sessionName),
  WebIdentityToken: required(text({ min: 4, max: 20_000, secret: true })),
  ProviderId: text({ min: 4, max: 2048 }),
  ...sessionPolicyFields,
  DurationSeconds: integer(900, 43_200),
} as const;

/**
 * Assumes a role with a token of an identity provider. The token says who asks, so the request needs no signature.
 *
 * Nothing here verifies tokens: those that `addWebIdentity` was given are believed.
 *
 * @throws InvalidIdentityToken, ExpiredTokenException; AccessDenied, also for a role that is not there. AWS: AssumeRoleWithWebIdentity
 */
export function assumeRoleWithWebIdentity(parameters: Parameters, cloud: Cloud): XmlObject {
  const input = readInput(fields, parameters);
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(input.RoleArn)) throw validationError(`${input.RoleArn} is invalid`);
  const home = cloud.openAccount(input.RoleArn.split(':')[4] ?? '');
  const role = home && roleByArn(home, input.RoleArn);
  const identity = home?.webIdentities.get(input.WebIdentityToken);
  if (!home || !role) throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
  if (!identity) throw new ApiError('InvalidIdentityToken', 400, 'The ID Token provided is not one of an identity provider of this account.');
  const now = cloud.clock.now();
  if (now >= identity.expiresAt) {
    const seconds = (at: number): number => Math.floor(at / 1000);
    const message = `Token expired: current date/time ${seconds(now)} must be before the expiration date/time ${seconds(identity.expiresAt)}`;
    throw new ApiError('ExpiredTokenException', 400, message);
  }
  const provider = `arn:${home.partition}:iam::${home.id}:oidc-provider/${identity.issuer}`;
  const context = conditionContext(identity, input.RoleSessionName);
  if (!isTrusted(role.trustPolicy, (statement) => isFederated(statement, provider), 'sts:AssumeRoleWithWebIdentity', context)) {
    throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
  }
  const seconds = input.DurationSeconds ?? ONE_HOUR;
  checkDuration(role, seconds);
  const PackedPolicySize = packedSize(input);
  const principal = {
    kind: 'role',
    role,
    sessionName: input.RoleSessionName,
    transitiveTags: new Map(),
    sourceIdentity: undefined,
    issuedAt: now,
  } as const;
  return {
    Credentials: credentialsAnswer(openSession(home, principal, seconds)),
    SubjectFromWebIdentityToken: identity.subject,
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${input.RoleSessionName}`, Arn: callerArn(home, principal) },
    PackedPolicySize,
    Provider: provider,
    Audience: identity.audience,
  };
}

function conditionContext(identity: WebIdentity, session: string): ReadonlyMap<string, string> {
  const issuer = identity.issuer.toLowerCase();
  return new Map([
    ['sts:rolesessionname', session],
    [`${issuer}:sub`, identity.subject],
    [`${issuer}:aud`, identity.audience],
  ]);
}

function isFederated({ Principal: principal }: Statement, provider: string): boolean {
  return typeof principal === 'object' && principal !== null && strings((principal as Record<string, unknown>).Federated).includes(provider);
}

/** Assuming a role with a token, when the request is signed all the same. */
export const webIdentityActions: ActionTable = {
  AssumeRoleWithWebIdentity: { run: (parameters, { cloud }) => assumeRoleWithWebIdentity(parameters, cloud) },
};
