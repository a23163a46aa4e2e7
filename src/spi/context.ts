/** Where a connector writes what it has to say. Never give it a secret. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What `connect` is given besides its configuration. */
export interface Context {
  /** Concerns this connecting only: a session lives until it is disposed. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** What the application calls this connection. ICF: InstanceNameAware. */
  readonly instanceName: string | undefined;
}

/**
 * How many sessions a pool keeps and for how long. All times in milliseconds; what is left out has its default.
 *
 * A connector that declares `pool` says that its session serves one call at a time; the application may override each number.
 *
 * @example
 * const pool: PoolOptions = { max: 5, maxWait: 10_000, maxLife: 3_600_000 };
 */
export interface PoolOptions {
  /**
   * The most sessions at a time, 1 or more; 10 by default. Counts all that the system may know of: idle, in use, being connected, checked or
   * ended (one that is being ended for five seconds at most). ICF: maxObjects.
   */
  readonly max?: number;
  /**
   * Idle sessions that are kept however long nobody needs them; 1 by default, 0 for none. ICF: minIdle.
   *
   * None is made before the first call. When the pool then has fewer than this, those in use included, the missing ones are made in the
   * background: so a lone caller has one session, not a second one that waits for nobody.
   */
  readonly minIdle?: number;
  /**
   * The longest that a call waits until it has a session, connecting and checking included; 150,000 by default (two and a half minutes).
   * Infinity leaves it to the timeout and the signal of the call. ICF: maxWait, which ICF documents in milliseconds and uses as seconds.
   */
  readonly maxWait?: number;
  /** After how long a session that nobody needs is ended; 120,000 by default (two minutes), 0 or Infinity for never. ICF: maxIdleTimeMillis. */
  readonly maxIdleTime?: number;
  /** After how long a session is replaced although it works, as soon as it is idle; 0, the default, or Infinity for never. ICF has no such limit. */
  readonly maxLife?: number;
}
