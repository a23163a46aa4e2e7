import { compileSort } from '../../../src/model/compile-sort.ts';
import { ConnectorError } from '../../../src/model/errors.ts';
import type { ObjectClass } from '../../../src/model/object-class.ts';
import { Secret } from '../../../src/model/secret.ts';
import { derive } from '../../../src/spi/call.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import type { Context } from '../../../src/spi/context.ts';
import type { ConnectorObject, Page, SearchCall } from '../../../src/spi/operations.ts';
import { type ChangeOperations, pagesOf, replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all, breakCalls, breakClasses, breakPages } from './broken-search.ts';
import type { Mutation } from './mutation.ts';

type Search = SearchCall<ObjectClass>;

/** Pages, sorts, projections and uses of searches that go wrong. */
export const pagingMutations: readonly Mutation[] = [
  {
    kind: 'paging/page-size',
    name: 'a page begins with the last object of the one before',
    break: breakClasses(() => (own) => ({
      search: async function* (call: Search) {
        let last: readonly ConnectorObject[] = [];
        for await (const page of pagesOf(own, call)) {
          yield { ...page, objects: [...last, ...page.objects] };
          last = page.objects.slice(-1);
        }
      },
    })),
  },
  {
    kind: 'paging/filter',
    name: 'filtered pages lose their first object, but for the first page',
    break: breakPages(
      () =>
        (page, { filter }, index) =>
          filter && index > 0 ? { ...page, objects: page.objects.slice(1) } : page,
    ),
  },
  { kind: 'paging/cursor', name: 'a cursor is forgotten', break: breakCalls(() => ({ cursor: undefined })) },
  {
    kind: 'paging/cursor-chain',
    name: 'the last page names the first as the next',
    break: breakPages(() => (page) => ({ ...page, cursor: page.cursor ?? '0' })),
  },
  { kind: 'paging/cursor-elsewhere', name: 'a cursor is a number in a list of the session', basis: sharing, break: breakClasses(numberingCursors) },
  {
    kind: 'paging/cursor-unknown',
    name: 'a cursor that is none is the beginning',
    break: breakCalls(({ cursor }) => ({ cursor: cursor !== undefined && /^@?\d+$/.test(cursor) ? cursor : undefined })),
  },
  {
    kind: 'paging/offset',
    name: 'the order depends on the size of pages',
    break: breakPages(
      () =>
        (page, { pageSize }) =>
          pageSize % 2 === 1 ? { ...page, objects: page.objects.toReversed() } : page,
    ),
  },
  {
    kind: 'paging/limit',
    name: 'there is one page, and no cursor',
    break: breakPages(
      () =>
        ({ cursor: _, ...page }, __, index) =>
          index === 0 ? page : undefined,
    ),
  },
  {
    kind: 'paging/counts',
    name: 'the total is one too many',
    break: breakPages(() => (page) => (page.total === undefined ? page : { ...page, total: page.total + 1 })),
  },
  {
    kind: 'paging/counts',
    name: 'what remains counts the page too',
    break: breakPages(() => (page) => ({ ...page, remaining: page.objects.length })),
  },

  { kind: 'sort/single', name: 'descending is ascending', break: breakCalls(({ sort }) => ({ sort: sort.map(({ attribute }) => ({ attribute })) })) },
  { kind: 'sort/single', name: 'the case of letters counts', break: breakClasses(() => sortingPages(true)) },
  { kind: 'sort/several', name: 'the first criterion alone counts', break: breakCalls(({ sort }) => ({ sort: sort.slice(0, 1) })) },
  { kind: 'sort/paging', name: 'each page is sorted by itself', break: breakClasses(() => sortingPages(false)) },
  { kind: 'sort/filter', name: 'what is filtered is not sorted', break: breakCalls(({ filter, sort }) => ({ sort: filter ? [] : sort })) },
  { kind: 'sort/unsortable', name: 'what is not returned by default never comes', break: breakPages(() => withoutRequested) },

  {
    kind: 'projection/default',
    name: 'the description does not come with others',
    break: breakPages(
      () =>
        (page, { attributesToGet }) =>
          attributesToGet.size > 1 ? mapped(page, ({ __DESCRIPTION__: _, ...rest }) => rest) : page,
    ),
  },
  {
    kind: 'projection/asked',
    name: 'an attribute that is asked for alone does not come',
    break: breakPages(
      () =>
        (page, { attributesToGet }) =>
          attributesToGet.size === 1 ? mapped(page, () => ({})) : page,
    ),
  },
  {
    kind: 'projection/none',
    name: 'without attributes there are no objects',
    break: breakPages(
      () =>
        (page, { attributesToGet }) =>
          attributesToGet.size === 0 ? { ...page, objects: [] } : page,
    ),
  },
  { kind: 'projection/on-request', name: 'what is not returned by default never comes', break: breakPages(() => withoutRequested) },
  {
    kind: 'projection/undeclared',
    name: 'an attribute comes that the schema does not have',
    break: breakPages(() => (page) => mapped(page, (rest) => ({ ...rest, shoeSize: 42 }))),
  },
  {
    kind: 'projection/undeclared',
    name: 'get answers an attribute in another spelling',
    break: breakClasses(() => (own) => ({
      get: async (call) => {
        const object = await all(own).get(call);
        return object && { ...object, attributes: { ...object.attributes, __description__: 'x' } };
      },
    })),
  },
  {
    kind: 'projection/unreadable',
    name: 'the password comes with the rest',
    break: breakPages(() => (page) => mapped(page, (rest) => ({ ...rest, __PASSWORD__: new Secret('open sesame') }))),
  },

  {
    kind: 'use/early-exit',
    name: 'a search goes on when it is left',
    break: breakClasses(() => (own) => ({
      search: (call: Search) => {
        const iterator = pagesOf(own, call)[Symbol.asyncIterator]();
        return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next(), return: async () => ({ done: true, value: undefined }) }) };
      },
    })),
  },
  {
    kind: 'use/overlapping',
    name: 'a search ends when another begins',
    break: breakClasses(() => {
      let latest: Search;
      return (own) => ({
        search: async function* (call: Search) {
          latest = call;
          for await (const page of pagesOf(own, call)) {
            if (latest !== call) return;
            yield page;
          }
        },
      });
    }),
  },
];

type Values = Readonly<Record<string, unknown>>;

/** The same page with other attributes. */
function mapped(page: Page, change: (attributes: Values) => Values): Page {
  return { ...page, objects: page.objects.map((object) => ({ ...object, attributes: change(object.attributes) as ConnectorObject['attributes'] })) };
}

function withoutRequested(page: Page, { objectClass }: Search): Page {
  const isDefault = (name: string) => objectClass.attributes[name]?.returnedByDefault !== false;
  return mapped(page, (attributes) => Object.fromEntries(Object.entries(attributes).filter(([name]) => isDefault(name))));
}

/** Sorts the pages of a search that is not sorted: all in one, with regard to case, or one by one. */
function sortingPages(whole: boolean): ChangeOperations {
  return (own) => ({
    search: async function* (call: Search) {
      if (call.sort.length === 0) return yield* pagesOf(own, call);
      const exact = Object.fromEntries(Object.entries(call.objectClass.attributes).map(([name, { subtype: _, ...rest }]) => [name, rest]));
      const order = compileSort(call.sort, whole ? { ...call.objectClass, attributes: exact } : call.objectClass) as (
        a: ConnectorObject,
        b: ConnectorObject,
      ) => number;
      const unsorted = derive(call, { sort: [], ...(whole && { pageSize: 1000 }) });
      for await (const page of pagesOf(own, unsorted)) yield { ...page, objects: page.objects.toSorted(order) };
    },
  });
}

/** Sessions share their objects, as those of a real system do. */
function sharing(connector: AnyConnector): AnyConnector {
  let shared: object | undefined;
  const connect = (settings: never, context: Context): object => {
    shared ??= connector.connect(settings, context) as object;
    return replacing(shared, {});
  };
  return replacing(connector, { connect });
}

/** A cursor is a number in a list that each session has for itself. */
function numberingCursors(): ChangeOperations {
  const given = new WeakMap<object, string[]>();
  return (own) => ({
    search: async function* (call: Search) {
      const session = call.session as object;
      const cursors = given.get(session) ?? [];
      given.set(session, cursors);
      const cursor = call.cursor === undefined ? undefined : cursors[Number(call.cursor)];
      if (call.cursor !== undefined && cursor === undefined) throw new ConnectorError('InvalidArgument', 'the cursor is not of this session');
      for await (const page of pagesOf(own, derive(call, { cursor })))
        yield page.cursor === undefined ? page : { ...page, cursor: String(cursors.push(page.cursor) - 1) };
    },
  });
}
