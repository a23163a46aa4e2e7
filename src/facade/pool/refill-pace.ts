import type { ConnectorError } from '../../model/errors.ts';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const MOST_FAILURES = 6;

/**
 * When the pool may make a session that no call asked for.
 *
 * Only after a call's connect has succeeded, and no more after a failure that waiting does not cure: a pool that repeats a wrong password in
 * the background locks the account. After other failures it pauses, from a second up to a minute, and after six in a row it leaves it to the
 * next call.
 */
export class RefillPace {
  #trusted = false;
  #failures = 0;
  #notBefore = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Milliseconds until the next attempt; Infinity until a call has connected. */
  get pause(): number {
    return this.#trusted ? Math.max(0, this.#notBefore - performance.now()) : Infinity;
  }

  /** Any connect succeeded. */
  succeeded(): void {
    this.#trusted = true;
    this.#failures = 0;
    this.#notBefore = 0;
  }

  /** Any connect failed. */
  failed({ retryable, retryAfter = 0 }: ConnectorError): void {
    this.rest();
    this.#failures++;
    if (!retryable || this.#failures >= MOST_FAILURES) this.#trusted = false;
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.#failures - 1), LONGEST_PAUSE);
    this.#notBefore = performance.now() + Math.max(pause, retryAfter);
  }

  /** Calls back when the pause is over, unless that is arranged already. */
  wake(onTime: () => void): void {
    const { pause } = this;
    if (this.#timer || pause === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        onTime();
      },
      Math.min(Math.ceil(pause), 2 ** 31 - 1),
    );
    this.#timer.unref();
  }

  /** Gives the timer up. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
