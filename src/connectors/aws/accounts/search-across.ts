import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { ConnectorObject, Page, SearchCall } from '../../../spi/operations.ts';
import type { AwsSession, ManagedAccounts } from '../session.ts';
import type { AccountClass } from './account-class-traits.ts';
import { narrowFilter } from './account-filter.ts';
import { qualifyReferences } from './account-references.ts';
import { AccountSweep } from './account-sweep.ts';
import { qualifiedUid } from './account-uid.ts';
import { SweepFailures } from './sweep-failures.ts';
import { decodeSweep } from './sweep-place.ts';

/** How long an account that does not answer holds up the pages of others, in milliseconds; then it steps behind them. */
const PATIENCE = 2000;

type Search = SearchCall<ObjectClass, AwsSession>;

/**
 * Searches every account that can have what is searched for.
 *
 * @param search  Searches one account.
 * @throws ConnectorError when accounts failed, after the objects of all others, with a problem for each; with ALLOW_PARTIAL_RESULTS the last
 *   page is incomplete instead. `InvalidArgument` for a cursor that is not one; whatever the listing of the accounts throws.
 */
export async function* searchAcross(
  call: Search,
  accounts: ManagedAccounts,
  search: (call: Search) => AsyncIterable<Page>,
  traits: AccountClass,
): AsyncGenerator<Page, void, undefined> {
  const { session, filter, objectClass, cursor, signal } = call;
  const start = cursor === undefined ? undefined : decodeSweep(cursor);
  const narrowed = (id: string) => narrowFilter(filter, id, objectClass, traits.references);
  const asked = (await accounts.list(signal)).map(({ id }) => id).filter((id) => narrowed(id).possible);
  const failures = new SweepFailures(session, `search ${objectClass.name} of aws`);
  const sweep = new AccountSweep<Page>({
    accounts: asked.sort(),
    start,
    timeout: session.settings.organisation.accountTimeout,
    patience: PATIENCE,
    signal,
    async *open(id, at, limit) {
      const own = derive(call, { session: await accounts.session(id, limit), filter: narrowed(id).filter, cursor: at, total: 'none' });
      // The account has a time limit of its own, which its calls must hear of.
      yield* search(Object.defineProperty(own, 'signal', { value: limit }));
    },
    onEnd: (id) => accounts.journal.worked(id),
    onFailure: (id, error) => failures.add(id, error),
  });
  let yielded = false;
  for await (const { from, cursor: next } of sweep.pages()) {
    yielded = true;
    const objects = from?.page.objects.map((object) => qualifiedObject(object, from.id, traits)) ?? [];
    const exact = from?.page.exact && narrowed(from.id).same;
    yield { objects, cursor: next, exact, ...(from?.page.incomplete && { incomplete: true }) };
  }
  if (failures.count === 0) {
    if (!yielded) yield { objects: [] };
  } else if ((call.options as { readonly ALLOW_PARTIAL_RESULTS?: unknown }).ALLOW_PARTIAL_RESULTS === true) {
    yield { objects: [], incomplete: true };
  } else {
    throw failures.error(asked.length);
  }
}

/** An object of an account as an object among those of several accounts. */
export function qualifiedObject(object: ConnectorObject, accountId: string, { references }: AccountClass): ConnectorObject {
  const attributes = { ...qualifyReferences(object.attributes, references, accountId), AccountId: accountId } as ConnectorObject['attributes'];
  return { ...object, uid: qualifiedUid(accountId, object.uid), attributes };
}
