import type { User } from '@aws-sdk/client-iam';
import type { NamesToGet, SearchCall } from '../../../spi/operations.ts';
import { listingTest } from '../read/filter-reach.ts';
import { inParallel } from '../read/parallel.ts';
import type { ListingPlace } from '../read/search-cursor.ts';
import type { AwsSession } from '../session.ts';
import { Account } from './account-class.ts';
import { profileNames } from './profile-attributes.ts';
import { type AccountObject, accountOf, readAccount, unlessGone } from './user.ts';
import { type UserDetails, UserDetailsReader } from './user-details.ts';
import { type PartName, partNames, readParts } from './user-parts.ts';

type Search = SearchCall<typeof Account, AwsSession>;

/** A user as one of IAM's listings gives it; groups only in GetAccountAuthorizationDetails. */
export type ListedUser = User & Pick<UserDetails, 'GroupList'>;

/** Users that a search reads one by one before it reads the details of all: what those of a full account cost. */
const MOST_LIVE_READS = 10;

/** What ListUsers says. */
const listedNames = ['__NAME__', '__UID__', 'UserId', 'Path', 'Arn', 'AccountId', 'CreatedDate', 'PasswordLastUsed'] as const;

/** What ListUsers does not say, and GetAccountAuthorizationDetails does. */
const detailNames = ['Tags', 'PermissionsBoundary', '__GROUPS__', ...profileNames] as const;

/** What neither of them says. */
const otherParts = partNames.filter((name) => name !== '__GROUPS__');

/** Whether ListUsers is not enough. */
export function needsDetails(names: NamesToGet<typeof Account>): boolean {
  return detailNames.some((name) => names.has(name));
}

/** Makes accounts of listed users, with the calls that the names to get need. */
export class AccountReader {
  readonly #call: Search;
  readonly #details: UserDetailsReader | undefined;
  readonly #prefix: string;
  readonly #test: ((object: AccountObject) => boolean) | undefined;
  #liveReads = MOST_LIVE_READS;

  /**
   * @param place   Where the listing begins.
   * @param prefix  The path prefix that it is restricted to, or `''`.
   */
  constructor(call: Search, place: ListingPlace, prefix: string) {
    const { session, signal, attributesToGet, filter } = call;
    this.#call = call;
    this.#prefix = prefix;
    const complete = place.listing === 'd';
    const needed = !complete && needsDetails(attributesToGet);
    this.#details = needed ? new UserDetailsReader(session, signal, place.details) : undefined;
    this.#test = listingTest(filter, Account, complete ? [...listedNames, ...detailNames] : listedNames);
  }

  /** Where the details of the next users are likely to be. */
  get position(): string | undefined {
    return this.#details?.position;
  }

  /** The accounts of these users, without those whom the filter refuses by what the listing says, and those who are gone. */
  async read(listed: readonly ListedUser[]): Promise<AccountObject[]> {
    const users = this.#test ? listed.filter((user) => this.#test?.(accountOf(this.#call.session, user, { __GROUPS__: user.GroupList }))) : listed;
    if (this.#details && this.#fewEnough(users.length, listed.length)) return present(await inParallel(users, (user) => this.#live(user)));
    const objects = this.#details
      ? await this.#join(users, this.#details)
      : users.map((user) => accountOf(this.#call.session, user, { __GROUPS__: user.GroupList }));
    if (!otherParts.some((part) => this.#call.attributesToGet.has(part))) return objects;
    return present(await inParallel(objects, (object) => this.#withParts(object)));
  }

  /** Whether reading these users one by one costs less than reading the details of all users of the account. */
  #fewEnough(users: number, listed: number): boolean {
    const narrowed = this.#prefix !== '' || users < listed;
    const calls = users * (this.#call.attributesToGet.has('__GROUPS__') ? 2 : 1);
    if (!narrowed || this.#details?.begun || calls > this.#liveReads) return false;
    this.#liveReads -= calls;
    return true;
  }

  async #join(users: readonly ListedUser[], details: UserDetailsReader): Promise<AccountObject[]> {
    const found = await details.find(users);
    const joined = await inParallel(users, async (user) => {
      const more = found.get(user.UserId ?? '');
      // Not in the whole of the other listing: made or deleted since it was read.
      return more ? accountOf(this.#call.session, { ...user, ...more }, { __GROUPS__: more.GroupList }) : this.#live(user, ['__GROUPS__']);
    });
    return present(joined);
  }

  async #live(user: User, parts: readonly PartName[] = partNames): Promise<AccountObject | undefined> {
    const { session, attributesToGet, signal } = this.#call;
    return user.UserName === undefined ? undefined : readAccount(session, user.UserName, attributesToGet, signal, parts);
  }

  async #withParts(object: AccountObject): Promise<AccountObject | undefined> {
    const { session, signal, attributesToGet } = this.#call;
    const parts = await unlessGone(() => readParts(session, object.uid, attributesToGet, signal, otherParts));
    return parts && { ...object, attributes: { ...object.attributes, ...parts } };
  }
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}
