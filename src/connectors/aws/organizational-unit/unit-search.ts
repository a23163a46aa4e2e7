import type { Page, SearchCall } from '../../../spi/operations.ts';
import { scopeOf } from '../organisation/container-option.ts';
import { isId, uidsReached, valueAsked } from '../organisation/organization-ids.ts';
import { rootsOf } from '../organisation/organization-tree.ts';
import { unlessNotFound } from '../organisation/organizations.ts';
import { listingTest } from '../read/filter-reach.ts';
import { inParallel } from '../read/parallel.ts';
import { refusedMarker, wrongCursor } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { containerId, OrganizationalUnit } from './organizational-unit-class.ts';
import { listUnits, readUnit, rootObject, unitObject } from './unit-object.ts';

type Search = SearchCall<typeof OrganizationalUnit, AwsSession>;

/** A listing of the units of one parent that is to be read, and where it goes on. */
type Visit = readonly [parent: string, token: string | null];

/**
 * Searches organisational units: the root, and from it down through the tree, 20 units a call and one call at least for each unit.
 *
 * - Uids that alone can match, up to ten, are read live.
 * - `ParentId` in the filter, or a CONTAINER with the scope "onelevel", lists the units of that parent alone.
 *
 * @throws ConnectorError `Configuration` when the account is in no organisation; `InvalidArgument` for a cursor or a CONTAINER that is not one.
 */
export async function* searchUnits(call: Search): AsyncGenerator<Page<typeof OrganizationalUnit>, void, undefined> {
  const { filter, cursor, session, signal } = call;
  const scope = scopeOf(call.options);
  const ids = scope ? (scope.reach === 'object' ? [scope.container] : undefined) : uidsReached(filter);
  if (ids) {
    const found = await inParallel(
      ids.filter((id) => isId(id, containerId)),
      (id) => readUnit(call, id),
    );
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const parent = scope ? undefined : valueAsked(filter, 'ParentId');
  const deep = parent === undefined && scope?.reach !== 'onelevel';
  const top = scope?.container ?? parent;
  if (cursor !== undefined) return yield* walk(call, decodeVisits(cursor), deep, true);
  if (top !== undefined) return yield* walk(call, isId(top, containerId) ? [[top, null]] : [], deep, false);
  const roots = await rootsOf(session, signal);
  const visits = roots.flatMap(({ Id }): Visit[] => (Id ? [[Id, null]] : [])).reverse();
  yield { objects: await inParallel(roots, (root) => rootObject(call, root)), cursor: encodeVisits(visits) };
  yield* walk(call, visits, true, false);
}

/** Reads what is to be visited, the last first, and where the search is deep what is found there too. */
async function* walk(
  call: Search,
  start: readonly Visit[],
  deep: boolean,
  resumed: boolean,
): AsyncGenerator<Page<typeof OrganizationalUnit>, void, undefined> {
  const { session, signal } = call;
  const visits = [...start];
  const test = listingTest(call.filter, OrganizationalUnit, ['__NAME__', '__UID__', 'Arn']);
  let fromCursor = resumed;
  if (visits.length === 0) yield { objects: [] };
  for (let visit = visits.pop(); visit; visit = visits.pop()) {
    const [parent, token] = visit;
    const read = () => unlessNotFound(() => listUnits(session, parent, token ?? undefined, signal));
    const answer = await refusedMarker(fromCursor && token !== null, read);
    fromCursor = false;
    const units = answer?.OrganizationalUnits ?? [];
    if (answer?.NextToken) visits.push([parent, answer.NextToken]);
    if (deep) visits.push(...units.flatMap(({ Id }): Visit[] => (Id ? [[Id, null]] : [])).reverse());
    const wanted = units.filter(
      ({ Id = '', Name = Id, Arn }) => test?.({ uid: Id, name: Name, attributes: Arn === undefined ? {} : { Arn } }) ?? true,
    );
    // A unit that is gone since it was listed is no result.
    const found = await inParallel(wanted, (unit) => unlessNotFound(() => unitObject(call, unit, parent)));
    const objects = found.filter((object) => object !== undefined);
    yield { objects, cursor: encodeVisits(visits) };
  }
}

function encodeVisits(visits: readonly Visit[]): string | undefined {
  return visits.length === 0 ? undefined : JSON.stringify(visits);
}

function decodeVisits(cursor: string): readonly Visit[] {
  try {
    const visits = JSON.parse(cursor) as readonly unknown[];
    if (Array.isArray(visits) && visits.length > 0 && visits.every(isVisit)) return visits;
  } catch {}
  throw wrongCursor('is not one of a search for organisational units; pass the cursor of an earlier page unchanged');
}

function isVisit(value: unknown): value is Visit {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [parent, token] = value as [unknown, unknown];
  return typeof parent === 'string' && isId(parent, containerId) && (token === null || (typeof token === 'string' && token !== ''));
}
