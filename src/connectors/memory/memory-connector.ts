import { ConnectorError } from '../../model/errors.ts';
import type { Static } from '../../model/json-schema.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { ClassNamed, Connector } from '../../spi/connector.ts';
import { defineConnector } from '../../spi/define-connector.ts';
import type { LiveSyncOp, Operations, SyncOp } from '../../spi/operations.ts';
import { authenticate, resolveUsername } from './authenticate.ts';
import { configuration } from './configuration.ts';
import { liveChanges } from './live-changes.ts';
import { MemorySession } from './memory-session.ts';
import { searchPages } from './search-pages.ts';
import { plantObjects } from './seed-objects.ts';
import { syncBatches } from './sync-batches.ts';

/** The operations of one class of a memory connector; authentication where there is a password. */
export type MemoryOperation<O extends ObjectClass> =
  | 'create'
  | 'updateDelta'
  | 'delete'
  | 'get'
  | 'search'
  | 'sync'
  | 'latestSyncToken'
  | 'liveSync'
  | ('__PASSWORD__' extends keyof O['attributes'] ? 'authenticate' | 'resolveUsername' : never);

/** The operations of a memory connector by class. */
export type MemoryImplementation<L extends readonly ObjectClass[]> = { readonly [N in L[number]['name']]: MemoryOperation<ClassNamed<L, N>> } & {
  readonly __ALL__: 'sync' | 'latestSyncToken' | 'liveSync';
};

/** A connector that keeps objects of these classes in memory. */
export type MemoryConnector<L extends readonly ObjectClass[]> = Connector<typeof configuration, unknown, L, MemoryImplementation<L>>;

/**
 * Makes a connector that keeps objects in memory: for any classes, so also a stand-in for another connector in tests.
 *
 * Every opening begins with the objects of its configuration and ends with the session. Names are unique as the subtype of `__NAME__`
 * says. Every object has a revision. Passwords are kept and checked, never read. Attributes are kept as they are written: nothing keeps
 * memberships on two sides in step, and nothing changes by itself.
 *
 * @param objectClasses  The classes; those of another connector make its stand-in (`uid: 'name'` where its uids are names).
 *
 * @example
 * const standIn = memoryConnector(aws.objectClasses);
 * await using facade = await openConnector(standIn, { uid: 'name' });
 */
export function memoryConnector<const L extends readonly ObjectClass[]>(objectClasses: L): MemoryConnector<L> {
  const open = (settings: Static<typeof configuration>) => {
    const session = new MemorySession(objectClasses, settings);
    return { session, problems: settings.objects ? plantObjects(session, settings.objects, settings.uid === 'name') : [] };
  };
  const operations = Object.fromEntries(objectClasses.map((each) => [each.name, operationsOf(each)]));
  const connector = defineConnector({
    name: 'memory',
    version: '1.0.0',
    displayName: 'Memory',
    category: 'Testing',
    configuration,
    objectClasses: objectClasses as readonly ObjectClass[],
    checkConfiguration: (settings) => open(settings).problems,
    connect: (settings) => {
      const { session, problems } = open(settings);
      if (problems.length === 0) return session;
      const texts = problems.map(({ path, message }) => `${path} ${message}`);
      throw new ConnectorError('Configuration', `the objects of the memory connector are wrong: ${texts.join('; ')}`, { problems });
    },
    disconnect: (session) => session.log.end(),
    test: () => {},
    operations: { ...operations, __ALL__: changes },
  });
  // The compiler cannot see that the record of operations has the names of the classes.
  return connector as unknown as MemoryConnector<L>;
}

const changes: SyncOp<ObjectClass, MemorySession> & LiveSyncOp<ObjectClass, MemorySession> = {
  sync: ({ session, objectClass, token }) => syncBatches(session, objectClass.name, token),
  latestSyncToken: ({ session }) => String(session.log.last),
  liveSync: ({ session, objectClass, signal }) => liveChanges(session, objectClass.name, signal),
};

function operationsOf({ name, attributes }: ObjectClass): Operations<ObjectClass, MemorySession> {
  const operations: Operations<ObjectClass, MemorySession> = {
    create: ({ session, attributes }) => session.table(name).create(attributes),
    updateDelta: ({ session, uid, revision, changes }) => {
      session.checkPrecondition(name, uid, revision);
      return session.table(name).update(uid, revision, changes);
    },
    delete: ({ session, uid, revision }) => {
      session.checkPrecondition(name, uid, revision);
      session.table(name).delete(uid, revision);
    },
    get: ({ session, uid }) => session.table(name).find(uid),
    search: searchPages,
    ...changes,
  };
  if (!Object.hasOwn(attributes, '__PASSWORD__')) return operations;
  return {
    ...operations,
    authenticate: ({ session, username, password }) => authenticate(session.table(name), username, password),
    resolveUsername: ({ session, username }) => resolveUsername(session.table(name), username),
  };
}
