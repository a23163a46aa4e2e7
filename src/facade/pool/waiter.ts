import type { ConnectorError } from '../../model/errors.ts';
import type { Attempt } from './attempt.ts';
import type { SessionLease } from './session-lease.ts';

/** A call that has no session yet. */
export class Waiter {
  readonly since = performance.now();
  readonly lease: Promise<SessionLease>;
  /** What is under way to get it a session. */
  attempt: Attempt | undefined;
  before: Waiter | undefined;
  behind: Waiter | undefined;
  settled = false;
  #resolve: (lease: SessionLease) => void = () => {};
  #reject: (error: ConnectorError) => void = () => {};
  #stop: (() => void) | undefined;

  constructor() {
    this.lease = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /**
   * Hears of the end of its patience; not before it really has to wait, because a signal and a timer cost more than the rest of a lease.
   *
   * @param maxWait  Milliseconds, counted from now.
   */
  listen(signal: AbortSignal, onAbort: () => void, maxWait: number, onTimeout: () => void): void {
    // This timer keeps the process alive: somebody waits for the answer.
    const timer = maxWait === Infinity ? undefined : setTimeout(onTimeout, maxWait);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
  }

  grant(lease: SessionLease): void {
    this.#settle();
    this.#resolve(lease);
  }

  refuse(error: ConnectorError): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.settled = true;
    this.#stop?.();
  }
}
