import type { Awaitable } from '../model/awaitable.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { CallOptions } from './calls/call-options.ts';
import type { Dispatch } from './calls/dispatch.ts';
import type { OperationTracing } from './calls/tracing.ts';
import type { LooseConnector } from './loose-connector.ts';

/** What the operations of an object class need to know of the opened connector that they belong to. */
export interface Connection {
  readonly connector: LooseConnector;
  readonly dispatch: Dispatch;
  /** Milliseconds, of calls that name none. */
  readonly timeout: number | undefined;
  /** Rows of a page, of queries that name none. */
  readonly pageSize: number;
  readonly tracing: OperationTracing;
  /** @throws ConnectorError `InvalidArgument` when the connector is closed. */
  assertOpen(what: string): void;
  /** All object classes, declared and discovered. */
  classes(options?: CallOptions): Awaitable<readonly ObjectClass[]>;
}
