import { ConnectorError } from '../../model/errors.ts';
import type { LooseConnector } from '../loose-connector.ts';
import type { PoolMetrics } from '../pool/pool-metrics.ts';
import type { SessionPool } from '../pool/session-pool.ts';
import { endSession } from './end-session.ts';

/** A session for the time of one call. */
export interface Lease {
  readonly session: unknown;
  /** Gives it back; `broken` ends it instead. */
  release(how?: 'broken'): void;
}

/** The sessions of an opened connector: one that all calls share, or a pool of them. */
export interface Sessions {
  /** The one that all share; undefined when each call leases its own, and when it is closed. */
  readonly shared: { readonly session: unknown } | undefined;
  /** @param signal  Made when it is read, so read it only to wait. */
  lease(signal: () => AbortSignal): Promise<Lease>;
  readonly metrics: PoolMetrics | undefined;
  close(): Promise<void>;
}

/** A pool of sessions, each for one call at a time. */
export class PooledSessions implements Sessions {
  readonly shared: undefined;
  readonly #pool: SessionPool;

  constructor(pool: SessionPool) {
    this.#pool = pool;
  }

  lease(signal: () => AbortSignal): Promise<Lease> {
    return this.#pool.lease(signal);
  }

  get metrics(): PoolMetrics {
    return this.#pool.metrics;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** One session for all calls. */
export class SharedSession implements Sessions {
  shared: { readonly session: unknown } | undefined;
  readonly metrics: undefined;
  readonly #connector: LooseConnector;
  readonly #session: unknown;

  constructor(connector: LooseConnector, session: unknown) {
    this.#session = session;
    this.shared = { session };
    this.#connector = connector;
  }

  async lease(): Promise<Lease> {
    if (this.shared) return { session: this.shared.session, release: () => {} };
    throw new ConnectorError(
      'InvalidArgument',
      `the session of ${this.#connector.name}: the connector was closed while the call waited; open it again`,
    );
  }

  close(): Promise<void> {
    // Whoever waits for a turn or another attempt finds none, as with a pool: nothing is asked by a session that is ended.
    this.shared = undefined;
    return endSession(this.#connector, this.#session);
  }
}
