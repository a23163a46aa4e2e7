import { ConnectorError } from '../../model/errors.ts';
import type { Change } from '../../spi/operations.ts';

/** The changes to all objects of a session, numbered from 1; the number is the sync token, and the revision of the object it made. */
export class ChangeLog {
  readonly #kept: number;
  #changes: Change[] = [];
  /** The number of the last change that has been let go. */
  #dropped = 0;
  #ended = false;
  readonly #waiting = new Set<() => void>();

  /** @param kept  How many changes are kept at least. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** The number of the last change; 0 before the first. */
  get last(): number {
    return this.#dropped + this.#changes.length;
  }

  append(change: Change): void {
    this.#changes.push(change);
    this.#wake();
    // Twice as many are let grow, so that letting go costs next to nothing per change.
    if (this.#changes.length < 2 * this.#kept) return;
    this.#dropped += this.#changes.length - this.#kept;
    this.#changes = this.#changes.slice(-this.#kept);
  }

  /** The change with this number, if there is one yet. */
  at(number: number): Change | undefined {
    return this.#changes[number - this.#dropped - 1];
  }

  /** Waits for the next change; false when there will be none, because the log has ended. @throws The reason of the signal. */
  async grown(signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    if (this.#ended) return false;
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake);
    try {
      await woken;
    } finally {
      this.#waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
    signal.throwIfAborted();
    return !this.#ended;
  }

  /** Lets nobody wait any more. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** @throws ConnectorError `InvalidArgument` when changes after this number have been let go, or were never made here. */
  check(number: number): void {
    if (number >= this.#dropped && number <= this.last) return;
    const why = number > this.last ? 'it is not a token of this session' : `only the last ${this.#kept} changes are kept (setting changesKept)`;
    throw new ConnectorError('InvalidArgument', `the changes after sync token ${number} are not known: ${why}; sync from the beginning instead`);
  }
}
