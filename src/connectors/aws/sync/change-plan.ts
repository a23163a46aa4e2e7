import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change, ConnectorObject } from '../../../spi/operations.ts';
import { keyOf, type Trace, uidsOf } from './trace.ts';

/** What is known besides the traces. Milliseconds since 1970. */
export interface PlanKnowledge {
  /** Objects as they are now, by `keyOf` of their uid; one that is not there was looked for in vain. */
  readonly live: ReadonlyMap<string, ConnectorObject>;
  /** The caller knows every object that was there at this time; undefined when that is not known. */
  readonly knownSince: number | undefined;
  /** The caller may know objects that were made until then although no sync told them: it has loaded all objects. */
  readonly loadedUntil: number;
  /** Traces from then on may be ahead of what IAM shows. */
  readonly settledUntil: number;
}

/** What is to be told of a group of tied traces. */
export interface PlannedChanges {
  /** In an order in which they can be applied one after the other. */
  readonly changes: readonly Change<ObjectClass>[];
  /** IAM does not show yet what the traces say: nothing can be told now. */
  readonly isUnsettled: boolean;
}

/** What the caller may hold of the object that has a name now. */
interface Course {
  /** The uid that the caller may know it by; undefined when it knows none. */
  readonly origin: string | undefined;
  /** It was made within these traces, and the caller cannot know it. */
  readonly isNew: boolean;
}

/**
 * What to tell of objects that traces speak of, once the objects have been read.
 *
 * Whatever the traces say and in whatever order they come, the caller ends with what was read: every name that is there is told as it is,
 * every name that is not there is told as deleted or as the previous uid of a rename.
 *
 * @param traces  Tied together, oldest first; those that were told before come along, because they say what the caller knows.
 *
 * @example
 * planChanges([rename], { live: new Map([['countess', object]]), … }).changes;
 * // [{ type: 'update', uid: 'countess', previousUid: 'ada', object, … }]
 */
export function planChanges(traces: readonly Trace[], knowledge: PlanKnowledge): PlannedChanges {
  const { live } = knowledge;
  const { courses, gone } = follow(traces, knowledge);
  if (isUnsettled(traces, knowledge)) return { changes: [], isUnsettled: true };

  const objectClass = traces[0]?.objectClass;
  const spellings = new Map(uidsToRead(traces).map((uid) => [keyOf(uid), uid]));
  const fresh = new Set(traces.flatMap((trace) => (trace.isFresh ? uidsOf(trace).map(keyOf) : [])));
  const taken = new Map<string, Change<ObjectClass>>();
  for (const key of new Set([...fresh, ...courses.keys()])) {
    const object = live.get(key);
    if (object) taken.set(key, { ...changeOf(object, courses.get(key), knowledge), objectClass });
  }
  const previous = new Set([...taken.values()].map(({ previousUid }) => (previousUid === undefined ? '' : keyOf(previousUid))));
  // An object that went before another got its name is told first; so is one whose name nobody has.
  const deleted = [...fresh].filter((key) => (live.has(key) ? gone.has(key) : !previous.has(key) && mayBeKnown(key, traces, knowledge)));
  const deletions = deleted.map((key): Change<ObjectClass> => ({ type: 'delete', uid: spellings.get(key) ?? key, objectClass }));
  return { changes: [...deletions, ...renamesFirst(taken)], isUnsettled: false };
}

/**
 * The uids to read before a plan can be made: those of what is to be told, and where renames that were told before have led since.
 *
 * @param traces  As for `planChanges`.
 */
export function uidsToRead(traces: readonly Trace[]): readonly string[] {
  const first = traces.findIndex(({ isFresh }) => isFresh);
  const uids = traces.slice(Math.max(0, first)).flatMap((trace) => (trace.isFresh || trace.does === 'rename' ? uidsOf(trace) : []));
  return [...new Map(uids.map((uid) => [keyOf(uid), uid])).values()];
}

/** Follows names through creates, renames and deletes. What was told before moves only what is to be told now. */
function follow(traces: readonly Trace[], { live, loadedUntil }: PlanKnowledge) {
  const courses = new Map<string, Course>();
  /** Names whose object the caller may hold, and that went. */
  const gone = new Set<string>();
  /** Names whose first object is not under them any more. */
  const left = new Set<string>();
  const leave = (course: Course | undefined) => {
    if (course?.origin !== undefined) gone.add(keyOf(course.origin));
  };
  for (const trace of traces) {
    const { uid, newUid = uid, isFresh, does } = trace;
    const [key, newKey] = [keyOf(uid), keyOf(newUid)];
    if (!isFresh && !courses.has(key)) continue;
    const course = courses.get(key) ?? { origin: left.has(key) ? undefined : uid, isNew: false };
    switch (does) {
      case 'create': {
        leave(courses.get(key));
        courses.delete(key);
        if (!isFresh) break;
        const isKnown = trace.time <= loadedUntil || wasToldSince(traces, key, trace.time);
        courses.set(key, { origin: isKnown ? uid : undefined, isNew: !isKnown });
        left.add(key);
        break;
      }
      case 'delete':
        // Not when it was told already that another has the name: it went before that.
        if (!(isFresh && live.has(key) && wasToldSince(traces, key, trace.time))) leave(course);
        courses.delete(key);
        left.add(key);
        break;
      case 'rename':
        leave(courses.get(newKey));
        courses.delete(key);
        courses.set(newKey, course);
        left.add(key).add(newKey);
        break;
      case 'update':
        courses.set(key, course);
    }
  }
  return { courses, gone };
}

/**
 * Whether the caller may hold an object of a name that is not there any more. It cannot when the name was taken and left again since, as
 * often as it was taken: nobody had it before. Says the same in whatever order the traces come.
 */
function mayBeKnown(key: string, traces: readonly Trace[], { loadedUntil }: PlanKnowledge): boolean {
  let taken = 0;
  let left = 0;
  for (const trace of traces) {
    if (!uidsOf(trace).some((uid) => keyOf(uid) === key)) continue;
    if (!trace.isFresh || trace.time <= loadedUntil) return true;
    if (makes(trace, key)) taken += 1;
    else if (trace.does !== 'update') left += 1;
  }
  return taken === 0 || left > taken;
}

/** Whether a trace later than this time has been told of a name. */
function wasToldSince(all: readonly Trace[], key: string, time: number): boolean {
  return all.some((trace) => !trace.isFresh && trace.time >= time && trace.does !== 'delete' && keyOf(trace.newUid ?? trace.uid) === key);
}

/**
 * Whether a name that was just made cannot be read yet, or one that was just left still can. Where both happened in one second nobody can
 * say which came last, and what is read holds.
 */
function isUnsettled(traces: readonly Trace[], { live, settledUntil }: PlanKnowledge): boolean {
  const last = new Map<string, { readonly time: number; readonly made: boolean; readonly left: boolean }>();
  for (const trace of traces) {
    const { time, does, isFresh } = trace;
    if (!isFresh || does === 'update' || time < settledUntil) continue;
    for (const key of new Set(uidsOf(trace).map(keyOf))) {
      const before = last.get(key);
      if (before && before.time > time) continue;
      const same = before?.time === time ? before : undefined;
      const made = makes(trace, key);
      last.set(key, { time, made: made || same?.made === true, left: !made || same?.left === true });
    }
  }
  return [...last].some(([key, { time, made, left }]) => {
    if (made && left) return false;
    const object = live.get(key);
    return made ? !object : object !== undefined && (createdAt(object) ?? Number.POSITIVE_INFINITY) < time;
  });
}

/** Whether a trace gives an object a name, and does not take the name from it. */
function makes({ does, newUid }: Trace, key: string): boolean {
  return does === 'create' || (does === 'rename' && newUid !== undefined && keyOf(newUid) === key);
}

function changeOf(object: ConnectorObject, course: Course | undefined, { knownSince }: PlanKnowledge): Change<ObjectClass> {
  const { uid } = object;
  if (course?.isNew) return { type: 'create', uid, object };
  const born = createdAt(object);
  const isKnown = knownSince !== undefined && born !== undefined && born < knownSince;
  const moved = course?.origin !== undefined && keyOf(course.origin) !== keyOf(uid);
  return { type: isKnown ? 'update' : 'upsert', uid, ...(moved && { previousUid: course.origin }), object };
}

/**
 * An order in which no name is taken before the object that had it is told under its new one.
 *
 * Names that objects have exchanged among each other have no such order: one of them is then told without its previous uid.
 */
function renamesFirst(changes: ReadonlyMap<string, Change<ObjectClass>>): readonly Change<ObjectClass>[] {
  const ordered: Change<ObjectClass>[] = [];
  const left = new Map(changes);
  const needed = () => new Set([...left.values()].map(({ previousUid }) => (previousUid === undefined ? '' : keyOf(previousUid))));
  while (left.size > 0) {
    const waitedFor = needed();
    const ready = [...left].filter(([key]) => !waitedFor.has(key));
    for (const [key, change] of ready) {
      ordered.push(change);
      left.delete(key);
    }
    if (ready.length > 0) continue;
    // Whoever renames by `previousUid` takes one away; the one whose name it takes is then told anew under its own.
    const [key, change] = [...left][0] as [string, Change<ObjectClass>];
    ordered.push(change);
    left.delete(key);
    for (const [other, { previousUid, ...rest }] of left) {
      if (previousUid !== undefined && keyOf(previousUid) === key) left.set(other, { ...rest, type: 'upsert' });
    }
  }
  return ordered;
}

/** When AWS made the object; every class of IAM's says it. */
function createdAt(object: ConnectorObject | undefined): number | undefined {
  const { CreatedDate } = (object?.attributes ?? {}) as Readonly<Record<string, unknown>>;
  return CreatedDate instanceof Date ? CreatedDate.getTime() : undefined;
}
