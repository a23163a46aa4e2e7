import type { Attributes } from '../model/attribute.ts';
import type { Filter, FilterLeaf } from '../model/filter.ts';

/** For each attribute, the comparisons that a system evaluates itself. */
export type Pushable<A> = { readonly [K in keyof A | '__UID__' | '__NAME__']?: readonly FilterLeaf['op'][] };

/** A filter in two parts that must both hold. */
export interface Pushdown {
  /** Leaves to be joined by "and", as they stand in the filter. */
  readonly pushed: readonly FilterLeaf[];
  /** What is left; undefined when nothing is. */
  readonly rest: Filter | undefined;
}

/**
 * Splits a filter into the part that a system can evaluate itself and the rest, which the framework evaluates on what comes back.
 *
 * Only leaves that must all hold are pushed: a negation or an alternative stays in `rest`, because a superset under `not` would be a
 * subset. `equals` with a list compares whole sets, which no system means by "equals", so it stays too. A pushed leaf leaves `rest`;
 * the framework applies the whole filter again anyway unless the page is `exact`, so a system may answer a superset of a pushed leaf.
 *
 * @param filter  What the connector was asked for; `undefined` asks for everything.
 * @param can     For each attribute by its own name, the comparisons that the system understands.
 * @returns `pushed` and `rest`; both together mean the same as the filter.
 *
 * @example
 * const { pushed, rest } = pushdown(filter, { Path: ['startsWith'] });
 * const prefix = pushed.find((leaf) => leaf.attribute === 'Path')?.value;
 */
export function pushdown<A extends Attributes>(filter: Filter | undefined, can: Pushable<A>): Pushdown {
  const pushed: FilterLeaf[] = [];
  const rest: Filter[] = [];
  if (filter) split(filter, can as Readonly<Record<string, readonly string[] | undefined>>, pushed, rest);
  return { pushed, rest: rest.length > 1 ? { op: 'and', filters: rest } : rest[0] };
}

function split(filter: Filter, can: Readonly<Record<string, readonly string[] | undefined>>, pushed: FilterLeaf[], rest: Filter[]): void {
  if (filter.op === 'and') for (const each of filter.filters) split(each, can, pushed, rest);
  else if (isPushable(filter, can)) pushed.push(filter);
  else rest.push(filter);
}

function isPushable(filter: Filter, can: Readonly<Record<string, readonly string[] | undefined>>): filter is FilterLeaf {
  if (!('attribute' in filter) || (filter.op === 'equals' && Array.isArray(filter.value))) return false;
  return Object.hasOwn(can, filter.attribute) && can[filter.attribute]?.includes(filter.op) === true;
}
