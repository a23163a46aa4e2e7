import type { ErrorCode } from '../../../model/errors.ts';

/** What a session of several accounts last learned of one of them. */
export interface AccountState {
  /** `untried`: nothing has been asked of it yet. */
  readonly status: 'untried' | 'working' | 'failing';
  /** The failure that came last, also when the account works again; absent when there was none. */
  readonly lastFailure?: AccountFailure | undefined;
}

/** Why something could not be done in an account. */
export interface AccountFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly at: Date;
}

/** How the accounts of a session fared, one entry each; lives as long as the session. */
export class AccountJournal {
  readonly #states = new Map<string, AccountState>();
  readonly #today: () => Date;

  /** @param today  The date, for tests. */
  constructor(today: () => Date = () => new Date()) {
    this.#today = today;
  }

  /** Something was read or written in the account. */
  worked(id: string): void {
    this.#states.set(id, { ...this.#states.get(id), status: 'working' });
  }

  /** The account could not be read. */
  failed(id: string, { code, message }: { readonly code: ErrorCode; readonly message: string }): void {
    this.#states.set(id, { status: 'failing', lastFailure: { code, message, at: this.#today() } });
  }

  /** What is known of an account. */
  stateOf(id: string): AccountState {
    return this.#states.get(id) ?? { status: 'untried' };
  }
}
