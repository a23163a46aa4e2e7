import { memoryConnector } from '../../../src/connectors/memory/index.ts';
import type { AttributeValue } from '../../../src/model/attribute-value.ts';
import type { Written } from '../../../src/model/changes.ts';
import { ConnectorError } from '../../../src/model/errors.ts';
import { derive } from '../../../src/spi/call.ts';
import type { Page } from '../../../src/spi/operations.ts';
import { pagesOf, replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all } from './broken-search.ts';
import {
  type Calls,
  changed,
  creating,
  failing,
  getting,
  lacking,
  operations,
  otherError,
  schemaThatTurns,
  schemaWith,
  without,
} from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

const asWritten = (answer: string | Written): Written => (typeof answer === 'string' ? { uid: answer } : answer);
const loosened = (name: string, flags: object) => schemaThatTurns((attributes) => changed(attributes, name, flags));
const describedAlways = schemaWith((attributes) => changed(attributes, '__DESCRIPTION__', { required: true }));
/** Answers of creates, changed. */
const answering = (change: (written: Written, number: number) => Written) =>
  operations(() => {
    let number = 0;
    return (own) => ({ create: async (call: Calls['create']) => change(asWritten(await all(own).create(call)), number++) });
  });
const ascii = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(/[^ -~]/g, '?') : Array.isArray(value) ? value.map(ascii) : value;
const mapped = (attributes: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, change(value)])) as Readonly<Record<string, AttributeValue>>;

/** Creates, gets and deletes that do something else than they should. */
export const writeMutations: readonly Mutation[] = [
  { kind: 'create/read-back', name: 'create forgets an attribute', break: creating((attributes) => without(attributes, '__DESCRIPTION__')) },
  { kind: 'create/odd-values', name: 'create keeps ASCII alone', break: creating((attributes) => mapped(attributes, ascii)) },
  {
    kind: 'create/required-only',
    name: 'create adds something of its own',
    break: creating((attributes) => ({ __DESCRIPTION__: 'new', ...attributes })),
  },
  {
    kind: 'create/defaults',
    name: 'create sets the default whatever it is given',
    break: creating((attributes) => ('__ENABLE__' in attributes ? { ...attributes, __ENABLE__: true } : attributes)),
  },
  {
    kind: 'create/found',
    name: 'a search for a name finds nothing',
    break: operations(() => (own) => ({
      search: async function* (call: Calls['search']): AsyncGenerator<Page> {
        if (call.filter && 'attribute' in call.filter && call.filter.attribute === '__NAME__') yield { objects: [], exact: true };
        else yield* pagesOf(own, call);
      },
    })),
  },
  {
    kind: 'create/already-exists',
    name: 'AlreadyExists is Internal',
    break: failing('create', 'AlreadyExists', (error) => otherError(error, 'Internal')),
  },
  {
    kind: 'create/already-exists',
    name: 'AlreadyExists names another object',
    break: failing('create', 'AlreadyExists', (error) => {
      throw new ConnectorError('AlreadyExists', error.message, { uid: 'somebody else' });
    }),
  },
  {
    kind: 'create/already-exists',
    name: 'a second create answers the object of the first',
    break: failing('create', 'AlreadyExists', ({ uid }) => uid),
  },
  {
    kind: 'create/case-twin',
    name: 'names are told apart by case, and the schema says they are not',
    break: (connector) => {
      const plain = connector.objectClasses.map((each) => ({ ...each, attributes: changed(each.attributes, '__NAME__', { subtype: undefined }) }));
      return replacing(memoryConnector(plain), { objectClasses: connector.objectClasses });
    },
  },
  {
    kind: 'create/own-uid',
    name: 'every create answers the first uid',
    break: operations(() => {
      let first: string | undefined;
      return (own) => ({
        create: async (call: Calls['create']) => {
          const { uid } = asWritten(await all(own).create(call));
          first ??= uid;
          return first;
        },
      });
    }),
  },
  {
    kind: 'create/revision',
    name: 'create answers a revision that nobody reads',
    break: answering((written) => ({ ...written, revision: 'first' })),
  },
  {
    kind: 'create/side-effects',
    name: 'create reports what did not happen',
    break: answering((written) => ({ ...written, sideEffects: { replace: { __DESCRIPTION__: 'by the system' } } })),
  },
  {
    kind: 'create/unknown-attribute',
    name: 'unknown attributes are accepted',
    break: schemaThatTurns((attributes) => ({ ...attributes, 'no such attribute': { type: 'string' } })),
  },
  {
    kind: 'create/uid-refused',
    name: 'a uid is an attribute',
    break: schemaThatTurns((attributes) => ({ ...attributes, __UID__: { type: 'string' } })),
  },
  { kind: 'create/missing-required', name: 'an object without a name is made', break: loosened('__NAME__', { required: false }) },
  { kind: 'create/not-creatable', name: 'what cannot be set is accepted', break: loosened('__CURRENT_PASSWORD__', { creatable: true }) },
  { kind: 'create/wrong-type', name: 'a map is accepted for a text', break: loosened('__DESCRIPTION__', { type: 'map' }) },
  { kind: 'create/list-for-single', name: 'a list is accepted for a text', break: loosened('__DESCRIPTION__', { multiValued: true }) },
  {
    kind: 'create/facets',
    name: 'a text is accepted that is too long',
    basis: schemaWith((attributes) => changed(attributes, '__DESCRIPTION__', { maxLength: 40 })),
    break: loosened('__DESCRIPTION__', { maxLength: undefined }),
  },
  {
    kind: 'get/unknown',
    name: 'get makes up what is not there',
    break: getting((object, { uid }) => object ?? { uid, name: 'somebody', attributes: {} }),
  },
  { kind: 'get/deleted', name: 'delete does nothing', break: operations(() => () => ({ delete: () => {} })) },
  { kind: 'get/identity', name: 'get answers another uid', break: getting((object) => object && { ...object, uid: `${object.uid}-2` }) },
  { kind: 'get/identity', name: 'get answers no name', break: getting((object) => object && { ...object, name: '' }) },
  {
    kind: 'get/default-attributes',
    name: 'get leaves out what is returned by default',
    break: operations(() => (own) => {
      let known: number | undefined;
      return {
        // All that can be read is asked for before anything else.
        get: async (call: Calls['get']) => {
          known = Math.max(known ?? 0, call.attributesToGet.size);
          const object = await all(own).get(call);
          return call.attributesToGet.size < known || first(call) ? lacking(object, '__DESCRIPTION__') : object;
        },
      };
    }),
  },
  {
    kind: 'get/named-attributes',
    name: 'get of one attribute answers none',
    break: getting((object, call) => (call.attributesToGet.size === 1 ? object && { ...object, attributes: {} } : object)),
  },
  {
    kind: 'get/required-attributes',
    name: 'what every object has is missing',
    basis: describedAlways,
    break: getting((object) => lacking(object, '__DESCRIPTION__')),
  },
  {
    kind: 'get/repeatable',
    name: 'the revision changes with every get',
    break: operations(() => {
      let number = 0;
      return (own) => ({
        get: async (call: Calls['get']) => {
          const object = await all(own).get(call);
          return object && { ...object, revision: String(number++) };
        },
      });
    }),
  },
  { kind: 'delete/gone', name: 'delete does nothing', break: operations(() => () => ({ delete: () => {} })) },
  { kind: 'delete/not-found', name: 'search remembers what was deleted', break: withGhosts() },
  { kind: 'delete/twice', name: 'a second delete succeeds', break: failing('delete', 'UnknownUid', () => undefined) },
  { kind: 'delete/twice', name: 'a second delete is Internal', break: failing('delete', 'UnknownUid', (error) => otherError(error, 'Internal')) },
  {
    kind: 'delete/others-stay',
    name: 'delete removes the last object as well',
    break: operations(() => {
      let last: string | undefined;
      return (own) => ({
        create: async (call: Calls['create']) => {
          const written = asWritten(await all(own).create(call));
          last = written.uid;
          return written;
        },
        delete: async (call: Calls['delete']) => {
          await all(own).delete(call);
          if (last !== undefined && last !== call.uid) await all(own).delete(derive(call, { uid: last }));
        },
      });
    }),
  },
  {
    kind: 'delete/name-free',
    name: 'a name is used for ever',
    break: operations(() => {
      const names = new Set<unknown>();
      return (own) => ({
        create: async (call: Calls['create']) => {
          if (names.has(call.attributes.__NAME__)) throw new ConnectorError('AlreadyExists', 'the name was used before');
          const written = await all(own).create(call);
          names.add(call.attributes.__NAME__);
          return written;
        },
      });
    }),
  },
  {
    kind: 'delete/stale-revision',
    name: 'delete does not look at the revision',
    break: operations(() => (own) => ({ delete: (call: Calls['delete']) => all(own).delete(derive(call, { revision: undefined })) })),
  },
];

/** A get without names does not ask for what comes on request only. */
function first({ objectClass, attributesToGet }: Calls['get']): boolean {
  return Object.entries(objectClass.attributes).some(
    ([name, { returnedByDefault, readable }]) => readable !== false && returnedByDefault === false && !attributesToGet.has(name),
  );
}

function withGhosts() {
  return operations(() => {
    const ghosts: Page['objects'][number][] = [];
    return (own) => ({
      delete: async (call: Calls['delete']) => {
        const ghost = await all(own).get(derive(call as never, { attributesToGet: new Set() } as never));
        await all(own).delete(call);
        if (ghost) ghosts.push(ghost);
      },
      search: async function* (call: Calls['search']): AsyncGenerator<Page> {
        for await (const page of pagesOf(own, call))
          yield page.cursor === undefined ? { ...page, exact: false, objects: [...page.objects, ...ghosts] } : page;
      },
    });
  });
}
