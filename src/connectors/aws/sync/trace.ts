import { createHash } from 'node:crypto';
import type { Effect } from './event-effects.ts';

/** One effect of one event, as a sync keeps it: what was done to an object, when, and whether that was told before. */
export interface Trace extends Effect {
  /** Tells this trace from all others, in few characters. */
  readonly mark: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly time: number;
  /** No earlier sync has told it. */
  readonly isFresh: boolean;
}

/** Characters of a mark. */
export const MARK_LENGTH = 8;

/**
 * The mark of an event's effect on an object class: 48 bits of a hash.
 *
 * Two events that share a mark would hide one of them: with 4,096 marks kept that is one event in 70 billion.
 *
 * @example
 * markOf('2a9b…', '__ACCOUNT__');  // 'mQz3…'
 */
export function markOf(eventId: string, objectClass: string): string {
  return createHash('sha256').update(`${eventId} ${objectClass}`).digest('base64url').slice(0, MARK_LENGTH);
}

/** A name as IAM compares it. */
export const keyOf = (uid: string) => uid.toLowerCase();

/** The names that a trace speaks of. */
export function uidsOf({ uid, newUid }: Effect): readonly string[] {
  return newUid === undefined ? [uid] : [uid, newUid];
}

/**
 * Traces in the order in which things happened, as far as that can be known: CloudTrail knows whole seconds, within one the source's order
 * holds. Nothing that is told of an object's state depends on it, because objects are read; only which uid a rename began with does.
 *
 * @param traces  As the source had them, oldest first.
 */
export function inOrder(traces: readonly Trace[]): readonly Trace[] {
  return [...traces].sort((a, b) => a.time - b.time);
}

/**
 * Traces in groups that can be told one without the other: those of one object, and of all objects that a rename ties to it. The groups are
 * in the order in which they begin, the traces in theirs.
 */
export function tiedTogether(traces: readonly Trace[]): readonly (readonly Trace[])[] {
  const parents = new Map<string, string>();
  const rootOf = (key: string): string => {
    let root = key;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) root = next;
    parents.set(key, root);
    return root;
  };
  const keysOf = (trace: Trace) => uidsOf(trace).map((uid) => `${trace.objectClass} ${keyOf(uid)}`);
  for (const trace of traces) {
    const [first = '', second = first] = keysOf(trace);
    const root = rootOf(first);
    parents.set(rootOf(second), root);
  }
  const groups = new Map<string, Trace[]>();
  for (const trace of traces) {
    const root = rootOf(keysOf(trace)[0] ?? '');
    const group = groups.get(root);
    if (group) group.push(trace);
    else groups.set(root, [trace]);
  }
  return [...groups.values()];
}
