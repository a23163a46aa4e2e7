import type { AttributeInfo } from '../../../src/model/attribute.ts';
import { compileFilter } from '../../../src/model/compile-filter.ts';
import type { Filter, FilterLeaf } from '../../../src/model/filter.ts';
import type { ObjectClass } from '../../../src/model/object-class.ts';
import { derive } from '../../../src/spi/call.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import type { Operations, Page, SearchCall } from '../../../src/spi/operations.ts';
import { type ChangeOperations, pagesOf, withOperations } from '../../../src/testing/contract/cases/changed-connector.ts';

type Search = SearchCall<ObjectClass>;

/** Changes operations of every class. What the change remembers, it remembers for one broken connector. */
export function breakClasses(change: () => ChangeOperations): (connector: AnyConnector) => AnyConnector {
  return (connector) => connector.objectClasses.reduce((broken, { name }) => withOperations(broken, name, change()), connector);
}

/** Changes the pages that a search yields. */
export function breakPages(change: () => (page: Page, call: Search, index: number) => Page | undefined): (connector: AnyConnector) => AnyConnector {
  return breakClasses(() => {
    const changed = change();
    return (own) => ({
      search: async function* (call: Search) {
        let index = 0;
        for await (const page of pagesOf(own, call)) {
          const other = changed(page, call, index++);
          if (other) yield other;
        }
      },
    });
  });
}

/** Changes what a search is asked. */
export function breakCalls(change: (call: Search) => Partial<Omit<Search, 'signal'>>): (connector: AnyConnector) => AnyConnector {
  return breakClasses(() => (own) => ({ search: (call: Search) => pagesOf(own, derive(call, change(call))) }));
}

/** Understands a filter as another one, and says that its pages are exact. */
export function misread(change: (part: Filter, call: Search) => Filter): (connector: AnyConnector) => AnyConnector {
  return breakCalls((call) => ({ filter: call.filter && rewritten(call.filter, (part) => change(part, call)) }));
}

/** Understands comparisons of one kind as others. */
export function misreadLeaves(op: FilterLeaf['op'], change: (leaf: FilterLeaf) => Filter): (connector: AnyConnector) => AnyConnector {
  return misread((part) => (part.op === op ? change(part as FilterLeaf) : part));
}

/** Understands an attribute as one of another type or subtype. */
export function mistaking(name: string, as: AttributeInfo): (connector: AnyConnector) => AnyConnector {
  return breakClasses(() => (own) => ({
    search: async function* (call: Search) {
      const { objectClass, filter } = call;
      const matches = filter && compileFilter(filter, { ...objectClass, attributes: { ...objectClass.attributes, [name]: as } });
      for await (const page of pagesOf(own, derive(call, { filter: undefined })))
        yield { ...page, objects: matches ? page.objects.filter(matches) : page.objects, exact: true };
    },
  }));
}

/** Changes each part of a filter, the innermost first. */
export function rewritten(filter: Filter, change: (part: Filter) => Filter): Filter {
  if ('filters' in filter) return change({ ...filter, filters: filter.filters.map((each) => rewritten(each, change)) });
  if ('filter' in filter) return change({ ...filter, filter: rewritten(filter.filter, change) });
  return change(filter);
}

/** An operation that is certainly there: the memory connector has all of them. */
export function all(own: Operations): Required<Operations> {
  return own as Required<Operations>;
}
