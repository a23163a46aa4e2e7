import type { ConnectorError } from '../../model/errors.ts';
import type { PooledSession } from './pooled-session.ts';
import type { Waiter } from './waiter.ts';

/**
 * A way to a session that takes time: a connect, or the check whether an idle session is alive.
 *
 * It is begun for one waiter. But a session goes to whoever waits longest, so a waiter may be served by another's attempt; then its own passes
 * to the other. Each waiter has one at most, and what hangs holds up one waiter, not all.
 */
export class Attempt {
  /** The session that is checked; undefined while one is made. */
  readonly checked: PooledSession | undefined;
  /** Who asked for it: who is told when it fails. Undefined for a session that is made in the background. */
  readonly asker: Waiter | undefined;
  /** Who will have no other session than this one's, as things stand. */
  waiter: Waiter | undefined;
  /** `abandoned`: told to stop, but its place is not free yet. `over`: no longer counted, whatever comes. */
  state: 'running' | 'abandoned' | 'over' = 'running';
  /** When it is over, the ending of a session that came too late included. */
  readonly done: Promise<void>;
  readonly #controller: AbortController | undefined;
  #resolve: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  /** @param checked  The idle session to check; without it a new one is made. */
  constructor(asker: Waiter | undefined, checked?: PooledSession) {
    this.asker = asker;
    this.checked = checked;
    if (!checked) this.#controller = new AbortController();
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (asker) this.passTo(asker);
  }

  /** What `connect` hears of. */
  get signal(): AbortSignal {
    return (this.#controller as AbortController).signal;
  }

  /** Ties it to a waiter that has none, instead of the one that it had. */
  passTo(waiter: Waiter | undefined): void {
    if (this.waiter) this.waiter.attempt = undefined;
    this.waiter = waiter;
    if (waiter) waiter.attempt = this;
  }

  /** Tells `connect` to stop. A check cannot be told. */
  abandon(reason: ConnectorError): void {
    this.passTo(undefined);
    this.state = 'abandoned';
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#controller?.abort(reason);
  }

  /**
   * Sets its timer; one that runs already is left alone, so that passing it on does not give it more time.
   *
   * @param time  Milliseconds.
   */
  within(time: number, onLate: () => void): NodeJS.Timeout {
    this.#timer ??= setTimeout(onLate, time);
    return this.#timer;
  }

  /** Whatever comes now does not count any more. */
  finish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.passTo(undefined);
    this.state = 'over';
    this.#resolve();
  }
}
