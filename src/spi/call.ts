import type { ObjectOf } from '../model/json-schema.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { ObjectClassOperation } from '../model/operation.ts';
import type { IsDynamic } from '../model/typed-attributes.ts';

/**
 * What all requests to a connector have in common.
 *
 * `signal` is made when it is first read, because an AbortController costs several times the rest of a call. It lives on the prototype:
 * a spread would lose it, and does not compile where a call is wanted; use `derive`.
 *
 * @example
 * const removeUser = async ({ session, signal }: Call<HrClient>) => session.remove('ada', { signal });
 */
export abstract class Call<S = unknown> {
  /** What `connect` made. */
  declare readonly session: S;

  /** Aborted when the caller's signal is, or when the call's time is up. It concerns this call only. */
  abstract get signal(): AbortSignal;
}

/**
 * The same request with some of it changed; `signal` goes along.
 *
 * @example
 * const nested = derive(call, { pageSize: 1000 });
 */
export function derive<T extends Call>(call: T, changes: Partial<Omit<T, 'signal'>>): T {
  const copy: T = Object.create(Object.getPrototypeOf(call));
  return Object.assign(copy, call, changes);
}

/** The options of an operation, as its object class declares them. */
export type OptionsOf<O extends ObjectClass, Op, M extends 'input' | 'output'> =
  IsDynamic<O['attributes']> extends true
    ? Readonly<Record<string, unknown>>
    : Op extends keyof Exclude<O['options'], undefined>
      ? ObjectOf<Exclude<O['options'], undefined>[Op], never, M>
      : // An application calls update, whichever of ICF's two ways of updating the connector has.
        Op extends 'updateDelta'
        ? OptionsOf<O, 'update', M>
        : Readonly<Record<string, never>>;

/** A request to an operation of an object class. */
export interface ObjectClassCall<O extends ObjectClass, S, Op extends ObjectClassOperation> extends Call<S> {
  readonly objectClass: O;
  readonly options: OptionsOf<O, Op, 'output'>;
}
