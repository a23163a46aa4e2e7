import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change, ConnectorObject } from '../../../spi/operations.ts';
import { inParallel } from '../read/parallel.ts';
import { type PlanKnowledge, planChanges, uidsToRead } from './change-plan.ts';
import { readObject, type SyncedClass, type SyncRequest } from './synced-class.ts';
import { inOrder, keyOf, type Trace, tiedTogether } from './trace.ts';

/** Some of what is to be told. */
export interface ToldTraces {
  readonly changes: readonly Change<ObjectClass>[];
  /** What these changes tell. */
  readonly told: readonly Trace[];
  /** What IAM does not show yet: to be told another time. */
  readonly waiting: readonly Trace[];
  readonly isLast: boolean;
}

/** Objects that are read before their changes are handed out. */
const BATCH = 100;

/** Pauses before what IAM should show is read again, in milliseconds; after the last of them it waits for the next sync. */
const PAUSES = [500, 1000, 2000];

/** How long IAM may take to show what an event says, by this machine's clock: seconds (reports of real accounts), and room for a wrong clock. */
export const SETTLING = 10 * 60_000;

/**
 * Reads the objects that traces speak of, and says what to tell of them, some at a time. At least one part, which may be empty.
 *
 * @param classes  The object classes of the traces.
 * @param traces   As the source had them; those told before come along.
 */
export async function* tellTraces(
  request: SyncRequest,
  classes: readonly SyncedClass[],
  traces: readonly Trace[],
  knowledge: Omit<PlanKnowledge, 'live'>,
): AsyncGenerator<ToldTraces, void, undefined> {
  const groups = tiedTogether(inOrder(traces)).filter((group) => group.some(({ isFresh }) => isFresh));
  const parts = inParts(groups);
  for (const [index, part] of parts.entries()) yield { ...(await tellPart(request, classes, part, knowledge)), isLast: index === parts.length - 1 };
  if (parts.length === 0) yield { changes: [], told: [], waiting: [], isLast: true };
}

async function tellPart(
  request: SyncRequest,
  classes: readonly SyncedClass[],
  groups: readonly (readonly Trace[])[],
  knowledge: Omit<PlanKnowledge, 'live'>,
): Promise<Omit<ToldTraces, 'isLast'>> {
  const changes: Change<ObjectClass>[] = [];
  const told: Trace[] = [];
  let left = groups;
  for (let attempt = 0; ; attempt++) {
    const plans = await inParallel(left, async (group) => planChanges(group, { ...knowledge, live: await readLive(request, classes, group) }));
    const unsettled: (readonly Trace[])[] = [];
    for (const [index, plan] of plans.entries()) {
      const group = left[index] ?? [];
      if (plan.isUnsettled) unsettled.push(group);
      else {
        changes.push(...plan.changes);
        told.push(...freshOf(group));
      }
    }
    left = unsettled;
    const pause = PAUSES[attempt];
    if (left.length === 0 || pause === undefined) break;
    await request.session.wait(pause, request.signal);
  }
  return { changes, told, waiting: left.flatMap(freshOf) };
}

const freshOf = (group: readonly Trace[]) => group.filter(({ isFresh }) => isFresh);

async function readLive(
  request: SyncRequest,
  classes: readonly SyncedClass[],
  group: readonly Trace[],
): Promise<ReadonlyMap<string, ConnectorObject>> {
  const synced = classes.find(({ objectClass }) => objectClass.name === group[0]?.objectClass);
  const live = new Map<string, ConnectorObject>();
  if (!synced) return live;
  await inParallel(uidsToRead(group), async (uid) => {
    const object = await readObject(request, synced, uid);
    if (object) live.set(keyOf(uid), object);
  });
  return live;
}

/** Groups in parts of about as many objects as are read before something is handed out. */
function inParts(groups: readonly (readonly Trace[])[]): readonly (readonly (readonly Trace[])[])[] {
  const parts: (readonly Trace[])[][] = [];
  let room = 0;
  for (const group of groups) {
    if (room <= 0) {
      parts.push([]);
      room = BATCH;
    }
    parts.at(-1)?.push(group);
    room -= uidsToRead(group).length;
  }
  return parts;
}
