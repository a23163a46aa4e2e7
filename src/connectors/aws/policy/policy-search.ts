import type { ManagedPolicyDetail, Policy } from '@aws-sdk/client-iam';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { unlessGone } from '../account/unless-gone.ts';
import { listingTest } from '../read/filter-reach.ts';
import { allOf, answersOf, MOST_ITEMS } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import { decodePlace, encodePlace, refusedMarker } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { ManagedPolicy } from './policy-class.ts';
import { decodedDocument } from './policy-document.ts';
import { listPolicies } from './policy-listing.ts';
import { describedBy, findPolicy, type PolicyObject, policyOf, policyParts, policyTypeOf, readPolicy } from './policy-object.ts';
import { isDescribed, MOST_LIVE_READS, planPolicies } from './policy-plan.ts';

type Search = SearchCall<typeof ManagedPolicy, AwsSession>;

/** What ListPolicies says. */
const listedNames = [
  ...['__NAME__', '__UID__', 'PolicyId', 'Arn', 'AccountId', 'Type', 'Path', 'DefaultVersionId', 'IsAttachable', 'AttachmentCount'],
  ...['PermissionsBoundaryUsageCount', 'CreatedDate', 'UpdatedDate'],
];

/**
 * Searches managed policies.
 *
 * - An ARN that alone can match is read live: GetPolicy, and what else was asked for.
 * - Otherwise ListPolicies, 1,000 a call, of the scope, path prefix and use that the filter asks for.
 * - Description and document of more than ten customer policies come from one pass over GetAccountAuthorizationDetails; of AWS's policies, and
 *   tags of all, from one or two calls each.
 *
 * @throws ConnectorError `InvalidArgument` for a cursor that is not one; whatever AWS answers. Never a shorter list.
 */
export async function* searchPolicies(call: Search): AsyncGenerator<Page<typeof ManagedPolicy>, void, undefined> {
  const { session, filter, attributesToGet, cursor, signal } = call;
  const plan = planPolicies(filter);
  if (plan.kind !== 'listing') {
    const found = plan.kind === 'named' ? await readPolicy(session, plan.arn, attributesToGet, signal) : undefined;
    yield { objects: found ? [found] : [] };
    return;
  }
  const start = cursor === undefined ? undefined : decodePlace(cursor, ['p']).marker;
  const test = listingTest(filter, ManagedPolicy, listedNames);
  const reader = new PolicyReader(call);
  const read = (marker: string | undefined) =>
    refusedMarker(marker !== undefined && marker === start, () => listPolicies(session, plan.listing, marker, signal));
  for await (const answer of answersOf(read, start)) {
    const policies = (answer.Policies ?? []).filter((policy) => test?.(policyOf(policy, {})) ?? true);
    const next = answer.IsTruncated ? encodePlace({ listing: 'p', marker: answer.Marker, offset: 0, details: undefined }) : undefined;
    yield { objects: await reader.read(policies), cursor: next };
  }
}

/** Makes objects of listed policies, with the calls that the names to get need. */
class PolicyReader {
  readonly #call: Search;
  #details: ReadonlyMap<string, ManagedPolicyDetail> | undefined;

  constructor(call: Search) {
    this.#call = call;
  }

  async read(policies: readonly Policy[]): Promise<PolicyObject[]> {
    const { attributesToGet: names } = this.#call;
    const own = policies.filter(({ Arn = '' }) => policyTypeOf(Arn) === 'Customer managed');
    if (isDescribed(names) && own.length > MOST_LIVE_READS) this.#details ??= await this.#allDetails();
    const found = await inParallel(policies, (policy) => unlessGone(() => this.#one(policy)));
    return found.filter((object) => object !== undefined);
  }

  /** A policy that is gone since it was listed is no result. */
  async #one(listed: Policy): Promise<PolicyObject | undefined> {
    const { session, attributesToGet: names, signal } = this.#call;
    const { Arn: arn = '', PolicyId: id = '' } = listed;
    const details = this.#details?.get(id);
    const live = names.has('Tags') || (names.has('Description') && !details) ? await findPolicy(session, arn, signal) : listed;
    if (!live) return undefined;
    const { Document } = details?.PolicyVersionList?.find(({ VersionId }) => VersionId === live.DefaultVersionId) ?? {};
    const known = Document === undefined ? undefined : decodedDocument(Document, `the default version of ${arn}`);
    const description = details && names.has('Description') ? { Description: details.Description || undefined } : {};
    return policyOf(live, { ...describedBy(live, names), ...description, ...(await policyParts(session, live, names, signal, known)) });
  }

  async #allDetails(): Promise<ReadonlyMap<string, ManagedPolicyDetail>> {
    const { session, signal } = this.#call;
    const policies = await allOf(
      (Marker) => session.iam('GetAccountAuthorizationDetails', { Filter: ['LocalManagedPolicy'], Marker, MaxItems: MOST_ITEMS }, { signal }),
      (answer) => answer.Policies,
    );
    return new Map(policies.flatMap((policy) => (policy.PolicyId === undefined ? [] : [[policy.PolicyId, policy] as const])));
  }
}
