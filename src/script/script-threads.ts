import type { ScriptLimits } from './script-limits.ts';
import { ScriptThread } from './script-thread.ts';

/** The threads of one engine: made when they are needed, kept for the next script, replaced when one had to be ended. */
export class ScriptThreads {
  readonly #limits: ScriptLimits;
  readonly #idle: ScriptThread[] = [];
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #closed = false;

  constructor(limits: ScriptLimits) {
    this.#limits = limits;
  }

  /**
   * A thread of one's own, until `release`. Waits for one when all are taken.
   *
   * @throws the reason of the signal, when that comes first.
   */
  async take(signal: AbortSignal): Promise<ScriptThread> {
    while (this.#taken >= this.#limits.threads) await this.#turn(signal);
    if (signal.aborted) {
      // The turn may have come with the end of the wait: it goes to the next.
      this.#waiting.shift()?.();
      throw signal.reason;
    }
    this.#taken++;
    try {
      for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) if (!thread.ended) return thread;
      return await ScriptThread.start(this.#limits);
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Gives a thread back; one that is not clean is ended, and a new one begun when it is needed. */
  release(thread: ScriptThread, clean: boolean): void {
    thread.listen(undefined);
    if (clean && !thread.ended && !this.#closed) this.#idle.push(thread);
    else void thread.end();
    this.#leave();
  }

  /** Ends the threads that nobody uses, and keeps none from now on. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }

  #leave(): void {
    this.#taken--;
    this.#waiting.shift()?.();
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const at = this.#waiting.indexOf(proceed);
        if (at >= 0) this.#waiting.splice(at, 1);
        reject(signal.reason);
      };
      if (signal.aborted) {
        leave();
        return;
      }
      this.#waiting.push(proceed);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
