import type { AttributeValue } from '../../../src/model/attribute-value.ts';
import type { Written } from '../../../src/model/changes.ts';
import { ConnectorError } from '../../../src/model/errors.ts';
import { derive } from '../../../src/spi/call.ts';
import { all } from './broken-search.ts';
import { type Calls, changed, failing, operations, otherError, schemaThatTurns, schemaWith, updating, without } from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

type Update = Calls['updateDelta'];
const asWritten = (answer: unknown, uid: string): Written => (typeof answer === 'object' && answer !== null ? (answer as Written) : { uid });
const loosened = (name: string, flags: object) => schemaThatTurns((attributes) => changed(attributes, name, flags));
const emails = (values: unknown) => (Array.isArray(values) ? (values as readonly AttributeValue[]) : []);

/** Does something before each update, or in its place; `number` counts the updates of one object. */
const before = (work: (call: Update, number: number) => void) =>
  operations(() => {
    const counts = new Map<string, number>();
    return (own) => ({
      updateDelta: (call: Update) => {
        const number = counts.get(call.uid) ?? 0;
        counts.set(call.uid, number + 1);
        work(call, number);
        return all(own).updateDelta(call);
      },
    });
  });
const answering = (change: (written: Written) => Written) =>
  operations(() => (own) => ({ updateDelta: async (call: Update) => change(asWritten(await all(own).updateDelta(call), call.uid)) }));

/** Updates that do something else than they should. */
export const updateMutations: readonly Mutation[] = [
  {
    kind: 'update/replace',
    name: 'update ignores an attribute',
    break: updating(({ replace }) => ({ replace: without(replace, '__DESCRIPTION__') })),
  },
  {
    kind: 'update/replace',
    name: 'update of one attribute clears another',
    break: updating(({ replace }) => ({ replace: 'mail' in replace ? { ...replace, __DESCRIPTION__: null } : replace })),
  },
  {
    kind: 'update/clear',
    name: 'null is ignored',
    break: updating(({ replace }) => ({ replace: Object.fromEntries(Object.entries(replace).filter(([, value]) => value !== null)) })),
  },
  { kind: 'update/set-again', name: 'what was cleared stays cleared', break: clearedForEver() },
  {
    kind: 'update/all-at-once',
    name: 'update takes one attribute at a time',
    break: updating(({ replace }) => ({ replace: Object.fromEntries(Object.entries(replace).slice(0, replace.mail === undefined ? 0 : 1)) })),
  },
  {
    kind: 'update/idempotent',
    name: 'the second update of an object is refused',
    break: before((_, number) => {
      if (number > 0) throw new ConnectorError('InvalidAttributeValue', 'nothing new');
    }),
  },
  {
    kind: 'update/nothing',
    name: 'an update of nothing is refused',
    break: before(({ changes: { replace, add, remove } }) => {
      if (Object.keys({ ...replace, ...add, ...remove }).length === 0) throw new ConnectorError('InvalidArgument', 'nothing to do');
    }),
  },
  { kind: 'update/others-stay', name: 'update changes all that was created', break: everybody() },
  { kind: 'update/rename', name: 'a rename is ignored', break: updating(({ replace }) => ({ replace: without(replace, '__NAME__') })) },
  {
    kind: 'update/rename-taken',
    name: 'AlreadyExists is Internal',
    break: failing('updateDelta', 'AlreadyExists', (error) => otherError(error, 'Internal')),
  },
  { kind: 'update/rename-taken', name: 'a name that is taken is ignored', break: failing('updateDelta', 'AlreadyExists', (_, { uid }) => uid) },
  {
    kind: 'update/rename-to-itself',
    name: 'the own name is taken',
    break: operations(() => (own) => ({
      updateDelta: async (call: Update) => {
        const name = call.changes.replace.__NAME__;
        const object = await all(own).get(derive(call as never, { attributesToGet: new Set() } as never));
        if (name !== undefined && object?.name === name) throw new ConnectorError('AlreadyExists', 'the name is taken');
        return all(own).updateDelta(call);
      },
    })),
  },
  { kind: 'update/unknown-uid', name: 'an update of nobody succeeds', break: failing('updateDelta', 'UnknownUid', (_, { uid }) => uid) },
  {
    kind: 'update/side-effects',
    name: 'update reports what did not happen',
    break: answering((written) => ({ ...written, sideEffects: { replace: { __DESCRIPTION__: 'by the system' } } })),
  },
  { kind: 'update/add', name: 'add is ignored', break: updating(() => ({ add: {} })) },
  { kind: 'update/add-present', name: 'add makes a bag of a set', break: bag() },
  { kind: 'update/remove', name: 'remove is ignored', break: updating(() => ({ remove: {} })) },
  { kind: 'update/remove-absent', name: 'remove of what is not there clears the list', break: strictRemove() },
  {
    kind: 'update/add-and-remove',
    name: 'of add and remove only remove is done',
    break: updating(({ add, remove }) => ({ add: Object.keys(remove).length > 0 ? {} : add })),
  },
  {
    kind: 'update/duplicates',
    name: 'values are kept twice',
    break: updating(({ replace }) => ({
      replace: Object.fromEntries(
        Object.entries(replace).map(([name, value]) => [name, Array.isArray(value) ? [...value, ...emails(value).slice(0, 1)] : value]),
      ),
    })),
  },
  {
    kind: 'update/empty-list',
    name: 'an empty list is ignored',
    break: updating(({ replace }) => ({ replace: replace.otherMails === null || replace.__GROUPS__ === null ? {} : replace })),
  },
  {
    kind: 'update/remove-all',
    name: 'of several values one is removed',
    break: updating(({ remove }) => ({
      remove: Object.fromEntries(Object.entries(remove).map(([name, value]) => [name, emails(value).slice(0, 1)])),
    })),
  },
  {
    kind: 'update/unknown-attribute',
    name: 'unknown attributes are accepted',
    break: schemaThatTurns((attributes) => ({ ...attributes, 'no such attribute': { type: 'string' } })),
  },
  {
    kind: 'update/uid-refused',
    name: 'a uid is an attribute',
    break: schemaThatTurns((attributes) => ({ ...attributes, __UID__: { type: 'string' } })),
  },
  {
    kind: 'update/not-updateable',
    name: 'what cannot be changed is accepted',
    basis: schemaWith((attributes) => changed(attributes, '__DESCRIPTION__', { updateable: false })),
    break: loosened('__DESCRIPTION__', { updateable: true }),
  },
  {
    kind: 'update/clear-required',
    name: 'what is required can be cleared',
    basis: schemaWith((attributes) => changed(attributes, '__DESCRIPTION__', { required: true })),
    break: loosened('__DESCRIPTION__', { required: false }),
  },
  { kind: 'update/wrong-type', name: 'a map is accepted for a text', break: loosened('__DESCRIPTION__', { type: 'map' }) },
  {
    kind: 'update/facets',
    name: 'a text is accepted that is too long',
    basis: schemaWith((attributes) => changed(attributes, '__DESCRIPTION__', { maxLength: 40 })),
    break: loosened('__DESCRIPTION__', { maxLength: undefined }),
  },
  { kind: 'update/add-to-single', name: 'a list is accepted for a text', break: loosened('__DESCRIPTION__', { multiValued: true }) },
  {
    kind: 'update/stale-revision',
    name: 'update does not look at the revision',
    break: operations(() => (own) => ({ updateDelta: (call: Update) => all(own).updateDelta(derive(call, { revision: undefined })) })),
  },
  {
    kind: 'update/current-revision',
    name: 'no revision is the right one',
    break: before(({ revision }) => {
      if (revision !== undefined) throw new ConnectorError('PreconditionFailed', 'that revision is over');
    }),
  },
  {
    kind: 'update/current-revision',
    name: 'update answers a revision that nobody reads',
    break: answering((written) => ({ ...written, revision: 'next' })),
  },
  {
    kind: 'update/without-revision',
    name: 'an update without revision is a wrong argument',
    break: before(({ revision }) => {
      if (revision === undefined) throw new ConnectorError('InvalidArgument', 'which revision?');
    }),
  },
];

/** An attribute that was cleared once takes no value again. */
function clearedForEver() {
  return operations(() => {
    const cleared = new Set<string>();
    return (own) => ({
      updateDelta: (call: Update) => {
        const { replace } = call.changes;
        const kept = Object.entries(replace).filter(([name]) => !cleared.has(`${call.uid} ${name}`));
        for (const [name, value] of Object.entries(replace)) if (value === null) cleared.add(`${call.uid} ${name}`);
        return all(own).updateDelta(derive(call, { changes: { ...call.changes, replace: Object.fromEntries(kept) } }));
      },
    });
  });
}

/** An update without a WHERE. */
function everybody() {
  return operations(() => {
    const uids: string[] = [];
    return (own) => ({
      create: async (call: Calls['create']) => {
        const written = await all(own).create(call);
        uids.push(asWritten(written, String(written)).uid);
        return written;
      },
      updateDelta: async (call: Update) => {
        const others = without(call.changes.replace, '__NAME__');
        for (const uid of uids)
          await Promise.resolve(all(own).updateDelta(derive(call, { uid, changes: { ...call.changes, replace: others } }))).catch(() => {});
        return all(own).updateDelta(call);
      },
    });
  });
}

async function listOf(own: Parameters<typeof all>[0], call: Update, name: string): Promise<readonly AttributeValue[]> {
  const object = await all(own).get(derive(call as never, { attributesToGet: new Set([name]) } as never));
  return emails((object?.attributes as Readonly<Record<string, unknown>> | undefined)?.[name]);
}

/** Adds without looking what is there. */
function bag() {
  return operations(() => (own) => ({
    updateDelta: async (call: Update) => {
      const replace = { ...call.changes.replace };
      for (const [name, value] of Object.entries(call.changes.add)) replace[name] = [...(await listOf(own, call, name)), ...emails(value)];
      return all(own).updateDelta(derive(call, { changes: { ...call.changes, replace, add: {} } }));
    },
  }));
}

/** Loses the list when what is to be removed is not in it. */
function strictRemove() {
  return operations(() => (own) => ({
    updateDelta: async (call: Update) => {
      const replace = { ...call.changes.replace };
      const written = await all(own).updateDelta(call);
      for (const [name, value] of Object.entries(call.changes.remove))
        if (emails(value).length > 0 && (await listOf(own, call, name)).length > 1) replace[name] = null;
      return Object.values(replace).includes(null)
        ? all(own).updateDelta(derive(call, { revision: undefined, changes: { replace, add: {}, remove: {} } }))
        : written;
    },
  }));
}
