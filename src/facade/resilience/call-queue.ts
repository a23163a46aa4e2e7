import type { Budget } from '../calls/budget.ts';

/**
 * Calls that wait for their turn, first come, first served. The one way of waiting of all limits.
 *
 * Own code, because every wait ends with the budget of its call, which has no AbortSignal unless the connector reads it: a queue that takes
 * signals would cost every waiting call an AbortController.
 */
export class CallQueue {
  // A Set keeps the order of arrival and lets anybody leave from the middle at no cost.
  readonly #waiting = new Set<() => void>();

  get length(): number {
    return this.#waiting.size;
  }

  /**
   * Waits until `admit` reaches this call, but no longer than its budget allows.
   *
   * @param left  Told of a call whose budget ended first, when it is out of the line; `admitted` when its turn came in the very same moment,
   * so that what it was given must go to the next.
   */
  async wait(budget: Budget, left: (admitted: boolean) => void): Promise<void> {
    let go: () => void = () => {};
    const turn = new Promise<void>((resolve) => {
      go = resolve;
    });
    this.#waiting.add(go);
    try {
      await budget.run(() => turn, false);
    } catch (error) {
      const admitted = !this.#waiting.delete(go);
      // Nobody waits for this turn any more: the budget must not take it for work that goes on.
      go();
      left(admitted);
      throw error;
    }
  }

  /** Lets the first one go on; false when nobody waits. */
  admit(): boolean {
    for (const go of this.#waiting) {
      this.#waiting.delete(go);
      go();
      return true;
    }
    return false;
  }
}
