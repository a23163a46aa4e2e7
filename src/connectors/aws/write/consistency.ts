import type { AwsSession } from '../session.ts';
import { awsCode } from '../transport/request-error.ts';

/** How long names that a call has just made are waited for, in milliseconds. Reports of real accounts speak of seconds. */
const VISIBLE_WITHIN = 30_000;

/** Pauses before DeleteUser and DeleteGroup are tried again, in milliseconds. */
const DELETE_PAUSES = [500, 1000, 2000, 4000];

/**
 * Makes a call about something that this operation has just made, and repeats it while IAM answers that there is no such thing.
 *
 * IAM answers NoSuchEntity for seconds after CreateUser, from another endpoint than the one that made the user. Use it for names that the
 * operation itself made, only those: any other NoSuchEntity is the truth.
 *
 * @param attempt  Makes the call.
 * @param isAbout  Whether an answer NoSuchEntity is about what was just made and not about something else; by default it is.
 * @throws Whatever the call threw last, once 30 s have been waited.
 */
export async function untilVisible<T>(
  session: AwsSession,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
  isAbout: (error: unknown) => boolean = () => true,
): Promise<T> {
  let pause = 250;
  for (let waited = 0; ; waited += pause, pause = Math.min(pause * 2, 5000, VISIBLE_WITHIN - waited)) {
    try {
      return await attempt();
    } catch (error) {
      if (awsCode(error) !== 'NoSuchEntity' || !isAbout(error) || waited >= VISIBLE_WITHIN) throw error;
    }
    await session.wait(pause, signal);
  }
}

/**
 * Makes the last call of a delete and repeats it a few times while IAM answers DeleteConflict.
 *
 * After a detach IAM may see for a while what is no longer there.
 *
 * @throws Whatever the call threw last.
 */
export async function untilDeletable<T>(session: AwsSession, signal: AbortSignal | undefined, attempt: () => Promise<T>): Promise<T> {
  for (const pause of DELETE_PAUSES) {
    try {
      return await attempt();
    } catch (error) {
      if (awsCode(error) !== 'DeleteConflict') throw error;
    }
    await session.wait(pause, signal);
  }
  return attempt();
}
