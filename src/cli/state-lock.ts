import { setTimeout as wait } from 'node:timers/promises';
import { ConnectorError } from '../model/errors.ts';
import type { CommandTerminal } from './terminal.ts';

/** A lock that nobody has confirmed for so long, in milliseconds, is of a process that was killed. */
const STALE = 5000;
const CONFIRMED_EVERY = 1000;
const ASKED_EVERY = 250;

/**
 * Keeps a second command from working with the same state: `FILE.lock` is there while one does, and confirmed every second.
 *
 * A number of a process in a file would tell at once that it was killed, and would not tell it in another container or on another host, where
 * the number means something else: so a lock that was left is waited for.
 */
export class StateLock implements AsyncDisposable {
  readonly #path: string;
  #release: (() => Promise<void>) | undefined;
  #lost = false;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Takes the lock of a state; waits for one that may have been left by a process that was killed.
   *
   * @throws ConnectorError `Retryable` when another process works with the state, `InvalidArgument` when there is no place for a lock.
   */
  static async take(path: string, { signal, err }: CommandTerminal): Promise<StateLock> {
    const { default: library } = await import('proper-lockfile');
    const lock = new StateLock(path);
    const until = Date.now() + STALE + 2 * CONFIRMED_EVERY;
    for (let waiting = false; ; waiting = true) {
      try {
        lock.#release = await library.lock(path, {
          realpath: false,
          stale: STALE,
          update: CONFIRMED_EVERY,
          onCompromised: () => {
            lock.#lost = true;
          },
        });
        return lock;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ELOCKED') throw new ConnectorError('InvalidArgument', `the state ${path} cannot be locked (${code})`, { cause: error });
        if (Date.now() > until)
          throw new ConnectorError(
            'Retryable',
            `the state ${path} is in use: another command works with it, as ${path}.lock says; wait until that has ended, or stop it, or use another state`,
          );
        if (!waiting) err(`the state ${path} is locked: waiting to see whether another command works with it\n`);
        await wait(ASKED_EVERY, undefined, { signal }).catch(() => {
          throw signal.reason;
        });
      }
    }
  }

  /**
   * Makes sure that the state is still ours alone.
   *
   * @throws ConnectorError `ConnectorIO` when somebody took or removed the lock: a process that stood still for seconds looks like one that was killed.
   */
  check(): void {
    if (this.#lost) throw new ConnectorError('ConnectorIO', `the lock ${this.#path}.lock was taken away; nothing more was begun`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What is no longer ours is not ours to release.
    if (!this.#lost) await this.#release?.().catch(() => {});
  }
}
