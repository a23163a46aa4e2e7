import type { AwsSession } from '../session.ts';
import { type Bound, exactly } from './call-cost.ts';

/** How many objects there are of what a search reads. */
export interface ObjectCounts {
  readonly users: number;
  readonly groups: number;
  readonly roles: number;
  /** Customer managed ones. */
  readonly policies: number;
  /** AWS's own policies; no call tells how many there are. */
  readonly awsManagedPolicies: number;
}

/** The counts that can be given. */
export const countNames = ['users', 'groups', 'roles', 'policies', 'awsManagedPolicies'] as const satisfies readonly (keyof ObjectCounts)[];

/** More policies than AWS has of its own: more than a thousand, and growing. An estimate: no call tells. */
export const MOST_AWS_POLICIES = 2000;

/** What GetAccountSummary calls them. */
const summaryNames = { users: 'Users', groups: 'Groups', roles: 'Roles', policies: 'Policies' } as const;

/** What GetAccountSummary tells. */
export type SummaryCount = keyof typeof summaryNames;

/** Whether all that a search needs was given, so that nobody has to be asked. */
export function areGiven(given: Partial<ObjectCounts> | undefined, needed: readonly SummaryCount[]): boolean {
  return needed.every((name) => given?.[name] !== undefined);
}

/** The counts that a search needs: those given, and GetAccountSummary's where one is missing. */
export async function countsOf<N extends SummaryCount>(
  session: AwsSession,
  given: Partial<ObjectCounts> | undefined,
  needed: readonly N[],
  signal: AbortSignal,
): Promise<Pick<ObjectCounts, N>> {
  const { SummaryMap = {} } = areGiven(given, needed) ? {} : await session.iam('GetAccountSummary', {}, { signal });
  const told = SummaryMap as Readonly<Record<string, number | undefined>>;
  return Object.fromEntries(needed.map((name) => [name, given?.[name] ?? told[summaryNames[name]] ?? 0])) as unknown as Pick<ObjectCounts, N>;
}

/** AWS's own policies: as many as were given, else none to as many as are assumed. */
export function awsPolicies(given: Partial<ObjectCounts> | undefined): Bound {
  const { awsManagedPolicies } = given ?? {};
  return awsManagedPolicies === undefined ? { least: 0, most: MOST_AWS_POLICIES } : exactly(awsManagedPolicies);
}
