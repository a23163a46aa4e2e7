import type { ObjectClass } from '../../../model/object-class.ts';
import type { ChangeBatch } from '../../../spi/operations.ts';
import type { ChangeSource, SyncScope } from './change-source.ts';
import { lookUp } from './cloudtrail-events.ts';
import { untilAborted } from './live-changes.ts';
import { type ReadTraces, readTraces } from './read-traces.ts';
import { reflectedTraces } from './reflected-traces.ts';
import { advance, KEPT, overlapOf, QUIET, type SyncPosition, withTold } from './sync-position.ts';
import { positionContent, positionOf, readToken, type TokenScope, writeToken, wrongToken } from './sync-token.ts';
import type { SyncRequest } from './synced-class.ts';
import { SETTLING, tellTraces } from './tell-traces.ts';
import type { Trace } from './trace.ts';

type Batch = ChangeBatch<ObjectClass>;

const scopeOf = ({ name }: SyncScope): TokenScope => ({ source: 'cloudtrail', objectClass: name });
const tokenOf = (scope: SyncScope, position: SyncPosition) => writeToken(scopeOf(scope), positionContent(position));

/**
 * Changes out of CloudTrail's event history.
 *
 * Events arrive up to 15 minutes late and not in order. So a sync looks at those 15 minutes again, and its token remembers what of them was
 * told. Objects are read when their events are found, never made of the events.
 */
export const cloudTrailSource: ChangeSource = {
  changes: (request, scope, token) => changesSince(request, scope, positionOf(readToken(token, scopeOf(scope)))),
  latest: async (request, scope) => tokenOf(scope, await latestPosition(request, scope)),
  loaded: (token, scope) => {
    const position = positionOf(readToken(token, scopeOf(scope)));
    return tokenOf(scope, { ...position, loadedUntil: Math.max(position.loadedUntil, Date.now()) });
  },
  async *live(request, scope) {
    const { session, signal } = request;
    let position = await latestPosition(request, scope);
    yield* untilAborted(session, signal, async function* () {
      await session.wait(session.settings.sync.pollInterval, signal);
      for await (const { changes, token } of changesSince(request, scope, position)) {
        yield* changes;
        position = positionOf(readToken(token, scopeOf(scope)));
      }
    });
  },
};

/** The position of now: what has arrived by now counts as told. */
async function latestPosition(request: SyncRequest, scope: SyncScope): Promise<SyncPosition> {
  const { session, signal } = request;
  const now = Date.now();
  const { events, newest } = await lookUp(session, now - QUIET, (latest) => overlapOf({ newest: latest, now }), signal);
  const { traces, reflections } = readTraces(events, namesOf(scope), () => false, session.log);
  const beginning: SyncPosition = { since: 0, loadedUntil: Math.max(now, newest ?? 0), told: new Map() };
  return advance(withTold(beginning, [...traces, ...reflections]), { newest, now }, []);
}

async function* changesSince(request: SyncRequest, scope: SyncScope, position: SyncPosition): AsyncGenerator<Batch, void, undefined> {
  const { session, signal } = request;
  const now = Date.now();
  checkAge(position, now);
  const { events, newest } = await lookUp(session, position.since, () => Number.NEGATIVE_INFINITY, signal);
  const read = readTraces(events, namesOf(scope), (mark) => position.told.has(mark), session.log);
  const waiting: Trace[] = [];
  let reached = position;
  for await (const part of tell(request, scope, position, read, now)) {
    reached = withTold(reached, part.told);
    waiting.push(...part.waiting);
    // What reflects an event is told with all of its traces; before the last of them it is not told yet.
    const next = part.isLast ? advance(withTold(reached, read.reflections), { newest, now }, waiting) : reached;
    yield { changes: part.changes, token: tokenOf(scope, next) };
  }
}

async function* tell(request: SyncRequest, { classes }: SyncScope, position: SyncPosition, read: ReadTraces, now: number) {
  const { session, attributesToGet, signal } = request;
  const reflected = await reflectedTraces(session, read.reflections, attributesToGet, signal);
  const knowledge = { knownSince: position.since, loadedUntil: position.loadedUntil, settledUntil: now - SETTLING };
  for await (const part of tellTraces(request, classes, [...read.traces, ...reflected], knowledge)) {
    yield { ...part, told: part.told.filter(isRemembered), waiting: part.waiting.filter(isRemembered) };
  }
}

/** Reflected traces have no mark of their own. */
const isRemembered = ({ mark }: Trace) => mark !== '';

function checkAge({ since }: SyncPosition, now: number): void {
  const age = now - since;
  if (age <= KEPT) return;
  const days = Math.floor(age / 86_400_000);
  throw wrongToken(
    `is ${days} days old, and CloudTrail keeps events for 90 days: what happened in between cannot be known, a full reconciliation is needed`,
  );
}

const namesOf = ({ classes }: SyncScope) => new Set(classes.map(({ objectClass }) => objectClass.name));
