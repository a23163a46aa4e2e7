import type { PolicySummary } from '@aws-sdk/client-organizations';
import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet, Page, SearchCall } from '../../../spi/operations.ts';
import { isId, uidsReached, valueAsked } from '../organisation/organization-ids.ts';
import { allAnswers, organizations, pageInput, type Tokened, unlessNotFound } from '../organisation/organizations.ts';
import { answersFrom, tokenCursor } from '../organisation/token-cursor.ts';
import { listingTest } from '../read/filter-reach.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { controlPolicyId, ServiceControlPolicy, targetId } from './service-control-policy-class.ts';

type Search = SearchCall<typeof ServiceControlPolicy, AwsSession>;

/** A policy as the connector hands it out. */
export type ControlPolicyObject = ConnectorObject<typeof ServiceControlPolicy>;

/** What a read of policies needs to know. */
export interface ControlPolicyRead {
  readonly session: AwsSession;
  readonly attributesToGet: NamesToGet<typeof ServiceControlPolicy>;
  readonly signal: AbortSignal;
}

/** One answer of ListPolicies or ListPoliciesForTarget. */
interface PolicyListing extends Tokened {
  readonly Policies?: readonly PolicySummary[] | undefined;
}

const SERVICE_CONTROL_POLICY = 'SERVICE_CONTROL_POLICY';

/** One policy as it is now, by DescribePolicy; undefined when there is none, or when it is of another type. */
export async function readControlPolicy(read: ControlPolicyRead, uid: string): Promise<ControlPolicyObject | undefined> {
  return unlessNotFound(async () => {
    const { Policy } = await describePolicy(read.session, uid, read.signal);
    const { PolicySummary: summary, Content } = Policy ?? {};
    return summary?.Type === SERVICE_CONTROL_POLICY ? policyObject(read, summary, Content) : undefined;
  });
}

/**
 * Searches the service control policies: ListPolicies, 20 a call, or ListPoliciesForTarget where the filter names a target. `Content` and
 * `Targets` cost one call each for every policy that the rest of the filter lets through.
 *
 * @throws ConnectorError `Configuration` when the account is in no organisation; `InvalidArgument` for a cursor that is not one.
 */
export async function* searchControlPolicies(call: Search): AsyncGenerator<Page<typeof ServiceControlPolicy>, void, undefined> {
  const { filter, cursor } = call;
  const ids = uidsReached(filter);
  if (ids) {
    const found = await inParallel(
      ids.filter((id) => isId(id, controlPolicyId)),
      (id) => readControlPolicy(call, id),
    );
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const target = valueAsked(filter, 'Targets');
  if (target !== undefined && !isId(target, targetId)) {
    yield { objects: [] };
    return;
  }
  const listing = target === undefined ? 'policies' : `policies of ${target}`;
  const test = listingTest(filter, ServiceControlPolicy, ['__NAME__', '__UID__', 'Arn', 'Description', 'AwsManaged']);
  for await (const answer of answersFrom(listing, cursor, (token) => list(call, target, token))) {
    const wanted = (answer.Policies ?? []).filter((summary) => test?.(shown(summary)) ?? true);
    const objects = await inParallel(wanted, (summary) => policyObject(call, summary, undefined));
    yield { objects, cursor: tokenCursor(listing, answer) };
  }
}

/** The ids of what a policy is attached to. */
export async function targetsOf(session: AwsSession, uid: string, signal: AbortSignal): Promise<readonly string[]> {
  const read = (token: string | undefined) => organizations(session, 'ListTargetsForPolicy', { PolicyId: uid, ...pageInput(token) }, { signal, uid });
  return (await allAnswers(read, ({ Targets }) => Targets)).flatMap(({ TargetId }) => TargetId ?? []);
}

/** DescribePolicy. */
export function describePolicy(session: AwsSession, uid: string, signal: AbortSignal) {
  return organizations(session, 'DescribePolicy', { PolicyId: uid }, { signal, uid });
}

async function list({ session, signal }: Search, target: string | undefined, token: string | undefined): Promise<PolicyListing> {
  const page = { Filter: SERVICE_CONTROL_POLICY, ...pageInput(token) } as const;
  if (target === undefined) return organizations(session, 'ListPolicies', page, { signal });
  const about = { path: 'Targets', value: target };
  // Nothing is attached to a target that is not there.
  return (await unlessNotFound(() => organizations(session, 'ListPoliciesForTarget', { TargetId: target, ...page }, { signal, about }))) ?? {};
}

function shown({ Id = '', Name = Id, Arn = '', Description = '', AwsManaged = false }: PolicySummary) {
  return { uid: Id, name: Name, attributes: { Arn, AwsManaged, ...(Description !== '' && { Description }) } };
}

async function policyObject(
  { session, attributesToGet, signal }: ControlPolicyRead,
  { Id: uid, Name, Arn, Description, AwsManaged = false }: PolicySummary,
  content: string | undefined,
): Promise<ControlPolicyObject> {
  if (!uid) throw new ConnectorError('ConnectorIO', 'AWS answered with a policy without an id');
  const read = async () => content ?? (await describePolicy(session, uid, signal)).Policy?.Content;
  const Content = attributesToGet.has('Content') ? await read() : undefined;
  const Targets = attributesToGet.has('Targets') ? await targetsOf(session, uid, signal) : undefined;
  return { uid, name: Name || uid, attributes: { Arn, Description: Description || undefined, AwsManaged, Content, Targets } };
}
