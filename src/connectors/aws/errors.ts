import { ConnectorError, type ErrorDetails, type Problem } from '../../model/errors.ts';
import type { FailedRequest } from './failed-request.ts';
import { isRead } from './transport/actions.ts';
import { AwsRequestError } from './transport/request-error.ts';
import { verdictOn } from './verdict.ts';

/**
 * The `ConnectorError` for a failed request: code by the table of wire codes, message with action, request id and attempts, a clean cause.
 *
 * A write whose answer was lost, in the last attempt or an earlier one, has `outcome: 'unknown'`.
 *
 * @example
 * throw connectorErrorOf({ service: 'iam', call, failure: readFailure(error), input, subject: { uid: 'ada' }, secrets: [] });
 */
export function connectorErrorOf(request: FailedRequest): ConnectorError {
  const { service, call, failure, subject } = request;
  const action = `${service}:${call.action}`;
  const text = safeText(request);
  const cause = new AwsRequestError(text, { ...failure, service, action });
  const verdict = verdictOn(request);
  const unknown = call.answerLost && !isRead(service, call.action);
  const trace = [
    failure.requestId === undefined ? undefined : `AWS request ${failure.requestId}`,
    `${failure.attempts} ${failure.attempts === 1 ? 'attempt' : 'attempts'}`,
  ].filter((part) => part !== undefined);
  const target = subject.uid === undefined ? '' : ` for ${subject.uid}`;
  return new ConnectorError(verdict.code, `${action}${target}: ${verdict.message ?? text} (${failure.wireCode}, ${trace.join(', ')})`, {
    cause,
    ...(verdict.uid === undefined ? {} : { uid: verdict.uid }),
    ...(verdict.path === undefined ? {} : { problems: [{ path: verdict.path, message: text } satisfies Problem] }),
    ...(verdict.retryable === undefined ? {} : { retryable: verdict.retryable }),
    ...(failure.retryAfter === undefined ? {} : { retryAfter: failure.retryAfter }),
    ...(unknown ? { outcome: 'unknown', retryable: false } : {}),
  } satisfies ErrorDetails);
}

/** AWS's words, unless they repeat a secret: of a value it refuses, or of the request it could not verify. */
function safeText({ failure, secrets }: FailedRequest): string {
  const told = secrets.some((secret) => secret !== '' && failure.message.includes(secret));
  return told ? 'AWS’s text is left out, because it repeats a secret' : failure.message.trim();
}
