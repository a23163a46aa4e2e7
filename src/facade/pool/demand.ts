import type { ConnectorError } from '../../model/errors.ts';
import type { PooledSession } from './pooled-session.ts';
import type { Waiter } from './waiter.ts';

/** What the supply of sessions tells the pool whose calls wait for them. */
export interface Demand {
  /** A session is there for this waiter, who has left the line for it. */
  grant(waiter: Waiter, pooled: PooledSession): void;
  /** The connect that this waiter asked for failed. */
  refuse(waiter: Waiter, error: ConnectorError): void;
  /** Something failed that no call can be told of. */
  warn(message: string, error: ConnectorError): void;
}
