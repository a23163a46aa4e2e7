import type { ObjectClass } from '../../../model/object-class.ts';
import { derive } from '../../../spi/call.ts';
import type { Change, ChangeBatch } from '../../../spi/operations.ts';
import type { ManagedAccounts } from '../session.ts';
import { qualifiedChange } from './account-changes.ts';
import type { ChangeSource, SyncScope } from './change-source.ts';
import { readAll, type SyncRequest } from './synced-class.ts';

/**
 * A sync from the beginning: every object as a create, then the token that was taken before the first was read.
 *
 * Until then batches have the token '': a load that breaks off has to begin again, because what it named and has gone since would not be
 * named again.
 *
 * @param accounts  Where to read; the account of the session when there are none. One that cannot be read ends the load.
 */
export async function* loadObjects(
  request: SyncRequest,
  scope: SyncScope,
  source: ChangeSource,
  accounts?: ManagedAccounts,
): AsyncGenerator<ChangeBatch<ObjectClass>, void, undefined> {
  const before = await source.latest(request, scope);
  const { signal } = request;
  if (!accounts) for await (const changes of creates(request, scope)) yield { changes, token: '' };
  for (const { id } of (await accounts?.list(signal)) ?? []) {
    const session = await accounts?.session(id, signal);
    for await (const changes of creates(derive(request, { ...(session && { session }) }), scope)) {
      yield { changes: changes.map((change) => qualifiedChange(change, scope.classes, id)), token: '' };
    }
  }
  yield { changes: [], token: source.loaded(before, scope) };
}

async function* creates(request: SyncRequest, { classes }: SyncScope): AsyncGenerator<readonly Change<ObjectClass>[]> {
  for (const synced of classes) {
    const { name: objectClass } = synced.objectClass;
    for await (const objects of readAll(request, synced)) yield objects.map((object) => ({ type: 'create', uid: object.uid, objectClass, object }));
  }
}
