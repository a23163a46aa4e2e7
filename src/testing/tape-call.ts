import { ConnectorError, type ErrorCode, type Problem } from '../model/errors.ts';
import type { MessageArguments } from '../model/message-arguments.ts';
import { isObject, isText } from '../model/value-kind.ts';
import { streaming } from './intercept.ts';
import type { Json } from './tape-value.ts';

/** A failure as it stands on a tape; of an exception that is no ConnectorError only its name, because its text may quote anything. */
export type TapeError =
  | {
      readonly code: ErrorCode;
      readonly message: string;
      readonly retryable: boolean;
      readonly retryAfter?: number;
      readonly problems?: readonly Problem[];
      readonly uid?: string;
      readonly outcome: ConnectorError['outcome'];
      readonly messageKey?: string;
      readonly messageArguments?: MessageArguments;
    }
  | { readonly foreign: string };

/** One call on a tape. Without `answer`, `ended` and `error` it was never answered. */
export interface TapeCall {
  /** The operation as traces name it: `create`, `test`, `hook callerIdentity`. */
  readonly operation: string;
  readonly objectClass?: string;
  readonly arguments: Json;
  /** Of an operation that answers once. */
  readonly answer?: Json;
  /** Of a stream: what it yielded. */
  readonly pages?: readonly Json[];
  /** Of a stream that did not fail: whether it was read to its end or left before. */
  readonly ended?: 'done' | 'left';
  readonly error?: TapeError;
}

/** A call while it is recorded. */
export type OpenTapeCall = { -readonly [K in keyof TapeCall]: TapeCall[K] } & { pages?: Json[] };

/** What a call is called in messages: `create __ACCOUNT__`. */
export function titleOf({ operation, objectClass }: { readonly operation: string; readonly objectClass?: string | undefined }): string {
  return objectClass === undefined ? operation : `${operation} ${objectClass}`;
}

/** A failure as it is written down. Its cause is not: it may hold anything. */
export function tapeErrorOf(error: unknown): TapeError {
  if (!ConnectorError.is(error)) return { foreign: error instanceof Error ? error.name : typeof error };
  const { code, message, retryable, retryAfter, problems, uid, outcome, messageKey, messageArguments } = error;
  return {
    code,
    message,
    retryable,
    outcome,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(problems.length > 0 && { problems: problems.map((each) => ({ ...each })) }),
    ...(uid !== undefined && { uid }),
    ...(messageKey !== undefined && { messageKey }),
    ...(messageArguments !== undefined && { messageArguments: { ...messageArguments } }),
  };
}

/** The failure to throw again. */
export function errorOf(error: TapeError): Error {
  if ('foreign' in error) return Object.assign(new Error('an exception that was recorded without its text'), { name: error.foreign });
  const { code, message, ...details } = error;
  return new ConnectorError(code, message, details);
}

/** A failure whose texts quote nothing that is hidden. */
export function hideInError(error: TapeError, finds: (text: string) => boolean): TapeError {
  if ('foreign' in error) return error;
  const shown = (text: string) => (finds(text) ? '[hidden, because it quotes a secret]' : text);
  return {
    ...error,
    message: shown(error.message),
    ...(error.problems && { problems: error.problems.map((each) => ({ ...each, path: shown(each.path), message: shown(each.message) })) }),
    ...(error.uid !== undefined && { uid: shown(error.uid) }),
    ...(error.messageArguments && {
      messageArguments: Object.fromEntries(Object.entries(error.messageArguments).map(([name, each]) => [name, isText(each) ? shown(each) : each])),
    }),
  };
}

/** Whether this is a call as it stands in a file. */
export function isTapeCall(value: unknown): value is TapeCall {
  if (!isObject(value)) return false;
  const { operation, objectClass, arguments: given, answer, pages, ended, error } = value;
  return (
    isText(operation) &&
    (objectClass === undefined || isText(objectClass)) &&
    given !== undefined &&
    // A stream has pages, if none came an empty list of them. Played as something else, a call would never be answered.
    (streaming.has(operation) ? Array.isArray(pages) && answer === undefined : pages === undefined) &&
    (ended === undefined || ended === 'done' || ended === 'left') &&
    (error === undefined || (isObject(error) && (isText(error.foreign) || (isText(error.code) && isText(error.message)))))
  );
}
