import { setImmediate } from 'node:timers/promises';
import { ConnectorError } from '../../../src/model/errors.ts';
import { filters } from '../../../src/model/filter.ts';
import type { ObjectClass } from '../../../src/model/object-class.ts';
import { derive } from '../../../src/spi/call.ts';
import type { Operations, SearchCall } from '../../../src/spi/operations.ts';
import { pagesOf, withOperations } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all, breakClasses, breakPages, misread, misreadLeaves } from './broken-search.ts';
import type { Calls } from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

type Search = SearchCall<ObjectClass>;
type CreateCall = Parameters<Required<Operations>['create']>[0];
type UpdateCall = Parameters<Required<Operations>['updateDelta']>[0];
type DeleteCall = Parameters<Required<Operations>['delete']>[0];
type Values = Readonly<Record<string, unknown>>;

/** Connectors that mind no signal, lose what runs at the same time, drop references or bend values. */
export const callMutations: readonly Mutation[] = [
  {
    kind: 'delete/often-refused',
    name: 'a connection is not given back after an error',
    break: breakClasses(() => {
      let left = 10;
      return (own) => ({
        delete: async (call: Calls['delete']) => {
          if (left === 0) await new Promise(() => {});
          left--;
          await all(own).delete(call);
          left++;
        },
      });
    }),
    timeout: 500,
  },

  {
    kind: 'cancel/search',
    name: 'a search that is aborted waits for ever',
    // In one class only: waiting for what never ends takes time.
    break: (connector) =>
      withOperations(connector, '__ACCOUNT__', (own) => ({
        search: async function* (call: Search) {
          for await (const page of pagesOf(own, call)) {
            await setImmediate();
            if (call.signal.aborted) await new Promise(() => {});
            yield page;
          }
        },
      })),
  },
  {
    kind: 'cancel/isolated',
    name: 'an abort breaks the connection for all',
    break: breakClasses(() => {
      let broken = false;
      return (own) => ({
        search: async function* (call: Search) {
          call.signal.addEventListener('abort', () => {
            broken = true;
          });
          for await (const page of pagesOf(own, call)) {
            if (broken) throw new ConnectorError('ConnectionBroken', 'the connection was closed');
            yield page;
          }
        },
      });
    }),
  },
  {
    kind: 'cancel/create',
    name: 'an aborted create says that nothing happened',
    break: breakClasses(() => (own) => ({
      create: async (call: CreateCall) => {
        const written = await all(own).create(call);
        return unlessAborted(call.signal, written);
      },
    })),
  },
  {
    kind: 'cancel/update',
    name: 'an aborted update says that nothing happened',
    break: breakClasses(() => (own) => ({
      updateDelta: async (call: UpdateCall) => {
        const written = await all(own).updateDelta(call);
        return unlessAborted(call.signal, written);
      },
    })),
  },
  {
    kind: 'cancel/delete',
    name: 'an aborted delete says that nothing happened',
    break: breakClasses(() => (own) => ({
      delete: async (call: DeleteCall) => {
        await all(own).delete(call);
        await unlessAborted(call.signal, undefined);
      },
    })),
  },

  {
    kind: 'concurrency/creates',
    name: 'of creates at the same time all but the first are lost',
    break: breakClasses(() => {
      let under = 0;
      return (own) => ({
        create: async (call: CreateCall) => {
          if (under++ > 0) return `lost-${under}`;
          await setImmediate();
          under = 0;
          return all(own).create(call);
        },
      });
    }),
  },
  {
    kind: 'concurrency/same-name',
    name: 'creates of the same name at the same time all succeed',
    break: breakClasses(() => {
      const under = new Map<unknown, Promise<unknown>>();
      return (own) => ({
        create: async (call: CreateCall) => {
          const { __NAME__: name } = call.attributes as Values;
          const same = under.get(name) ?? setImmediate().then(() => all(own).create(call));
          under.set(name, same);
          return (await same.finally(() => under.delete(name))) as string;
        },
      });
    }),
  },
  { kind: 'concurrency/updates', name: 'an update reads the object and writes all of it back', break: breakClasses(() => writingBack) },
  { kind: 'concurrency/adds', name: 'an added value is written with those that were read before', break: breakClasses(() => writingBack) },
  {
    kind: 'concurrency/search-while-writing',
    name: 'a search fails when something was written since it began',
    break: breakClasses(() => {
      let writes = 0;
      return (own) => ({
        create: (call: CreateCall) => {
          writes++;
          return all(own).create(call);
        },
        search: async function* (call: Search) {
          const before = writes;
          for await (const page of pagesOf(own, call)) {
            if (writes !== before) throw new ConnectorError('Internal', 'the objects changed while they were read');
            yield page;
          }
        },
      });
    }),
  },

  {
    kind: 'reference/create',
    name: 'a create forgets the groups',
    break: breakClasses(() => (own) => ({
      create: (call: CreateCall) => all(own).create(derive(call, { attributes: without(call.attributes) as never })),
    })),
  },
  {
    kind: 'reference/update',
    name: 'an update forgets the groups',
    break: breakClasses(() => (own) => ({
      updateDelta: (call: UpdateCall) =>
        all(own).updateDelta(derive(call, { changes: { ...call.changes, replace: without(call.changes.replace) as never } })),
    })),
  },
  {
    kind: 'reference/filter',
    name: 'a filter by group finds nothing',
    break: misreadLeaves('equals', (leaf) => (leaf.attribute === '__GROUPS__' ? filters.or() : leaf)),
  },
  {
    kind: 'reference/unknown',
    name: 'groups that do not exist are left out',
    break: breakClasses(() => (own) => ({
      updateDelta: (call: UpdateCall) => {
        const table = groupsOf(call.session);
        const { __GROUPS__: groups, ...rest } = call.changes.replace as Values;
        const known = Array.isArray(groups) ? { __GROUPS__: groups.filter((uid) => table.find(uid) !== undefined) } : {};
        return all(own).updateDelta(derive(call, { changes: { ...call.changes, replace: { ...rest, ...known } as never } }));
      },
    })),
  },

  {
    kind: 'fuzz/values',
    name: 'long texts are cut off',
    break: breakClasses(() => (own) => ({
      create: (call: CreateCall) => {
        const cut = Object.entries(call.attributes).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 255) : value]);
        return all(own).create(derive(call, { attributes: Object.fromEntries(cut) as never }));
      },
    })),
  },
  {
    kind: 'fuzz/filters',
    name: 'not of an or is or of nots',
    break: misread((part) => {
      const inner = part.op === 'not' && 'filter' in part ? part.filter : undefined;
      return inner && 'filters' in inner && inner.op === 'or' && inner.filters.length > 1
        ? { op: 'or', filters: inner.filters.map((each) => filters.not(each)) }
        : part;
    }),
  },
  {
    kind: 'fuzz/pages',
    name: 'pages of five and ten lose their last object',
    break: breakPages(
      () =>
        (page, { pageSize }) =>
          pageSize % 5 === 0 && pageSize < 100 ? { ...page, objects: page.objects.slice(0, -1) } : page,
    ),
  },
];

async function unlessAborted<T>(signal: AbortSignal, value: T): Promise<T> {
  await setImmediate();
  if (signal.aborted) throw new ConnectorError('OperationAborted', 'the call was aborted');
  return value;
}

/** An update that is not one step: what is written in between is lost. */
function writingBack(own: Operations): Partial<Operations> {
  return {
    updateDelta: async (call: UpdateCall) => {
      const object = await all(own).get(call as never);
      await setImmediate();
      const before = (object?.attributes ?? {}) as Readonly<Record<string, readonly unknown[]>>;
      const added = Object.entries(call.changes.add).map(([name, values]) => [name, [...(before[name] ?? []), ...(values as readonly unknown[])]]);
      const replace = { ...before, ...call.changes.replace, ...Object.fromEntries(added) };
      return all(own).updateDelta(derive(call, { changes: { replace: replace as never, add: {}, remove: call.changes.remove } }));
    },
  };
}

function without({ __GROUPS__: _, ...rest }: Values): Values {
  return rest;
}

function groupsOf(session: unknown): { find(uid: unknown): unknown } {
  return (session as { table(name: string): { find(uid: unknown): unknown } }).table('__GROUP__');
}
