import type { Account } from './account.ts';

/** The accounts of one AWS. */
export class Accounts {
  readonly #byId = new Map<string, Account>();

  /** @throws RangeError for an id that is none, or is taken. */
  add(account: Account): void {
    if (!/^\d{12}$/.test(account.id)) throw new RangeError(`accountId must be 12 digits (got "${account.id}")`);
    if (this.#byId.has(account.id)) throw new RangeError(`there is already an account ${account.id}`);
    this.#byId.set(account.id, account);
  }

  get(id: string): Account | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<Account> {
    return this.#byId.values();
  }

  /** The account that an access key or the key of a session belongs to. */
  ofKey(accessKeyId: string): Account | undefined {
    for (const account of this.#byId.values()) {
      if (account.accessKeys.has(accessKeyId) || account.sessions.has(accessKeyId)) return account;
    }
    return undefined;
  }
}
