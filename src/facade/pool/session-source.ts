import type { Awaitable } from '../../model/awaitable.ts';

/** How sessions are made, ended and checked. All of it may throw, hang or answer late. */
export interface SessionSource {
  /** @param signal  Aborted when nobody waits for the session any more. */
  connect(signal: AbortSignal): Promise<unknown>;
  end(session: unknown): Promise<void>;
  /** Anything but `true` is a no. */
  checkAlive(session: unknown): Awaitable<boolean>;
}
