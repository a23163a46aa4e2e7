import type { Budget } from '../calls/budget.ts';

/** The longest that a timer can run, in milliseconds; a longer one would end at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Waits a while, but no longer than the budget allows. */
export async function pause(milliseconds: number, budget: Budget): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let end: () => void = () => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  try {
    await budget.run(() => {
      timer = setTimeout(end, milliseconds);
      return over;
    }, false);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more: the budget must not take it for work that goes on.
    end();
  }
}
