import type { Account as WireAccount } from '@aws-sdk/client-organizations';
import type { Page, SearchCall } from '../../../spi/operations.ts';
import { scopeOf } from '../organisation/container-option.ts';
import { isId, uidsReached, valueAsked } from '../organisation/organization-ids.ts';
import { isBelow } from '../organisation/organization-tree.ts';
import { organizations, pageInput, type Tokened, unlessNotFound } from '../organisation/organizations.ts';
import { answersFrom, tokenCursor } from '../organisation/token-cursor.ts';
import { containerId } from '../organizational-unit/organizational-unit-class.ts';
import { listingTest } from '../read/filter-reach.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { AwsAccount, awsAccountId } from './aws-account-class.ts';
import { awsAccountOf, readAwsAccount } from './aws-account-object.ts';

type Search = SearchCall<typeof AwsAccount, AwsSession>;

/** One answer of ListAccounts or ListAccountsForParent. */
interface AccountListing extends Tokened {
  readonly Accounts?: readonly WireAccount[] | undefined;
}

/** What a listing says of an account, without another call. */
const listed = ['__NAME__', '__UID__', 'AccountId', 'Email', 'Arn', 'JoinedMethod', 'JoinedTimestamp'];

/**
 * Searches the accounts of the organisation.
 *
 * - Uids that alone can match, up to ten, are read live: one DescribeAccount each.
 * - Otherwise ListAccounts, 20 a call, or ListAccountsForParent of the `ParentId` or the CONTAINER that is asked for.
 * - `Tags` cost one call for each account that the rest of the filter lets through; `ParentId` costs none where AWS says the account's path.
 *
 * @throws ConnectorError `Configuration` when the account is in no organisation; `InvalidArgument` for a cursor or a CONTAINER that is not one.
 */
export async function* searchAwsAccounts(call: Search): AsyncGenerator<Page<typeof AwsAccount>, void, undefined> {
  const { filter, cursor } = call;
  const scope = scopeOf(call.options);
  const ids = scope ? undefined : uidsReached(filter);
  if (ids) {
    const found = await inParallel(
      ids.filter((id) => isId(id, awsAccountId)),
      (id) => readAwsAccount(call, id),
    );
    yield { objects: found.filter((object) => object !== undefined) };
    return;
  }
  const asked = scope ? undefined : valueAsked(filter, 'ParentId');
  // A container is no account: nothing is there for the scope "object". Nor is anything in what cannot be a parent.
  if (scope?.reach === 'object' || (asked !== undefined && !isId(asked, containerId))) {
    yield { objects: [] };
    return;
  }
  const parent = scope?.reach === 'onelevel' ? scope.container : asked;
  const below = scope?.reach === 'subtree' ? scope.container : undefined;
  const test = listingTest(filter, AwsAccount, listed);
  const listing = parent === undefined ? 'accounts' : `accounts of ${parent}`;
  for await (const answer of answersFrom(listing, cursor, (token) => list(call, parent, token))) {
    const accounts = (answer.Accounts ?? []).filter((account) => test?.(shownByListing(account)) ?? true);
    const objects = await inParallel(accounts, async (account) => ((await isIn(call, account, below)) ? awsAccountOf(call, account) : undefined));
    yield { objects: objects.filter((object) => object !== undefined), cursor: tokenCursor(listing, answer) };
  }
}

async function list({ session, signal }: Search, parent: string | undefined, token: string | undefined): Promise<AccountListing> {
  const page = pageInput(token);
  if (parent === undefined) return organizations(session, 'ListAccounts', page, { signal });
  const about = { path: 'ParentId', value: parent };
  // Nothing is in a parent that is not there.
  return (await unlessNotFound(() => organizations(session, 'ListAccountsForParent', { ParentId: parent, ...page }, { signal, about }))) ?? {};
}

function shownByListing({ Id = '', Name = Id, Email, Arn, JoinedMethod, JoinedTimestamp }: WireAccount) {
  const shown = { AccountId: Id, Email, Arn, JoinedMethod, JoinedTimestamp };
  return { uid: Id, name: Name, attributes: Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)) } as const;
}

async function isIn({ session, signal }: Search, { Id: id = '', Paths }: WireAccount, container: string | undefined): Promise<boolean> {
  return container === undefined || isBelow(session, { id, path: Paths?.[0] }, container, signal);
}
