import { defaultNames } from '../facade/classes/projection.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { Call } from '../spi/call.ts';
import type { Log } from '../spi/context.ts';

/** What a handler finds in a call unless the test says otherwise. */
export interface CallDefaults {
  readonly options: Readonly<Record<string, never>>;
  readonly revision: undefined;
  readonly nameHint: undefined;
  readonly filter: undefined;
  readonly sort: readonly [];
  readonly pageSize: number;
  readonly cursor: undefined;
  readonly total: 'none';
  readonly token: undefined;
  /** Those that the object class returns by default, when the test names the class. */
  readonly attributesToGet: ReadonlySet<never>;
  readonly log: Log;
}

/** A call made by a test: what it says, and the defaults of what it does not mention. */
export type CallOf<S, R> = Call<S> & Omit<CallDefaults, keyof R> & Omit<R, 'signal'>;

// A symbol, not a #private field: a derived call is another object with the same prototype.
const signalOf = Symbol('signal');

/** The request object that a test makes; `signal` is an accessor of the prototype, as in a real one. */
class GivenCall extends Call {
  readonly [signalOf]: { signal: AbortSignal | undefined };

  constructor(fields: object, signal: AbortSignal | undefined) {
    super();
    this[signalOf] = { signal };
    Object.assign(this, fields);
  }

  override get signal(): AbortSignal {
    const holder = this[signalOf];
    holder.signal ??= new AbortController().signal;
    return holder.signal;
  }
}

/**
 * Makes a call, to test one handler without opening its connector.
 *
 * Nothing is checked or converted: the handler gets what the test gives it. That is also what to mind: a facade would hand a `Secret` where
 * this hands the text that the test wrote.
 *
 * @param session  What the handler finds in `session`.
 * @param rest     What else: `objectClass`, `uid`, `attributes`, `changes`, `filter`, `args` and so on; `signal`, which is never aborted otherwise.
 *
 * @example
 * const leaving = new AbortController();
 * const call = callOf(client, { objectClass: Account, attributes: { __NAME__: 'ada' }, signal: leaving.signal });
 * const uid = await account.create(call);
 */
export function callOf<S, const R extends object = {}>(
  session: S,
  rest?: R & { readonly signal?: AbortSignal | undefined; readonly session?: never },
): CallOf<S, R> {
  const { signal, ...given } = (rest ?? {}) as { readonly signal?: AbortSignal; readonly objectClass?: ObjectClass };
  if ('session' in given) throw new ConnectorError('InvalidArgument', 'callOf takes the session as its first argument, not among the rest');
  const defaults: CallDefaults = {
    options: {},
    revision: undefined,
    nameHint: undefined,
    filter: undefined,
    sort: [],
    pageSize: 100,
    cursor: undefined,
    total: 'none',
    token: undefined,
    attributesToGet: new Set(given.objectClass ? defaultNames(given.objectClass) : []) as ReadonlySet<string> as ReadonlySet<never>,
    log: () => {},
  };
  return new GivenCall({ ...defaults, ...given, session }, signal) as unknown as CallOf<S, R>;
}
