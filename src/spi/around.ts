import { type Awaitable, isLater } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';
import type { Call } from './call.ts';

/** A call of a connector, as those around it see it. */
export interface AroundRequest {
  /** The name of the connector. */
  readonly connector: string;
  readonly operation: ObjectClassOperation | Exclude<ConnectorOperation, 'discoverConfiguration' | 'testPartialConfiguration'> | `hook ${string}`;
  /** Undefined for operations of the connector as a whole. */
  readonly objectClass: string | undefined;
  /** What the handler is given: `session`, `signal`, and by name what its operation takes, such as `uid` and `attributes`. */
  readonly call: Call & Readonly<Record<string, unknown>>;
}

/** What became of a call. The value of a stream is undefined. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** What happens around every call of a connector. Whoever answers without a promise keeps calls that need none free of them. */
export interface Around {
  /** Before the handler is called; of a stream at its first pull. Throws to refuse, answers a call changed by `derive`, or nothing. */
  before?(request: AroundRequest): Awaitable<Call | void>;
  /** With every page of a search, every batch of a sync and every change of a liveSync: answers another one, or nothing. */
  page?(request: AroundRequest, page: unknown): Awaitable<unknown>;
  /**
   * After the handler, once for every `before` that did not refuse; of a stream at its end, also when it was left early. Throws another error,
   * answers another outcome, or nothing. Two things it cannot do: end a stream that failed as if it were complete, and let a write that took
   * effect, or may have, look as if nothing had happened.
   */
  after?(request: AroundRequest, outcome: Outcome): Awaitable<Outcome | void>;
}

/** What the handler is to be called with. */
export function beginAround(request: AroundRequest, around: Around): Awaitable<AroundRequest> {
  const given = around.before?.(request);
  return isLater(given) ? Promise.resolve(given).then((call) => changed(request, call)) : changed(request, given);
}

function changed(request: AroundRequest, call: Call | void): AroundRequest {
  if (call === undefined) return request;
  // A spread has lost the signal, which lives on the prototype: nothing could end such a call.
  if (typeof call === 'object' && call !== null && 'signal' in call) return { ...request, call: call as AroundRequest['call'] };
  throw new ConnectorError(
    'Internal',
    `${request.operation} of ${request.connector}: what is put before it by wrap must answer nothing or what derive makes`,
  );
}
