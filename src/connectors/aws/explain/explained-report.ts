import { answeredByReport, callsSpared } from '../account/credential-parts.ts';
import type { AwsSession } from '../session.ts';
import type { AccountFacts } from './account-cost.ts';

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

/**
 * Where the report is.
 *
 * @param mayAsk  Whether AWS may be asked for it: not when the caller gave the counts, then nobody is called.
 */
export async function reportOf(session: AwsSession, names: ReadonlySet<string>, mayAsk: boolean, signal: AbortSignal): Promise<ExplainedReport> {
  const reports = session.report;
  const { held } = reports;
  const report = held ?? (mayAsk ? await reports.present(signal) : undefined);
  const common = { attributes: answeredByReport(names), callsPerNewerUser: callsSpared(names), usersWritten: reports.writes.size };
  if (!report) return { where: mayAsk ? 'absent' : 'unknown', tooOld: false, ...common };
  const age = reports.age(report);
  const generatedAt = new Date(report.generatedAt).toISOString();
  return { where: held ? 'kept' : 'present', generatedAt, age: Math.round(age / 1000), tooOld: age > session.settings.bulk.reportMaxAge, ...common };
}
