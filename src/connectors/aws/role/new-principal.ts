import { ConnectorError } from '../../../model/errors.ts';
import { findUser } from '../account/user.ts';
import { iamArnOf } from '../arn.ts';
import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';
import { restated } from '../write/steps.ts';
import { findRole } from './role-object.ts';

/** How long a principal that is there is waited for, in milliseconds. Reports of real accounts speak of up to half a minute. */
const TRUSTED_WITHIN = 30_000;

/** The attribute that holds the trust policy. */
const path = 'AssumeRolePolicyDocument';

/**
 * Sends a trust policy, and sends it again while IAM says that a principal is not valid although IAM itself knows it.
 *
 * A user or a role that was made seconds ago is found by its name before a trust policy may name it. Only those are waited for, at most 30 s:
 * a principal that is not there, or is of another account, is refused at once, because waiting would not tell a new one from a wrong one.
 *
 * @throws ConnectorError `InvalidAttributeValue`, with the trust policy as its path, for a document that AWS refuses.
 */
export async function untilTrusted<T>(session: AwsSession, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  let pause = 1000;
  for (let waited = 0; ; waited += pause, pause = Math.min(pause * 2, 8000, TRUSTED_WITHIN - waited)) {
    try {
      return await send();
    } catch (error) {
      if (!ConnectorError.is(error) || awsCode(error) !== 'MalformedPolicyDocument') throw error;
      const principal = /invalid principal in policy: "AWS":"([^"]+)"/i.exec(error.message)?.[1];
      if (principal === undefined || waited >= TRUSTED_WITHIN || !(await isThere(session, principal, signal))) throw aboutTrust(error);
    }
    await session.wait(pause, signal);
  }
}

async function isThere(session: AwsSession, principal: string, signal: AbortSignal): Promise<boolean> {
  const arn = iamArnOf(principal);
  if (arn?.kind !== 'user' && arn?.kind !== 'role') return false;
  const find = arn.kind === 'user' ? findUser : findRole;
  // Who may not look cannot tell either: the refusal stands.
  const found = await find(session, arn.name, signal).catch(() => undefined);
  return found?.Arn === principal;
}

function aboutTrust(error: ConnectorError): ConnectorError {
  const message = error.cause instanceof Error ? error.cause.message : error.message;
  return restated(error, error.message, { uid: error.uid, outcome: error.outcome, problems: [{ path, message }] });
}
