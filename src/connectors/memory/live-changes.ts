import type { Change } from '../../spi/operations.ts';
import type { MemorySession } from './memory-session.ts';

/** The changes from now on, as they are made, until the signal is aborted or the session ends. */
export async function* liveChanges(session: MemorySession, className: string, signal: AbortSignal): AsyncGenerator<Change> {
  const { log } = session;
  for (let number = log.last; ; ) {
    while (number < log.last) {
      // A consumer so slow that changes were let go meanwhile would miss them.
      log.check(number);
      const change = log.at(++number) as Change;
      if (className === '__ALL__' || change.objectClass === className) yield change;
    }
    if (!(await log.grown(signal))) return;
  }
}
