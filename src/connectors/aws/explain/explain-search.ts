import { formatFilter } from '../../../model/format-filter.ts';
import { type AccountPlan, planAccounts } from '../account/account-plan.ts';
import { answeredByReport, callsSpared, credentialNames } from '../account/credential-parts.ts';
import { namesReached, pathPrefix } from '../read/filter-reach.ts';
import type { AwsSession } from '../session.ts';
import { type AccountFacts, accountCosts } from './account-cost.ts';
import type { CallCost } from './call-cost.ts';
import type { ExplainedQuery } from './explained-query.ts';
import { groupCosts } from './group-cost.ts';

/** What the credential report contributes to a search. */
export interface ExplainedReport {
  /** `kept` by the session, `present` at AWS, `absent`: AWS makes one, which takes seconds. `unknown`: nobody looked. */
  readonly where: AccountFacts['report'];
  /** When AWS made it; ISO 8601. */
  readonly generatedAt?: string;
  /** Seconds. */
  readonly age?: number;
  /** Whether it is older than `reportMaxAge`, so that users are read live. */
  readonly tooOld: boolean;
  /** The attributes that come from it. */
  readonly attributes: readonly string[];
  /** Calls at most that each user who is newer than the report, or was written since, costs besides. Users whom this session wrote are known. */
  readonly callsPerNewerUser: number;
  readonly usersWritten: number;
}

/** What a search would do. */
export interface SearchExplanation {
  readonly objectClass: string;
  /** The parts of the filter that AWS evaluates, or that name what is read; the whole filter is applied again to what comes back. */
  readonly pushed: readonly string[];
  /** The filter, where it decides which of those listed are read further. */
  readonly local?: string;
  readonly calls: readonly CallCost[];
  /** All calls together. */
  readonly least: number;
  readonly most: number;
  /** The attributes that are read for one user at a time. */
  readonly live: readonly string[];
  readonly report?: ExplainedReport;
  readonly counts: { readonly users: number; readonly groups: number };
}

/**
 * Tells which calls a search would make, and how many: from the same plan that the search follows, and the numbers of users and groups.
 *
 * Both numbers of a bound are the same where nothing but those decides. They hold as long as AWS fills its answers, nothing is throttled, and
 * nobody changes users between report and search.
 */
export async function explainSearch(session: AwsSession, query: ExplainedQuery, signal: AbortSignal): Promise<SearchExplanation> {
  const counts = query.counts ?? (await countsOf(session, signal));
  const { objectClass, filter, names, limit } = query;
  if (objectClass.name === '__GROUP__') {
    const calls = groupCosts(filter, names, { ...counts, limit }).all;
    return { ...said(query, groupLeaves(query)), calls, ...sums(calls), live: [], counts };
  }
  const plan = planAccounts(filter, names, session.settings);
  const report = plan.kind !== 'nobody' && plan.kind !== 'named' && plan.state === 'report' ? await reportOf(session, query, signal) : undefined;
  const facts = { ...counts, limit, filtered: filter !== undefined, report: report?.where ?? 'unknown', tooOld: report?.tooOld ?? false };
  const calls = accountCosts(plan, names, facts).all;
  const reported = report && !report.tooOld ? report.attributes : [];
  const live = credentialNames.filter((name) => names.has(name) && !reported.includes(name));
  return { ...said(query, accountLeaves(plan)), calls, ...sums(calls), live, ...(report && { report }), counts };
}

async function countsOf(session: AwsSession, signal: AbortSignal): Promise<SearchExplanation['counts']> {
  const { SummaryMap = {} } = await session.iam('GetAccountSummary', {}, { signal });
  const { Users = 0, Groups = 0 } = SummaryMap as Readonly<Record<string, number | undefined>>;
  return { users: Users, groups: Groups };
}

/** Where the report is. It is not asked for when the caller gave the counts: then nobody is called. */
async function reportOf(session: AwsSession, { names, counts }: ExplainedQuery, signal: AbortSignal): Promise<ExplainedReport> {
  const reports = session.report;
  const { held } = reports;
  const report = held ?? (counts ? undefined : await reports.present(signal));
  const common = { attributes: answeredByReport(names), callsPerNewerUser: callsSpared(names), usersWritten: reports.writes.size };
  if (!report) return { where: counts ? 'unknown' : 'absent', tooOld: false, ...common };
  const age = reports.age(report);
  const generatedAt = new Date(report.generatedAt).toISOString();
  return { where: held ? 'kept' : 'present', generatedAt, age: Math.round(age / 1000), tooOld: age > session.settings.bulk.reportMaxAge, ...common };
}

function said({ objectClass, filter }: ExplainedQuery, pushed: readonly string[]) {
  return { objectClass: objectClass.name, pushed, ...(filter && { local: formatFilter(filter) }) };
}

function sums(calls: readonly CallCost[]): { readonly least: number; readonly most: number } {
  return { least: calls.reduce((sum, { least }) => sum + least, 0), most: calls.reduce((sum, { most }) => sum + most, 0) };
}

function accountLeaves(plan: AccountPlan): string[] {
  if (plan.kind === 'nobody') return [];
  if (plan.kind === 'named') return plan.names.map((name) => `__NAME__ eq ${JSON.stringify(name)}`);
  const leaves: string[] = [];
  if (plan.policy)
    leaves.push(`${plan.policy.usage === 'PermissionsPolicy' ? 'AttachedPolicies' : 'PermissionsBoundary'} eq ${JSON.stringify(plan.policy.arn)}`);
  if (plan.listing === 'm') leaves.push(`__GROUPS__ eq ${JSON.stringify(plan.group)}`);
  else if (plan.prefix !== '') leaves.push(`Path sw ${JSON.stringify(plan.prefix)}`);
  return leaves;
}

function groupLeaves({ filter }: ExplainedQuery): string[] {
  const named = namesReached(filter);
  if (named) return named.map((name) => `__NAME__ eq ${JSON.stringify(name)}`);
  const prefix = pathPrefix(filter);
  return prefix ? [`Path sw ${JSON.stringify(prefix)}`] : [];
}
