import type { InterceptedCall } from './intercept.ts';

/** One call as it came to a connector with faults. */
export interface SeenCall {
  /** The operation as traces name it: `create`, `test`, `connect`, `hook callerIdentity`. */
  readonly operation: string;
  /** Undefined for what concerns the connector as a whole. */
  readonly objectClass: string | undefined;
  /** What the handler is given: `uid`, `attributes`, `filter` and so on. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970 on the clock of the faults. */
  readonly at: number;
  /** Answers so far: 0 or 1 of an operation that answers once, of a stream the number of its pages. */
  readonly answers: number;
  /** Whether the connector itself was called: false for what failed before it, true even if its answer was lost. */
  readonly applied: boolean;
  /** The fault that ended it; undefined when none did. */
  readonly fault: FaultKind | undefined;
}

/** What happened to a call. */
export type FaultKind = 'fail' | 'drop' | 'hang' | 'throttle' | 'deny' | 'dead session';

/**
 * Which calls a fault is for. Without `operation` it is for all but `connect`, `disconnect` and `checkAlive`, which must be named.
 *
 * @example
 * faults.failNext({ operation: 'create', objectClass: '__ACCOUNT__', times: 3, code: 'RateLimited', retryAfter: 1000 });
 */
export interface CallTarget {
  /** The operation as traces name it, in which `*` and `?` are wildcards: `create`, `hook *`, `connect`. */
  readonly operation?: string | undefined;
  /** The object class, with the same wildcards. */
  readonly objectClass?: string | undefined;
  /** Whether it is for this call, when the rest fits. */
  readonly matches?: ((call: SeenCall) => boolean) | undefined;
}

const lifecycle: ReadonlySet<string> = new Set(['connect', 'disconnect', 'checkAlive']);

/** Whether a call is one that a fault is for. */
export function isTarget({ operation, objectClass, matches }: CallTarget, call: SeenCall): boolean {
  if (operation === undefined ? lifecycle.has(call.operation) : !nameMatches(operation, call.operation)) return false;
  if (objectClass !== undefined && !(call.objectClass !== undefined && nameMatches(objectClass, call.objectClass))) return false;
  return matches === undefined || matches(call);
}

function nameMatches(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}

/** Whether a call may change something, so that a lost answer leaves its outcome open. */
export function isWrite({ operation }: Pick<InterceptedCall, 'operation'>): boolean {
  return /^(create|update|updateDelta|delete|scriptOn\w+|hook .*)$/s.test(operation);
}
