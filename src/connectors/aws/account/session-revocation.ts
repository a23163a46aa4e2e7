import { isObject } from '../../../model/value-kind.ts';
import { decodedDocument } from '../policy/policy-document.ts';
import type { AwsSession } from '../session.ts';
import type { Step } from '../write/steps.ts';
import { unlessGone } from './unless-gone.ts';

/** The inline policy that ends the sessions of a disabled user. */
export const REVOCATION_POLICY = 'IdentityConnectorRevokeOlderSessions';

/**
 * How long after a disable sessions are still denied that began after it, in milliseconds: until IAM has told everybody that keys and password
 * are gone, and for this machine's clock.
 */
const SETTLING_TIME = 5 * 60_000;

/** The longest life of a session of a user, in milliseconds. AWS: STS GetSessionToken and GetFederationToken, DurationSeconds. */
export const LONGEST_SESSION: number = 36 * 3_600_000;

/** Whether an inline policy is the connector's own: it is not among a user's InlinePolicies, and writing them leaves it alone. */
export function isOwnPolicy(name: string): boolean {
  return name.toLowerCase() === REVOCATION_POLICY.toLowerCase();
}

/**
 * The step that ends the live sessions of a user: temporary credentials cannot be taken back, but they can be denied everything by when they
 * were issued. Long-term credentials have no such date, so the policy does not concern them.
 *
 * AWS: IAM user guide, revoking temporary security credentials (`AWSRevokeOlderSessions`); aws:TokenIssueTime.
 */
export function revokeSessionsStep(session: AwsSession, user: string, signal: AbortSignal): Step {
  return {
    path: '__ENABLE__',
    what: `deny all sessions of ${user} that began until now`,
    evenAfterFailure: true,
    run: () => putPolicy(session, user, new Date(Date.now() + SETTLING_TIME), signal),
  };
}

/**
 * The step that lets an enabled user begin sessions again, while those from before the disable stay denied: the moment is drawn back to now, and
 * the policy is deleted once no session can be that old.
 *
 * @returns No step when there is no such policy or it may stand as it is.
 */
export async function admitSessionsSteps(session: AwsSession, user: string, signal: AbortSignal): Promise<Step[]> {
  const answer = await unlessGone(() => session.iam('GetUserPolicy', { UserName: user, PolicyName: REVOCATION_POLICY }, { signal, uid: user }));
  if (!answer) return [];
  const until = revokedUntil(decodedDocument(answer.PolicyDocument ?? '', `inline policy ${REVOCATION_POLICY} of ${user}`));
  const now = Date.now();
  const path = '__ENABLE__';
  if (until !== undefined && until < now - LONGEST_SESSION) {
    const remove = () => session.iam('DeleteUserPolicy', { UserName: user, PolicyName: REVOCATION_POLICY }, { signal, uid: user });
    return [{ path, what: `delete inline policy ${REVOCATION_POLICY} of ${user}`, run: remove }];
  }
  if (until !== undefined && until <= now) return [];
  return [{ path, what: `deny only sessions of ${user} that began before now`, run: () => putPolicy(session, user, new Date(now), signal) }];
}

function putPolicy(session: AwsSession, UserName: string, until: Date, signal: AbortSignal): Promise<unknown> {
  const Condition = { DateLessThan: { 'aws:TokenIssueTime': until.toISOString() } };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }] });
  return session.iam('PutUserPolicy', { UserName, PolicyName: REVOCATION_POLICY, PolicyDocument }, { signal, uid: UserName });
}

/** The moment that a document of `putPolicy` names, in milliseconds; undefined for one that somebody else wrote. */
function revokedUntil(document: string): number | undefined {
  let statement: unknown;
  try {
    statement = (JSON.parse(document) as { Statement?: unknown }).Statement;
  } catch {
    return undefined;
  }
  const [first] = Array.isArray(statement) ? statement : [statement];
  const condition = isObject(first) && isObject(first.Condition) ? first.Condition.DateLessThan : undefined;
  const text = isObject(condition) ? condition['aws:TokenIssueTime'] : undefined;
  const time = Date.parse(String(text));
  return Number.isNaN(time) ? undefined : time;
}
