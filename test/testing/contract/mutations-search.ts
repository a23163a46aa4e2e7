import { memoryConnector } from '../../../src/connectors/memory/index.ts';
import type { Filter, FilterLeaf } from '../../../src/model/filter.ts';
import { filters } from '../../../src/model/filter.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import { all, breakCalls, breakClasses, breakPages, misread, misreadLeaves, mistaking } from './broken-search.ts';
import { Everything, Team } from './everything.ts';
import type { Mutation } from './mutation.ts';

const nothing = filters.or();
const everything = filters.and();
const isLeafOf = (part: Filter, op: string, attribute: string) => part.op === op && (part as FilterLeaf).attribute === attribute;
const as = (op: FilterLeaf['op']) => (leaf: FilterLeaf) => ({ ...leaf, op }) as Filter;

/** Searches that lose, invent or misunderstand. */
export const searchMutations: readonly Mutation[] = [
  {
    kind: 'search/all',
    name: 'the last object of a page is lost',
    break: breakPages(() => (page) => ({ ...page, objects: page.objects.slice(0, -1) })),
  },
  {
    kind: 'search/all',
    name: 'every object is found twice',
    break: breakPages(() => (page) => ({ ...page, objects: [...page.objects, ...page.objects] })),
  },
  { kind: 'search/uid', name: 'a search by uid finds nothing', break: misread((part) => (isLeafOf(part, 'equals', '__UID__') ? nothing : part)) },
  { kind: 'search/uid', name: 'get finds nothing', break: breakClasses(() => () => ({ get: () => undefined })) },
  { kind: 'search/name', name: 'a search by name finds nothing', break: misread((part) => (isLeafOf(part, 'equals', '__NAME__') ? nothing : part)) },
  {
    kind: 'search/missing',
    name: 'a filter by name is left out',
    break: misread((part) => (isLeafOf(part, 'equals', '__NAME__') ? everything : part)),
  },
  {
    kind: 'search/get-agrees',
    name: 'get answers a description of its own',
    break: breakClasses(() => (own) => ({
      get: async (call) => {
        const object = await all(own).get(call);
        return object && { ...object, attributes: { ...object.attributes, __DESCRIPTION__: 'as get has it' } };
      },
    })),
  },
  {
    kind: 'search/empty-junctions',
    name: 'junctions of none are left out',
    break: misread((part) =>
      'filters' in part ? { ...part, filters: part.filters.filter((each) => !('filters' in each) || each.filters.length > 0) } : part,
    ),
  },
  {
    kind: 'search/uses-agree',
    name: 'a search that needs no attributes yields no objects',
    break: breakPages(
      () =>
        (page, { attributesToGet }) =>
          attributesToGet.size === 0 ? { ...page, objects: [] } : page,
    ),
  },
  {
    kind: 'search/repeatable',
    name: 'every second search begins at the other end',
    break: breakPages(() => {
      let pages = 0;
      return (page) => (pages++ % 2 === 0 ? page : { ...page, objects: page.objects.toReversed() });
    }),
  },
  { kind: 'search/deleted', name: 'a delete deletes nothing', break: breakClasses(() => () => ({ delete: () => {} })) },

  {
    kind: 'search/filter-equals',
    name: 'equals with a list is containsAllValues',
    break: misreadLeaves('equals', (leaf) => (Array.isArray(leaf.value) ? as('containsAllValues')(leaf) : leaf)),
  },
  {
    kind: 'search/filter-equals',
    name: 'equals is startsWith',
    break: misreadLeaves('equals', (leaf) => (typeof leaf.value === 'string' ? as('startsWith')(leaf) : leaf)),
  },
  {
    kind: 'search/filter-equals',
    name: 'dates are compared by the second',
    break: misreadLeaves('equals', (leaf) => (leaf.value instanceof Date ? withinSecond(leaf, leaf.value) : leaf)),
  },
  { kind: 'search/filter-greaterThan', name: 'greaterThan holds for equals', break: misreadLeaves('greaterThan', as('greaterThanOrEqual')) },
  {
    kind: 'search/filter-greaterThanOrEqual',
    name: 'greaterThanOrEqual leaves out equals',
    break: misreadLeaves('greaterThanOrEqual', as('greaterThan')),
  },
  { kind: 'search/filter-lessThan', name: 'lessThan holds for equals', break: misreadLeaves('lessThan', as('lessThanOrEqual')) },
  { kind: 'search/filter-lessThanOrEqual', name: 'lessThanOrEqual leaves out equals', break: misreadLeaves('lessThanOrEqual', as('lessThan')) },
  { kind: 'search/filter-startsWith', name: 'startsWith is contains', break: misreadLeaves('startsWith', as('contains')) },
  { kind: 'search/filter-endsWith', name: 'endsWith is contains', break: misreadLeaves('endsWith', as('contains')) },
  { kind: 'search/filter-contains', name: 'contains is startsWith', break: misreadLeaves('contains', as('startsWith')) },
  { kind: 'search/filter-equalsIgnoreCase', name: 'equalsIgnoreCase minds the case', break: misreadLeaves('equalsIgnoreCase', as('equals')) },
  {
    kind: 'search/filter-containsAllValues',
    name: 'containsAllValues is content with one of them',
    break: misreadLeaves('containsAllValues', (leaf) =>
      filters.or(...(leaf.value as readonly string[]).map((value) => filters.equals(leaf.attribute, value))),
    ),
  },
  { kind: 'search/filter-present', name: 'present holds without a value', break: misreadLeaves('present', () => everything) },
  { kind: 'search/filter-not', name: 'not passes over objects without a value', break: misread(forgettingAbsent) },
  {
    kind: 'search/filter-and',
    name: 'and is or',
    break: misread((part) => (part.op === 'and' && part.filters.length > 0 ? { ...part, op: 'or' } : part)),
  },
  {
    kind: 'search/filter-or',
    name: 'or is and',
    break: misread((part) => (part.op === 'or' && part.filters.length > 0 ? { ...part, op: 'and' } : part)),
  },
  {
    kind: 'search/filter-nested',
    name: 'a negation goes inside without turning and into or',
    break: misread((part) => {
      const inner = part.op === 'not' ? (part as { readonly filter: Filter }).filter : undefined;
      return inner && 'filters' in inner ? { ...inner, filters: inner.filters.map((each) => filters.not(each)) } : part;
    }),
  },
  {
    kind: 'search/filter-unprojected',
    name: 'a filter sees only what is returned, when nothing else is asked for',
    break: misread((part, { objectClass, attributesToGet }) => {
      const isHidden = 'attribute' in part && objectClass.attributes[part.attribute]?.returnedByDefault === false;
      return isHidden && attributesToGet.size === 1 ? nothing : part;
    }),
  },
  {
    kind: 'search/filter-equals',
    name: 'a superset is said to be exact',
    break: breakCalls(({ filter }) => ({ filter: filter && ('attribute' in filter ? everything : filter) })),
  },

  // These need attributes that the classes of the memory connector do not have.
  {
    kind: 'search/filter-equals',
    name: 'decimals are compared as text',
    basis: rich,
    break: mistaking('decimal', { type: 'string', multiValued: true }),
  },
  {
    kind: 'search/filter-lessThan',
    name: 'decimals are ordered as text',
    basis: rich,
    break: mistaking('decimal', { type: 'string', multiValued: true }),
  },
  { kind: 'search/filter-equals', name: 'a URI is plain text', basis: rich, break: mistaking('home', { type: 'string' }) },
  { kind: 'search/filter-equals', name: 'a UUID is plain text', basis: rich, break: mistaking('id', { type: 'string' }) },
  { kind: 'search/filter-equals', name: 'a distinguished name is plain text', basis: rich, break: mistaking('dn', { type: 'string' }) },
  { kind: 'search/filter-equals', name: 'JSON is plain text', basis: rich, break: mistaking('json', { type: 'string' }) },
  { kind: 'search/filter-equals', name: 'XML has no case', basis: rich, break: mistaking('xml', { type: 'string', subtype: 'caseIgnore' }) },
  {
    kind: 'search/filter-contains',
    name: 'parts of texts without case are looked for with it',
    basis: rich,
    break: mistaking('loose', { type: 'string', multiValued: true }),
  },
];

/** The same connector over a class with attributes of every type. */
function rich(): AnyConnector {
  return memoryConnector([Everything, Team]);
}

/** As in a database, where a comparison with nothing is neither true nor false. */
function forgettingAbsent(part: Filter): Filter {
  const inner = part.op === 'not' ? (part as { readonly filter: Filter }).filter : undefined;
  return inner && 'attribute' in inner ? filters.and(part, filters.present(inner.attribute)) : part;
}

function withinSecond({ attribute }: FilterLeaf, date: Date): Filter {
  const start = Math.floor(date.getTime() / 1000) * 1000;
  return filters.and(filters.greaterThanOrEqual(attribute, new Date(start)), filters.lessThan(attribute, new Date(start + 1000)));
}
