import { createHmac, randomBytes } from 'node:crypto';

/** How long a login that was right need not be checked again, in milliseconds. */
const LIFE = 5 * 60_000;

/** How many are remembered. */
const MOST = 1000;

/**
 * Logins that were right a while ago, so that the slow hash of a password does not cost every request.
 *
 * What is kept is a hash under a key that only this process has, and has anew each time that it starts.
 */
export class VerifiedLogins {
  readonly #key = randomBytes(32);
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  /** @param now  Milliseconds of a clock that never jumps. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Everything that a login depends on: another hash in the configuration is another login. */
  #mark(username: string, password: string, hash: string): string {
    const mac = createHmac('sha256', this.#key);
    for (const part of [username, password, hash]) mac.update(`${Buffer.byteLength(part)}:`).update(part);
    return mac.digest('base64');
  }

  has(username: string, password: string, hash: string): boolean {
    return (this.#until.get(this.#mark(username, password, hash)) ?? 0) > this.#now();
  }

  add(username: string, password: string, hash: string): void {
    const [oldest] = this.#until.keys();
    if (this.#until.size >= MOST && oldest !== undefined) this.#until.delete(oldest);
    this.#until.set(this.#mark(username, password, hash), this.#now() + LIFE);
  }
}
