import { expect } from 'vitest';
import type { ExplainArguments } from '../../../src/connectors/aws/index.ts';
import type { Filter } from '../../../src/model/filter.ts';
import { tally } from './employees.ts';
import type { startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** A search that is explained and run. */
export type Asked = { readonly filter?: Filter; readonly attributes?: readonly string[]; readonly limit?: number };

/** The bounds told, by action. */
export type Bounds = Readonly<Record<string, { readonly least: number; readonly most: number }>>;

/** Explains a search, runs it, and answers both by action. */
export async function both(h: Harness, objectClass: ExplainArguments['objectClass'], query: Asked, counts?: ExplainArguments['counts']) {
  const told = await h.facade.hook('explain', { objectClass, ...query, ...(counts && { counts }) });
  h.actions();
  const rows = await h.facade
    .dynamic(objectClass)
    .search(query as never)
    .toArray();
  const made = tally(h.actions());
  const bounds: Record<string, { least: number; most: number }> = {};
  for (const { action, least, most } of told.calls) {
    const name = action.slice('iam:'.length);
    bounds[name] = { least: (bounds[name]?.least ?? 0) + least, most: (bounds[name]?.most ?? 0) + most };
  }
  return { told, rows, made, bounds };
}

/** Holds the calls made against the bounds told, action by action. */
export function within(made: Readonly<Record<string, number>>, bounds: Bounds, query: unknown): void {
  for (const action of new Set([...Object.keys(made), ...Object.keys(bounds)])) {
    const { least = 0, most = 0 } = bounds[action] ?? {};
    expect(made[action] ?? 0, `${action} of ${JSON.stringify(query)}`).toBeGreaterThanOrEqual(least);
    expect(made[action] ?? 0, `${action} of ${JSON.stringify(query)}`).toBeLessThanOrEqual(most);
  }
}
