import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { ConnectorObject, Page, SearchCall } from '../../../spi/operations.ts';
import type { AwsSession, ManagedAccounts } from '../session.ts';
import { sweepSearch } from '../sweep/sweep-search.ts';
import type { AccountClass } from './account-class-traits.ts';
import { qualifyReferences } from './account-references.ts';
import { qualifiedUid, splitUid } from './account-uid.ts';

type Search = SearchCall<ObjectClass, AwsSession>;

/** Accounts that are read at a time. IAM's limits are per account, so that only this process is the bound. */
const AT_A_TIME = 20;

/**
 * Searches every account that can have what is searched for.
 *
 * @param search  Searches one account.
 * @throws ConnectorError as `sweepSearch`; whatever the listing of the accounts throws.
 */
export async function* searchAcross(
  call: Search,
  accounts: ManagedAccounts,
  search: (call: Search) => AsyncIterable<Page>,
  traits: AccountClass,
): AsyncGenerator<Page, void, undefined> {
  const { session, signal } = call;
  yield* sweepSearch(call, {
    kind: 'account',
    ids: (await accounts.list(signal)).map(({ id }) => id),
    isPart: (id) => /^\d{12}$/.test(id),
    naming: { attribute: 'AccountId', split: accountAndUid, references: traits.references },
    atATime: AT_A_TIME,
    timeout: session.settings.organisation.accountTimeout,
    async *open(id, { filter, cursor, signal: limit }) {
      const own = derive(call, { session: await accounts.session(id, limit), filter, cursor, total: 'none' });
      // The account has a time limit of its own, which its calls must hear of.
      yield* search(Object.defineProperty(own, 'signal', { value: limit }));
    },
    shown: (object, id) => qualifiedObject(object, id, traits),
    onEnd: (id) => accounts.journal.worked(id),
    onFailure: (id, error) => accounts.journal.failed(id, error),
  });
}

/** An object of an account as an object among those of several accounts. */
export function qualifiedObject(object: ConnectorObject, accountId: string, { references }: AccountClass): ConnectorObject {
  const attributes = { ...qualifyReferences(object.attributes, references, accountId), AccountId: accountId } as ConnectorObject['attributes'];
  return { ...object, uid: qualifiedUid(accountId, object.uid), attributes };
}

function accountAndUid(text: string) {
  const parts = splitUid(text);
  return parts && { part: parts.accountId, uid: parts.uid };
}
