/**
 * What a pool is doing and has done: a copy, as it is at the moment of asking.
 *
 * `size` is always `idle + leased + connecting + checking + ending`, and `created - ended` is `size - connecting`.
 *
 * @example
 * const { leased, waiting }: PoolMetrics = pool.metrics;
 */
export interface PoolMetrics {
  /** The most sessions at a time. */
  readonly max: number;
  /** Places taken. More than `max` only when an ending or a connecting that hung was no longer counted and then a session came after all. */
  readonly size: number;
  /** Sessions that nobody uses. */
  readonly idle: number;
  /** Sessions in use by a call. */
  readonly leased: number;
  /** Sessions being made. */
  readonly connecting: number;
  /** Sessions being asked whether they are alive, before they are handed out. */
  readonly checking: number;
  /** Sessions being ended. */
  readonly ending: number;
  /** Calls that have no session yet. */
  readonly waiting: number;
  /** Sessions made since the pool exists. */
  readonly created: number;
  /** Sessions ended, or given up because ending them failed or took too long. */
  readonly ended: number;
  /** Times that `connect` failed; not those that a caller who gave up had ended. */
  readonly failedConnects: number;
  /** Sessions found dead before they were handed out. */
  readonly dead: number;
  /** Calls that had no session within `maxWait`. */
  readonly timeouts: number;
  /** The longest that a call waited, in milliseconds, whether it got a session or not. */
  readonly maxWaited: number;
}
