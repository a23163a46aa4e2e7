import type { Filter } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { uidsReached, valueAsked } from '../organisation/organization-ids.ts';
import { answersFrom, tokenCursor } from '../organisation/token-cursor.ts';
import type { AwsSession } from '../session.ts';
import { type PartRequest, sweepSearch } from '../sweep/sweep-search.ts';
import type { Computer } from './computer-class.ts';
import { regionPattern, splitComputerId } from './computer-id.ts';
import { computersOf, instancesOf } from './computer-object.ts';
import { computerRegions } from './regions.ts';

type Search = SearchCall<typeof Computer, AwsSession>;

/** Regions that are read at a time. */
const AT_A_TIME = 6;

/** The states of instances that are there. AWS: EC2, InstanceState. */
const STATES = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'];

/**
 * Searches the EC2 instances of every enabled region, or of those in `computerRegions`: DescribeInstances, 1,000 a call. Region, State,
 * InstanceId and uid in the filter go to AWS.
 *
 * @throws ConnectorError when regions failed, after the instances of all others, with a problem for each; with ALLOW_PARTIAL_RESULTS the
 *   last page is incomplete instead. `InvalidArgument` for a cursor that is not one.
 */
export async function* searchComputers(call: Search): AsyncGenerator<Page<typeof Computer>, void, undefined> {
  const { session, signal } = call;
  yield* sweepSearch(call as unknown as SearchCall<ObjectClass, AwsSession>, {
    kind: 'region',
    ids: await computerRegions(session, signal),
    isPart: (id) => new RegExp(`^${regionPattern}$`).test(id),
    naming: { attribute: 'Region', split: regionAndInstance, references: [] },
    atATime: AT_A_TIME,
    // Less than an account has, so that a slow region is told of before all of its account is given up.
    timeout: Math.ceil(session.settings.organisation.accountTimeout * 0.8),
    open: (region, request) => searchRegion(call, region, request) as AsyncIterable<unknown> as AsyncIterable<Page>,
    shown: (object) => object,
  }) as AsyncIterable<Page<typeof Computer>>;
}

async function* searchRegion(
  { session, attributesToGet }: Search,
  region: string,
  { filter, cursor, signal }: PartRequest,
): AsyncGenerator<Page<typeof Computer>, void, undefined> {
  const Filters = instanceFilters(filter);
  const read = (token: string | undefined) =>
    session.send('ec2', 'DescribeInstances', { Filters, MaxResults: 1000, ...(token !== undefined && { NextToken: token }) }, { signal, region });
  for await (const answer of answersFrom('instances', cursor, read)) {
    const objects = await computersOf({ session, attributesToGet, signal }, region, instancesOf(answer.Reservations ?? []));
    yield { objects, cursor: tokenCursor('instances', answer) };
  }
}

/** What AWS itself can leave out. The names are EC2's. */
function instanceFilters(filter: Filter | undefined) {
  const state = valueAsked(filter, 'State');
  const ids = valuesOf(uidsReached(filter) ?? valueAsked(filter, 'InstanceId'));
  return [
    { Name: 'instance-state-name', Values: state !== undefined && STATES.includes(state) ? [state] : STATES },
    // As a filter and not as InstanceIds, where an instance that is gone would be an error.
    ...(ids === undefined ? [] : [{ Name: 'instance-id', Values: ids.length > 0 ? ids : ['none'] }]),
  ];
}

function valuesOf(asked: readonly string[] | string | undefined): readonly string[] | undefined {
  return typeof asked === 'string' ? [asked] : asked;
}

function regionAndInstance(uid: string) {
  const parts = splitComputerId(uid);
  return parts && { part: parts.region, uid: parts.instance };
}
