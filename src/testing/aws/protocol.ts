import type { ApiError } from './api-error.ts';
import type { Parameters } from './parameter-set.ts';
import type { ReceivedRequest } from './signature.ts';
import type { XmlObject } from './xml.ts';

/** What a request asks for, read from its wire form. */
export interface WireCall {
  /** Empty when the request names none. */
  readonly action: string;
  /** The version of the service, or the prefix of its target, that the request was made for. */
  readonly version: string;
  readonly parameters: Parameters;
  /** Why the request cannot be read, if it cannot. */
  readonly problem?: ApiError;
}

/** An answer ready to be sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one service speaks: the only place that knows how its requests, answers and refusals look on the wire. */
export interface Protocol {
  /** What `WireCall.version` must be. */
  readonly version: string;
  read(request: ReceivedRequest): WireCall;
  /** Why an action that is not in the service's table is refused. */
  unknownAction(call: WireCall): ApiError;
  answer(action: string, result: XmlObject | undefined, requestId: string): WireAnswer;
  refusal(error: ApiError, requestId: string): WireAnswer;
}
