import { ConnectorError } from '../../../model/errors.ts';
import { awsCode } from '../transport/request-error.ts';
import { unlessAborted } from '../transport/unless-aborted.ts';
import { CredentialReport } from './credential-report.ts';
import { FreshWrites } from './fresh-writes.ts';

/** How long a report is waited for, in milliseconds. A large account's takes some seconds. */
const PATIENCE = 180_000;

/** The first pause and the longest between two looks at a report in the making, in milliseconds. */
const PAUSES = { first: 1000, longest: 10_000 } as const;

/** How often at most a report in the making is looked for. */
export function mostLooks(): number {
  let looks = 1;
  let pause: number = PAUSES.first;
  for (let waited = 0; waited <= PATIENCE; looks++) {
    waited += pause;
    pause = Math.min(pause * 2, PAUSES.longest);
  }
  return looks;
}

/** What the reports of a session need from it. */
export interface ReportCalls {
  /** GenerateCredentialReport. */
  generate(signal: AbortSignal): Promise<unknown>;
  /** GetCredentialReport. */
  get(signal: AbortSignal): Promise<{ readonly Content?: Uint8Array | undefined; readonly GeneratedTime?: Date | undefined }>;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** AWS's time as the session knows it, in milliseconds since 1970. */
  awsTime(): number;
}

/**
 * The credential reports of a session, and what it has written that they may not know.
 *
 * AWS makes a report at most every four hours and gives the same one again in between, so one that is kept says what AWS would say. It is
 * kept until a search that used it was read to its end, so that a search page by page does not fetch it for every page.
 *
 * @example
 * const report = await session.report.current(signal);
 * report.user(arn)?.passwordEnabled;
 */
export class CredentialReports {
  /** What this session has written. */
  readonly writes: FreshWrites;
  readonly #calls: ReportCalls;
  #held: { readonly report: CredentialReport; readonly until: number } | undefined;
  #making: Promise<unknown> | undefined;

  constructor(calls: ReportCalls) {
    this.#calls = calls;
    this.writes = new FreshWrites(calls);
  }

  /** The report at hand, if there is one that AWS would still give. */
  get held(): CredentialReport | undefined {
    if (this.#held && this.#calls.now() >= this.#held.until) this.#held = undefined;
    return this.#held?.report;
  }

  /** How old a report is, in milliseconds. */
  age(report: CredentialReport): number {
    return Math.max(0, this.#calls.awsTime() - report.generatedAt);
  }

  /**
   * The report at hand, or else the one that AWS has or makes: GenerateCredentialReport, then GetCredentialReport until it is there.
   *
   * Callers at the same time share one.
   *
   * @throws ConnectorError `RateLimited` when AWS makes none because it is asked too often; `OperationTimeout` when it does not finish one.
   */
  async current(signal: AbortSignal): Promise<CredentialReport> {
    while (this.#making && !this.held)
      await unlessAborted(
        this.#making.catch(() => {}),
        signal,
      );
    const { held } = this;
    if (held) return held;
    const making = this.#make(signal);
    this.#making = making;
    try {
      return await making;
    } finally {
      if (this.#making === making) this.#making = undefined;
    }
  }

  /** The report that AWS has, without having one made and without keeping it; undefined when there is none. */
  async present(signal: AbortSignal): Promise<CredentialReport | undefined> {
    return this.held ?? (await this.#fetch(signal)).report;
  }

  /** Lets go of a report. */
  release(report: CredentialReport): void {
    if (this.#held?.report === report) this.#held = undefined;
  }

  async #make(signal: AbortSignal): Promise<CredentialReport> {
    const begun = this.#calls.now();
    let refused = await this.#generate(signal);
    for (let pause: number = PAUSES.first; ; pause = Math.min(pause * 2, PAUSES.longest)) {
      const { report, missing } = await this.#fetch(signal);
      if (report) return this.#keep(report);
      const waited = this.#calls.now() - begun;
      if (waited > PATIENCE) throw refused ?? unfinished(waited);
      await this.#calls.wait(pause, signal);
      // Refused, or expired between the two calls: it has to be made anew.
      if (missing !== 'ReportInProgress') refused = await this.#generate(signal);
    }
  }

  /** Has a report made; answers the refusal of AWS to make one so soon after another, which passes. AWS: GenerateCredentialReport. */
  async #generate(signal: AbortSignal): Promise<unknown> {
    try {
      await this.#calls.generate(signal);
      return undefined;
    } catch (error) {
      if (awsCode(error) === 'LimitExceeded') return error;
      throw error;
    }
  }

  async #fetch(signal: AbortSignal): Promise<{ readonly report?: CredentialReport; readonly missing?: string }> {
    try {
      const { Content, GeneratedTime } = await this.#calls.get(signal);
      return { report: new CredentialReport(Content, GeneratedTime) };
    } catch (error) {
      const missing = awsCode(error);
      if (missing === 'ReportNotPresent' || missing === 'ReportExpired' || missing === 'ReportInProgress') return { missing };
      throw error;
    }
  }

  #keep(report: CredentialReport): CredentialReport {
    const fourHours = 4 * 3_600_000;
    this.#held = { report, until: this.#calls.now() + Math.max(0, fourHours - this.age(report)) };
    return report;
  }
}

function unfinished(waited: number): ConnectorError {
  const message = `AWS did not finish a credential report in ${Math.round(waited / 1000)} seconds; search again later, or set bulkState to "live"`;
  return new ConnectorError('OperationTimeout', message, { retryable: true, outcome: 'none' });
}
