/** The keys a request is signed with. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** An identity and how long it serves. */
export interface Lease {
  readonly identity: AwsIdentity;
  /** When it stops working, on the cache's clock; `undefined` when that is not known. */
  readonly until: number | undefined;
}

/** What a cache of credentials needs. */
export interface CredentialCacheOptions {
  /** Fetches a lease; an error of it reaches the callers unless the lease they hold is still good. */
  readonly fetch: () => Promise<Lease>;
  /** Whether fetching again may give other keys; static keys cannot be renewed. */
  readonly renewable: boolean;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** Told of a refresh that failed while the lease in hand was still good. */
  readonly onFailure: (error: unknown) => void;
}

/** No lease is renewed earlier than this before its end, in milliseconds. AWS's SDKs use the same five minutes. */
const longestWindow = 5 * 60_000;

/** After a failed refresh the lease in hand serves on, and the next attempt waits this long, in milliseconds. */
const pauseAfterFailure = 30_000;

/**
 * Credentials for every client of a session: fetched once for all callers, renewed ahead of their end.
 *
 * In the last quarter of a lease, five minutes at most, the first call starts a refresh and goes on with what is there; only when the lease
 * has really ended do callers wait, all for the same fetch. The SDK would fail a call when a refresh fails although the session still
 * has minutes to live, and would keep one cache for each client. There are no timers: calls trigger everything.
 *
 * @example
 * const cache = new CredentialCache({ fetch: assumeRole, renewable: true, now: () => performance.now(), onFailure: log });
 * const { accessKeyId } = await cache.current();
 */
export class CredentialCache {
  readonly renewable: boolean;
  readonly #options: CredentialCacheOptions;
  #lease: Lease | undefined;
  #window = 0;
  #pending: Promise<Lease> | undefined;
  #notBefore = 0;

  constructor(options: CredentialCacheOptions) {
    this.#options = options;
    this.renewable = options.renewable;
  }

  /** Keys that are good now. Rejects with what `fetch` threw when there are none and none can be had. */
  async current(): Promise<AwsIdentity> {
    const lease = this.#lease;
    if (lease === undefined) return (await this.#refresh()).identity;
    const left = lease.until === undefined ? Number.POSITIVE_INFINITY : lease.until - this.#options.now();
    if (left <= 0) return (await this.#refresh()).identity;
    if (left <= this.#window && this.#options.now() >= this.#notBefore) this.#refreshAhead(left);
    return lease.identity;
  }

  /**
   * AWS says that these keys have expired: the next `current` fetches others, unless somebody has done so meanwhile.
   *
   * @returns Whether it is worth asking again.
   */
  refused(identity: AwsIdentity): boolean {
    if (!this.renewable) return false;
    if (this.#lease?.identity.accessKeyId === identity.accessKeyId && this.#lease.identity.sessionToken === identity.sessionToken)
      this.#lease = undefined;
    return true;
  }

  #refreshAhead(left: number): void {
    if (this.#pending !== undefined) return;
    this.#refresh().catch((error: unknown) => {
      this.#notBefore = this.#options.now() + Math.min(pauseAfterFailure, left / 4);
      this.#options.onFailure(error);
    });
  }

  #refresh(): Promise<Lease> {
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetch(): Promise<Lease> {
    const lease = await this.#options.fetch();
    this.#lease = lease;
    this.#window = lease.until === undefined ? 0 : Math.min(longestWindow, (lease.until - this.#options.now()) / 4);
    return lease;
  }
}
