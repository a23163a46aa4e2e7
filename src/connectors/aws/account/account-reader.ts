import type { SearchCall } from '../../../spi/operations.ts';
import { listingTest } from '../read/filter-reach.ts';
import { inParallel } from '../read/parallel.ts';
import type { ListingPlace } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Account } from './account-class.ts';
import { detailNames, type ListingPlan, listedNames } from './account-plan.ts';
import { BulkState, type Listed } from './bulk-state.ts';
import { answeredByReport } from './credential-parts.ts';
import { type InheritedPolicy, inheritedPolicies } from './inherited-policies.ts';
import type { ListedUser } from './listed-user.ts';
import { policiesOfGroups } from './policies-of-groups.ts';
import { type AccountObject, accountOf, findUser, unlessGone } from './user.ts';
import { detailsOf, type UserDetails, UserDetailsReader } from './user-details.ts';
import { readParts } from './user-parts.ts';

type Search = SearchCall<typeof Account, AwsSession>;
type Test = ((object: AccountObject) => boolean) | undefined;

/** Calls for users one by one that a search makes before it reads the details of all: what those of a full account cost. */
export const MOST_DETAIL_CALLS = 10;

/** What is read for one user at a time when GetAccountAuthorizationDetails is not asked. */
const detailParts = ['__GROUPS__', 'AttachedPolicies', 'InlinePolicies', 'InheritedPolicies'] as const;

/** Makes accounts of listed users, with the calls that the names to get need. */
export class AccountReader {
  readonly #call: Search;
  readonly #plan: ListingPlan;
  readonly #details: UserDetailsReader | undefined;
  readonly #state: BulkState;
  readonly #listingHolds: Test;
  readonly #detailsHold: Test;
  #groups: Promise<ReadonlyMap<string, readonly InheritedPolicy[]>> | undefined;
  #liveCalls = MOST_DETAIL_CALLS;

  /** @param place  Where the listing begins. */
  constructor(call: Search, place: ListingPlace, plan: ListingPlan) {
    const { session, signal, attributesToGet, filter } = call;
    this.#call = call;
    this.#plan = plan;
    const separate = plan.details && place.listing !== 'd';
    this.#details = separate ? new UserDetailsReader(session, signal, { start: place.details, withDocuments: plan.documents }) : undefined;
    const known = plan.details ? [...listedNames, ...detailNames] : listedNames;
    this.#listingHolds = listingTest(filter, Account, listedNames);
    this.#detailsHold = plan.details ? listingTest(filter, Account, known) : undefined;
    this.#state = new BulkState(call, plan.state, listingTest(filter, Account, [...known, ...answeredByReport(attributesToGet)]));
  }

  /** Where the details of the next users are likely to be. */
  get position(): string | undefined {
    return this.#details?.position;
  }

  /**
   * The accounts of these users, without those whom the filter refuses and those who are gone.
   *
   * The filter is asked after the listing, after the details and after the report, each time before what costs more is read.
   */
  async read(listed: readonly ListedUser[]): Promise<{ readonly objects: AccountObject[]; readonly asOf: Date | undefined }> {
    const { session } = this.#call;
    const holds = this.#listingHolds;
    const users = holds ? listed.filter((user) => holds(accountOf(session, user))) : listed;
    const detailed = this.#plan.details ? await this.#withDetails(users, listed.length) : users.map((user) => this.#bare(user));
    const left = this.#detailsHold ? detailed.filter(({ object }) => this.#detailsHold?.(object)) : detailed;
    return this.#state.read(left, this.#isNarrowed(left.length, listed.length));
  }

  /** Lets go of the report, once the search has been read to its end; earlier pages of it may have fetched it. */
  end(): void {
    const { report } = this.#call.session;
    if (this.#plan.state === 'report' && report.held) report.release(report.held);
  }

  #bare(user: ListedUser): Listed {
    return { user, object: accountOf(this.#call.session, user) };
  }

  async #withDetails(users: readonly ListedUser[], listed: number): Promise<Listed[]> {
    if (!this.#details) return inParallel(users, (user) => this.#joined(user, detailsOf(user, this.#plan.documents)));
    const few = this.#fewEnough(users.length, listed);
    const found: ReadonlyMap<string, UserDetails> = few ? new Map() : await this.#details.find(users);
    const joined = await inParallel(users, (user) => {
      const details = found.get(user.UserId ?? '');
      // Not in the whole of the other listing: made or deleted since it was read.
      return details ? this.#joined(user, details) : this.#live(user);
    });
    return joined.filter((user) => user !== undefined);
  }

  /** Whether reading the details of these users one by one costs less than reading those of all users of the account. */
  #fewEnough(users: number, listed: number): boolean {
    const { attributesToGet } = this.#call;
    const calls = users * detailCallsPerUser(attributesToGet);
    if (!this.#isNarrowed(users, listed) || this.#details?.begun || calls > this.#liveCalls) return false;
    this.#liveCalls -= calls;
    return true;
  }

  /** Whether it is known that there are more users than these. */
  #isNarrowed(users: number, listed: number): boolean {
    return this.#plan.prefix !== '' || this.#plan.listing === 'm' || users < listed;
  }

  async #joined(user: ListedUser, { groups, attached, inline, ...rest }: UserDetails): Promise<Listed> {
    const { session } = this.#call;
    const InheritedPolicies = this.#plan.inherited && groups.length > 0 ? await this.#inherited(groups) : undefined;
    const more = { __GROUPS__: groups, AttachedPolicies: attached, InlinePolicies: inline, InheritedPolicies };
    return { user, object: accountOf(session, { ...user, ...rest }, more as AccountObject['attributes']) };
  }

  /** A group that has another name than when the groups were read is read live. */
  async #inherited(groups: readonly string[]): Promise<InheritedPolicy[]> {
    const { session, signal } = this.#call;
    this.#groups ??= policiesOfGroups(session, signal);
    const all = await this.#groups;
    const found = await inParallel(groups, async (group) => all.get(group) ?? inheritedPolicies(session, [group], signal));
    return found.flat();
  }

  async #live(listed: ListedUser): Promise<Listed | undefined> {
    const { session, attributesToGet, signal } = this.#call;
    const { UserName: name } = listed;
    const user = name === undefined ? undefined : await findUser(session, name, signal);
    if (!user || name === undefined) return undefined;
    const parts = await unlessGone(() => readParts(session, name, attributesToGet, signal, detailParts, { oneByOne: true }));
    return parts && { user, object: accountOf(session, user, parts) };
  }
}

/** The calls that a user's details take one by one; of policies at least, because each inline one is a call more. */
export function detailCallsPerUser(names: ReadonlySet<string>): number {
  const has = (...some: readonly string[]) => (some.some((name) => names.has(name)) ? 1 : 0);
  return 1 + has('__GROUPS__', 'InheritedPolicies') + has('AttachedPolicies') + 2 * has('InlinePolicies') + 4 * has('InheritedPolicies');
}
