import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { untilDeletable } from './consistency.ts';
import type { Prerequisite } from './prerequisites.ts';
import { type Step, takeAll } from './steps.ts';

/** A delete of a user or a group. */
export interface Deletion {
  readonly session: AwsSession;
  readonly uid: string;
  readonly signal: AbortSignal;
  /** The operation, for messages. */
  readonly what: string;
  /** What must go before, in order. The last one is asked first: it tells whether there is such an object. */
  readonly prerequisites: readonly Prerequisite[];
  /** Steps to take before these without asking whether there is anything to remove. */
  readonly blindly: readonly Step[];
  /** Deletes the object itself. */
  readonly last: Step;
}

/**
 * Deletes an object and, before it, all that AWS wants removed first.
 *
 * Everything is listed before anything is removed, so that an object that is not there, or a list that may not be read, leaves all as it was.
 *
 * @throws ConnectorError `UnknownUid` when there is no such object; `PreconditionFailed` when AWS still says that something hangs on it.
 *   With `outcome: 'partial'` and a problem for each step when some were taken.
 */
export async function deleteObject({ session, uid, signal, what, prerequisites, blindly, last }: Deletion): Promise<void> {
  const first = prerequisites.slice(-1);
  const others = prerequisites.slice(0, -1);
  const list = (find: Prerequisite) => find(session, uid, signal);
  const found = await inParallel(first, list);
  const before = await inParallel(others, list);
  const deletion: Step = { ...last, run: () => untilDeletable(session, signal, () => last.run()) };
  await takeAll([...blindly, ...before.flat(), ...found.flat(), deletion], what, uid, signal);
}
