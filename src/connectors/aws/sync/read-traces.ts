import type { Log } from '../../../spi/context.ts';
import { type Effect, effectsOf } from './event-effects.ts';
import type { IamEvent } from './iam-event.ts';
import { markOf, type Trace } from './trace.ts';

/** An object whose change shows in objects of another class: a group's new name in its members. */
export interface Reflection {
  readonly mark: string;
  readonly time: number;
  /** What shows it. */
  readonly objectClass: '__ACCOUNT__' | '__GROUP__';
  /** The uid of what changed, as it is now. */
  readonly uid: string;
}

/** What events mean for the object classes of a sync. */
export interface ReadTraces {
  /** Told before or not, as the events came. */
  readonly traces: readonly Trace[];
  /** Not told before. */
  readonly reflections: readonly Reflection[];
}

/**
 * Reads what events did to objects of some classes. An event that comes twice counts once.
 *
 * @param events  Oldest first.
 * @param names   The object classes.
 * @param isTold  Whether a mark is one of an earlier sync.
 * @param log     Told of an event that does not name what it changed.
 */
export function readTraces(events: readonly IamEvent[], names: ReadonlySet<string>, isTold: (mark: string) => boolean, log: Log): ReadTraces {
  const traces = new Map<string, Trace>();
  const reflections = new Map<string, Reflection>();
  for (const event of events) {
    const effects = effectsOf(event);
    if ('unnamed' in effects) {
      log('warn', `sync: an event is left out: ${effects.unnamed}`, { eventId: event.id, eventName: event.name });
      continue;
    }
    for (const effect of effects) {
      if (names.has(effect.objectClass)) {
        const mark = markOf(event.id, effect.objectClass);
        if (!traces.has(mark)) traces.set(mark, { ...effect, mark, time: event.time, isFresh: !isTold(mark) });
      }
      const reflection = reflectionOf(effect, event);
      if (reflection && names.has(reflection.objectClass) && !isTold(reflection.mark)) reflections.set(reflection.mark, reflection);
    }
  }
  return { traces: [...traces.values()], reflections: [...reflections.values()] };
}

function reflectionOf({ shownBy, uid, newUid }: Effect, { id, time }: IamEvent): Reflection | undefined {
  if (shownBy === undefined) return undefined;
  const objectClass = shownBy === 'members' ? '__ACCOUNT__' : '__GROUP__';
  return { mark: markOf(id, `${objectClass} shown`), time, objectClass, uid: newUid ?? uid };
}
