import type { MessageArguments } from './message-arguments.ts';
import type { Problem } from './problem.ts';

/** What went wrong, in one word: ICF's exception names without "Exception", and a few that ICF lacks. */
export type ErrorCode =
  | 'AlreadyExists'
  | 'UnknownUid'
  | 'InvalidAttributeValue'
  | 'InvalidArgument'
  | 'InvalidCredential'
  | 'InvalidPassword'
  | 'PasswordExpired'
  | 'PermissionDenied'
  | 'ConnectorSecurity'
  | 'ConnectionFailed'
  | 'ConnectionBroken'
  | 'ConnectorIO'
  | 'OperationTimeout'
  | 'OperationAborted'
  | 'RateLimited'
  | 'Retryable'
  | 'Configuration'
  | 'PreconditionFailed'
  | 'PreconditionRequired'
  | 'QuotaExceeded'
  | 'UnsupportedOperation'
  | 'Internal';

/** What is known about a failure besides its code and its message. */
export interface ErrorDetails {
  /** What caused it, as it was thrown. */
  readonly cause?: unknown;
  /** Whether the same call may succeed later; by default what the table of errors says of the code. */
  readonly retryable?: boolean;
  /** How long to wait before the next attempt, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Every attribute, setting or step concerned, by its path. */
  readonly problems?: readonly Problem[];
  /** The object concerned: the half-made one, the one that exists already, the one whose password expired. */
  readonly uid?: string | undefined;
  /** Of a write: `none` nothing happened (the default), `partial` some of it did, `unknown` its answer was lost. */
  readonly outcome?: 'none' | 'partial' | 'unknown';
  /** Names the text in the connector's `messages`, and what its placeholders stand for. Never a secret. */
  readonly messageKey?: string | undefined;
  readonly messageArguments?: MessageArguments | undefined;
}

/** One row of the table of errors. */
export interface ErrorDefinition {
  readonly code: ErrorCode;
  readonly meaning: string;
  /** HTTP status over REST. */
  readonly status: number;
  /** Class name over the ConnId protocol. */
  readonly connid: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

// Apart from the table, so that a bundle that only throws errors does not carry the table's texts.
const retryableCodes: readonly ErrorCode[] = ['ConnectionFailed', 'ConnectionBroken', 'OperationTimeout', 'RateLimited', 'Retryable'];

const exception = (name: string) => `org.identityconnectors.framework.common.exceptions.${name}Exception`;

/**
 * The table of errors: every code, what it means, its HTTP status and its ConnId class. The reference page, REST and the wire read this list.
 *
 * @example
 * errors.find((row) => row.code === 'AlreadyExists')?.status;  // 409
 */
export const errors: readonly ErrorDefinition[] = /* @__PURE__ */ (
  [
    { code: 'AlreadyExists', meaning: 'An object with this name or uid exists already.', status: 409, connid: exception('AlreadyExists') },
    { code: 'UnknownUid', meaning: 'There is no object with this uid.', status: 404, connid: exception('UnknownUid') },
    {
      code: 'InvalidAttributeValue',
      meaning: 'An attribute is unknown, missing, of the wrong type or has a value that the system refuses.',
      status: 400,
      connid: exception('InvalidAttributeValue'),
    },
    {
      code: 'InvalidArgument',
      meaning: 'An argument other than an attribute is wrong: a filter, a cursor, an option, a page size.',
      status: 400,
      connid: 'java.lang.IllegalArgumentException',
    },
    {
      code: 'InvalidCredential',
      meaning: 'The credentials that were presented are wrong, revoked or expired.',
      status: 401,
      connid: exception('InvalidCredential'),
    },
    {
      code: 'InvalidPassword',
      meaning: 'The password is wrong, or the system’s password policy refuses it.',
      status: 401,
      connid: exception('InvalidPassword'),
    },
    {
      code: 'PasswordExpired',
      meaning: 'The password is right but has expired; `uid` names the object.',
      status: 401,
      connid: exception('PasswordExpired'),
    },
    { code: 'PermissionDenied', meaning: 'The connector’s identity may not do this.', status: 403, connid: exception('PermissionDenied') },
    {
      code: 'ConnectorSecurity',
      meaning: 'A security check failed that no other code describes.',
      status: 500,
      connid: exception('ConnectorSecurity'),
    },
    {
      code: 'ConnectionFailed',
      meaning: 'The system could not be reached, or answered that it cannot serve now.',
      status: 503,
      connid: exception('ConnectionFailed'),
    },
    {
      code: 'ConnectionBroken',
      meaning: 'The connection was lost while the call was under way.',
      status: 503,
      connid: exception('ConnectionBroken'),
    },
    {
      code: 'ConnectorIO',
      meaning: 'Reading or writing failed for a reason that no other code describes.',
      status: 500,
      connid: exception('ConnectorIO'),
    },
    {
      code: 'OperationTimeout',
      meaning: 'The call took longer than its timeout; `outcome` says what is known of a write.',
      status: 408,
      connid: exception('OperationTimeout'),
    },
    {
      code: 'OperationAborted',
      meaning: 'The caller’s signal ended the call; `outcome` says what is known of a write.',
      status: 499,
      connid: exception('Connector'),
    },
    {
      code: 'RateLimited',
      meaning: 'The system asks for fewer calls; `retryAfter` says when to come back, where it is known.',
      status: 429,
      connid: exception('Retryable'),
    },
    { code: 'Retryable', meaning: 'The system cannot do this now and will be able to later.', status: 503, connid: exception('Retryable') },
    {
      code: 'Configuration',
      meaning: 'The configuration is wrong; `problems` lists every setting concerned.',
      status: 500,
      connid: exception('Configuration'),
    },
    {
      code: 'PreconditionFailed',
      meaning: 'The object is not in the state that the call requires, such as another revision.',
      status: 412,
      connid: exception('PreconditionFailed'),
    },
    {
      code: 'PreconditionRequired',
      meaning: 'The system requires a revision with this call.',
      status: 428,
      connid: exception('PreconditionRequired'),
    },
    { code: 'QuotaExceeded', meaning: 'A quota of the system is used up; waiting does not help.', status: 507, connid: exception('Connector') },
    {
      code: 'UnsupportedOperation',
      meaning: 'The connector does not offer this operation, or not with these arguments.',
      status: 501,
      connid: 'java.lang.UnsupportedOperationException',
    },
    {
      code: 'Internal',
      meaning: 'A defect in the connector or the framework, or an error that it does not know; `cause` has it.',
      status: 500,
      connid: exception('Connector'),
    },
  ] as const
).map((row) => ({ ...row, retryable: retryableCodes.includes(row.code) }));

export type { Problem } from './problem.ts';

const brand: unique symbol = Symbol.for('identity-connector.ConnectorError') as never;

/**
 * Every failure of this library. Switch on `code`; `instanceof` works across copies of the package.
 *
 * @example
 * try {
 *   await accounts.create({ __NAME__: 'ada' });
 * } catch (error) {
 *   if (ConnectorError.is(error) && error.code === 'AlreadyExists') console.log(`there already: ${error.uid}`);
 *   else throw error;
 * }
 */
export class ConnectorError extends Error {
  declare readonly name: 'ConnectorError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds to wait before the next attempt, where the system said so. */
  readonly retryAfter: number | undefined;
  /** Every attribute, setting or step concerned; empty when the message says it all. */
  readonly problems: readonly Problem[];
  readonly uid: string | undefined;
  /** Of a write: whether nothing of it happened, some of it, or nobody knows. */
  readonly outcome: 'none' | 'partial' | 'unknown';
  declare readonly messageKey?: string;
  declare readonly messageArguments?: MessageArguments;

  /**
   * @param code     One of the table `errors`.
   * @param message  What was wrong, where, what was found and what would be right. Never a secret.
   * @param details  What else is known.
   */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.retryable = details.retryable ?? retryableCodes.includes(code);
    this.retryAfter = details.retryAfter;
    this.problems = details.problems ?? [];
    this.uid = details.uid;
    this.outcome = details.outcome ?? 'none';
    if (details.messageKey !== undefined) Object.assign(this, { messageKey: details.messageKey, messageArguments: details.messageArguments });
  }

  /** @internal */
  get [brand](): true {
    return true;
  }

  static {
    // On the prototype, for a stack is made before fields are set; on the class, for bundlers rename it.
    for (const holder of [ConnectorError, ConnectorError.prototype])
      Object.defineProperty(holder, 'name', { value: 'ConnectorError', configurable: true });
  }

  /** Whether this is a ConnectorError, of whichever copy of the package. */
  static is(error: unknown): error is ConnectorError {
    return typeof error === 'object' && error !== null && brand in error;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this; what it asks is whether a value is its own.
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class that was asked.
    return this === ConnectorError ? ConnectorError.is(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  }
}
