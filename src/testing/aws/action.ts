import type { Account } from './account.ts';
import type { Cloud } from './cloud.ts';
import type { Caller } from './entities.ts';
import type { Parameters } from './parameter-set.ts';
import { type Fields, type Input, readInput } from './validation.ts';
import type { XmlObject } from './xml.ts';

/** What a handler knows besides its parameters. */
export interface Call {
  readonly action: string;
  /** Every account, and what services keep outside of them. */
  readonly cloud: Cloud;
  /** The account of whoever signed the request. */
  readonly account: Account;
  readonly caller: Caller;
  readonly accessKeyId: string;
  readonly requestId: string;
  /** Whether whoever asked has hung up; for what waits. */
  readonly isGone: () => boolean;
  /** The region the request was signed for. */
  readonly region: string;
  /** Milliseconds since 1970 on the account's clock. */
  readonly now: number;
}

/** The members of an answer; `undefined` when the operation has none. */
export type ActionResult = XmlObject | undefined;

/** One operation of a service. */
export interface Action {
  /** @returns the members of `…Result`, or `undefined` when the operation has none; a promise when it waits for something. */
  run(parameters: Parameters, call: Call): ActionResult | Promise<ActionResult>;
}

/** Operations by their names on the wire. */
export type ActionTable = Readonly<Record<string, Action>>;

/** Makes an operation of its parameters and what it does with them. */
export function action<const F extends Fields>(fields: F, handle: (input: Input<F>, call: Call) => ActionResult | Promise<ActionResult>): Action {
  return { run: (parameters, call) => handle(readInput(fields, parameters), call) };
}
