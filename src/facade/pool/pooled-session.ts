/** A session and what the pool needs to know about it. */
export class PooledSession {
  readonly session: unknown;
  /** When it was made; as all times of the pool by `performance.now()`, which does not jump with the clock. */
  readonly made: number;
  /** Since when it is idle, while it is. */
  idleSince: number;

  constructor(session: unknown) {
    this.session = session;
    this.made = performance.now();
    this.idleSince = this.made;
  }
}
