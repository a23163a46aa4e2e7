/** When somebody who guesses is kept out. */
export interface LockOutOptions {
  /** Failures after which a name, or an address, is kept out; 10 unless said otherwise. */
  readonly failures?: number;
  /** For how long, in milliseconds, and within what time the failures count; 300,000 unless said otherwise. */
  readonly duration?: number;
}

/** The most names and addresses that are watched. */
const MOST = 10_000;

/** Counts failed logins, by name and by address, and keeps out who has too many. */
export class LockOut {
  readonly #failures: number;
  readonly #duration: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, { count: number; until: number }>();

  constructor({ failures = 10, duration = 300_000 }: LockOutOptions, now: () => number) {
    this.#failures = failures;
    this.#duration = duration;
    this.#now = now;
  }

  /** Milliseconds until the next attempt is allowed; 0 when it is now. */
  wait(keys: readonly string[]): number {
    const now = this.#now();
    const waits = keys.map((key) => {
      const entry = this.#counts.get(key);
      return entry && entry.count >= this.#failures ? entry.until - now : 0;
    });
    return Math.max(0, ...waits);
  }

  failed(keys: readonly string[]): void {
    const now = this.#now();
    for (const key of keys) {
      const entry = this.#counts.get(key);
      const count = entry && entry.until > now ? entry.count + 1 : 1;
      this.#counts.delete(key);
      const [oldest] = this.#counts.keys();
      if (this.#counts.size >= MOST && oldest !== undefined) this.#counts.delete(oldest);
      this.#counts.set(key, { count, until: now + this.#duration });
    }
  }

  succeeded(keys: readonly string[]): void {
    for (const key of keys) this.#counts.delete(key);
  }
}
