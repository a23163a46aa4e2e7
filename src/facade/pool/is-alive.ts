import { isLater } from '../../model/awaitable.ts';
import type { SessionSource } from './session-source.ts';

/**
 * Whether a session is alive, now or as a promise that is never rejected.
 *
 * Anything but a plain yes is a no: a session that is ended in vain costs a connect, a dead one costs somebody's call.
 */
export function isAlive(source: Pick<SessionSource, 'checkAlive'>, session: unknown): boolean | Promise<boolean> {
  try {
    const alive: unknown = source.checkAlive(session);
    if (!isLater(alive)) return alive === true;
    return Promise.resolve(alive).then(
      (answer) => answer === true,
      () => false,
    );
  } catch {
    return false;
  }
}
