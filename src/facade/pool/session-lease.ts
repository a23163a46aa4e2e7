import type { PooledSession } from './pooled-session.ts';

/** Who takes back what was leased. */
export interface Lender {
  takeBack(pooled: PooledSession, broken: boolean): void;
}

/**
 * The right to use a session alone, until it is released.
 *
 * @example
 * const lease = await pool.lease(() => signal);
 * try {
 *   await use(lease.session);
 *   lease.release();
 * } catch (error) {
 *   lease.release('broken');
 *   throw error;
 * }
 */
export class SessionLease {
  readonly #lender: Lender;
  #pooled: PooledSession | undefined;
  readonly session: unknown;

  constructor(pooled: PooledSession, lender: Lender) {
    this.#pooled = pooled;
    this.#lender = lender;
    this.session = pooled.session;
  }

  /**
   * Gives the session back. Only the first call counts, because by the second one somebody else may have the session.
   *
   * @param how  `'broken'` ends the session: its call was aborted or timed out, or its state is doubtful for another reason.
   */
  release(how?: 'broken'): void {
    const pooled = this.#pooled;
    this.#pooled = undefined;
    if (pooled) this.#lender.takeBack(pooled, how === 'broken');
  }
}
