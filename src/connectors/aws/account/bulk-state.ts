import type { SearchCall } from '../../../spi/operations.ts';
import { inParallel } from '../read/parallel.ts';
import type { CredentialReport } from '../report/credential-report.ts';
import type { AwsSession } from '../session.ts';
import type { Account } from './account-class.ts';
import type { ReadingPlan } from './account-plan.ts';
import { callsSpared, credentialNames } from './credential-parts.ts';
import type { ListedUser } from './listed-user.ts';
import { openColumns } from './report-columns.ts';
import { answersOf, reportedUse, reportedValues, testimonyOf } from './reported-state.ts';
import type { AccountObject } from './user.ts';
import { unlessGone } from './user.ts';
import { partNames, readParts } from './user-parts.ts';

type Search = SearchCall<typeof Account, AwsSession>;

/** A user and what is known of it so far. */
export interface Listed {
  readonly user: ListedUser;
  readonly object: AccountObject;
}

/** Calls for users one by one that a search makes before it fetches the report: what that costs when AWS has none yet. */
export const MOST_STATE_CALLS = 3;

const credentials = new Set(credentialNames);

/** Everything about credentials that is read for one user at a time. */
const credentialParts = partNames.filter((part) => credentials.has(part));

/**
 * The state of the credentials of listed users: from the credential report where it can be believed, live where it cannot, and live for all
 * where they are so few that the report would cost more.
 */
export class BulkState {
  readonly #call: Search;
  readonly #names: ReadonlySet<string>;
  readonly #wanted: ReadingPlan['state'];
  readonly #holds: ((object: AccountObject) => boolean) | undefined;
  /** Null when there is one that is too old. */
  #report: CredentialReport | null | undefined;
  #liveCalls = MOST_STATE_CALLS;

  /** @param holds  Whether the filter may let a user through by what listings and report say, asked before anything is read live. */
  constructor(call: Search, wanted: ReadingPlan['state'], holds: ((object: AccountObject) => boolean) | undefined) {
    this.#call = call;
    this.#names = call.attributesToGet;
    this.#wanted = wanted;
    this.#holds = holds;
  }

  /**
   * Users with their state, without those who are gone and those whom the filter refuses by what the report says.
   *
   * @param narrowed  Whether these are only some of the users that were listed: only then they may be few enough to be read live.
   */
  async read(users: readonly Listed[], narrowed: boolean): Promise<{ readonly objects: AccountObject[]; readonly asOf: Date | undefined }> {
    if (this.#wanted === 'none' || users.length === 0) return { objects: users.map(({ object }) => object), asOf: undefined };
    const report = await this.#reportFor(users.length, narrowed);
    let asOf: Date | undefined;
    const read = await inParallel(users, async (user) => {
      const state = await this.#stateOf(user, report);
      if (state?.attributes.StateAsOf) asOf = state.attributes.StateAsOf;
      return state;
    });
    return { objects: read.filter((object) => object !== undefined), asOf };
  }

  async #reportFor(users: number, narrowed: boolean): Promise<CredentialReport | undefined> {
    if (this.#wanted !== 'report' || this.#report !== undefined) return this.#report ?? undefined;
    const { session, signal } = this.#call;
    const { report: reports, settings } = session;
    const calls = users * callsSpared(this.#names);
    if (!reports.held && narrowed && calls <= this.#liveCalls) {
      this.#liveCalls -= calls;
      return undefined;
    }
    const report = await reports.current(signal);
    this.#report = reports.age(report) <= settings.bulk.reportMaxAge ? report : null;
    return this.#report ?? undefined;
  }

  async #stateOf({ user, object }: Listed, report: CredentialReport | undefined): Promise<AccountObject | undefined> {
    const { session, signal, attributesToGet } = this.#call;
    const testimony = report && testimonyOf(report, user, session.report.writes);
    const known = testimony ? answersOf(testimony, attributesToGet) : [];
    const reported: AccountObject = testimony
      ? { ...object, attributes: { ...object.attributes, ...reportedValues(testimony.user, known) } }
      : object;
    if (testimony?.whole && this.#holds && !this.#holds(reported)) return undefined;

    const rest = credentialParts.filter((part) => !known.some((name) => name === part));
    const uses = testimony?.whole ? { knownUse: reportedUse(testimony.user) } : {};
    const parts = await unlessGone(() => readParts(session, object.uid, attributesToGet, signal, rest, { oneByOne: true, ...uses }));
    if (!parts) return undefined;
    const fromReport = known.length > 0 || (testimony?.whole === true && this.#names.has('AccessKeys'));
    const StateAsOf = fromReport && report ? new Date(report.generatedAt) : undefined;
    const open = testimony ? undefined : openColumns(this.#names);
    return { ...reported, attributes: { ...reported.attributes, ...parts, StateAsOf }, ...(open && { incomplete: open }) };
  }
}
