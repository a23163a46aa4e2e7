import { unlessAborted } from '../transport/unless-aborted.ts';

/**
 * Lets writes to the same object run one after the other, in the order in which they came; writes to others do not wait.
 *
 * Two writes at once read the same state and write what follows from it: a disable beside a password reset could leave the door open that it
 * closed. Of one session only: what somebody else writes at the same time AWS alone orders.
 *
 * @example
 * await session.writes.run([uid, newName], signal, () => takeAll(steps, 'update __ACCOUNT__', uid, signal));
 */
export class WriteOrder {
  /** By lower-case name, what ends once all writes that came for it have ended. */
  readonly #ends = new Map<string, Promise<unknown>>();

  /**
   * Runs a write once all that came before it for one of its names have ended, however they ended.
   *
   * @param names  Everything that it writes: in a rename the name before and the one after. Read without regard to case.
   * @param write  Makes the calls.
   * @throws The signal's reason when it comes while the write waits; the write is then not run. Otherwise what the write throws.
   */
  async run<T>(names: readonly string[], signal: AbortSignal, write: () => Promise<T>): Promise<T> {
    const keys = new Set(names.map((name) => name.toLowerCase()));
    const before = [...keys].flatMap((key) => this.#ends.get(key) ?? []);
    const turn = Promise.all(before);
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    // Who gives up while waiting still has a place in the line: those behind wait for those before.
    const end = turn.then(() => left);
    for (const key of keys) this.#ends.set(key, end);
    void end.then(() => {
      for (const key of keys) if (this.#ends.get(key) === end) this.#ends.delete(key);
    });
    try {
      if (before.length > 0) await unlessAborted(turn, signal);
      return await write();
    } finally {
      leave();
    }
  }
}
