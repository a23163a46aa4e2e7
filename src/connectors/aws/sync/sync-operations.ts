import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import { type Call, derive } from '../../../spi/call.ts';
import type { LiveSyncOp, SyncOp } from '../../../spi/operations.ts';
import type { AwsSession } from '../session.ts';
import { acrossAccountsSource, loadAccounts } from './across-accounts-sync.ts';
import type { ChangeSource, SyncScope } from './change-source.ts';
import { cloudTrailSource } from './cloudtrail-source.ts';
import { loadObjects } from './load-objects.ts';
import { queueSource } from './queue-source.ts';
import type { SyncedClass, SyncRequest } from './synced-class.ts';

/** What syncing adds to the operations of a class. */
export interface SyncOperations<O extends ObjectClass> extends SyncOp<O, AwsSession>, LiveSyncOp<O, AwsSession> {}

/**
 * Makes sync, latestSyncToken and liveSync of object classes, out of how their objects are read in one account.
 *
 * Errors: `UnsupportedOperation` when `syncSource` is none, or the class has no queue; `InvalidArgument` for a token that no sync can go on
 * from, such as one older than the 90 days that CloudTrail keeps events; whatever AWS answers.
 *
 * @param name     The class, or `__ALL__` for all of them.
 * @param classes  How each of them is read.
 *
 * @example
 * operations: { __ACCOUNT__: { ...account, ...syncOperations('__ACCOUNT__', [{ objectClass: Account, operations: account, references: ['__GROUPS__'] }]) } }
 */
export function syncOperations<O extends ObjectClass>(name: string, classes: readonly SyncedClass[]): SyncOperations<O> {
  const scope: SyncScope = { name, classes };
  const operations: SyncOperations<ObjectClass> = {
    async *sync(call) {
      const { token } = call;
      const source = sourceOf(call, scope, 'sync');
      if (token !== undefined && token !== '') yield* source.changes(call, scope, token);
      else if (isAcross(call)) yield* loadAccounts(call, scope, cloudTrailSource);
      else yield* loadObjects(call, scope, source, call.session.accounts);
    },
    latestSyncToken: async (call) => sourceOf(call, scope, 'latestSyncToken').latest(withoutAttributes(call), scope),
    async *liveSync(call) {
      yield* sourceOf(call, scope, 'liveSync').live(call, scope);
    },
  };
  return operations as unknown as SyncOperations<O>;
}

/** The token of now is found without reading an object. */
const withoutAttributes = (call: Call<AwsSession>): SyncRequest => derive(call as SyncRequest, { attributesToGet: new Set() });

/** A queue is one for all accounts; CloudTrail has a history in each. */
const isAcross = ({ session }: Pick<SyncRequest, 'session'>) => session.accounts !== undefined && session.settings.sync.source === 'cloudtrail';

function sourceOf(call: Pick<SyncRequest, 'session'>, { name }: SyncScope, operation: string): ChangeSource {
  switch (call.session.settings.sync.source) {
    case 'cloudtrail':
      return isAcross(call) ? acrossAccountsSource(cloudTrailSource) : cloudTrailSource;
    case 'sqs':
      return queueSource;
    case 'none': {
      const message = `${operation} ${name} of aws is not there while syncSource is none: set it to cloudtrail or sqs, or wrap the connector by snapshotSync(aws, { store, replace: true }), which compares all objects`;
      throw new ConnectorError('UnsupportedOperation', message, { problems: [{ path: 'syncSource', message }] });
    }
  }
}
