import type { Account } from './account.ts';
import type { Caller } from './entities.ts';
import type { Parameters } from './query-protocol.ts';
import { type Fields, type Input, readInput } from './validation.ts';
import type { XmlObject } from './xml.ts';

/** What a handler knows besides its parameters. */
export interface Call {
  readonly action: string;
  readonly account: Account;
  readonly caller: Caller;
  /** The region the request was signed for. */
  readonly region: string;
  /** Milliseconds since 1970 on the account's clock. */
  readonly now: number;
}

/** One operation of a service. */
export interface Action {
  /** @returns the members of `…Result`, or `undefined` when the operation has none. */
  run(parameters: Parameters, call: Call): XmlObject | undefined;
}

/** Operations by their names on the wire. */
export type ActionTable = Readonly<Record<string, Action>>;

/** Makes an operation of its parameters and what it does with them. */
export function action<const F extends Fields>(fields: F, handle: (input: Input<F>, call: Call) => XmlObject | undefined): Action {
  return { run: (parameters, call) => handle(readInput(fields, parameters), call) };
}
