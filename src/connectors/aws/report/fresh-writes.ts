import type { IamAction } from '../transport/iam-actions.ts';

/** The clocks of a session. */
export interface WriteClocks {
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
  /** AWS's time as the session knows it, in milliseconds since 1970. */
  readonly awsTime: () => number;
}

/**
 * How far a write and a report may lie apart and still be in doubt, in milliseconds: the SDK corrects its idea of AWS's time only when that
 * is more than four minutes off, and what was written a moment before a report is made need not be in it.
 */
const DOUBT = 5 * 60_000;

/** How long a write is remembered, in milliseconds: twice the four hours that AWS gives the same report again. */
const REMEMBERED = 8 * 3_600_000;

/** How many names are kept before those that no report can be older than are looked for. */
const MANY = 1000;

/** What a write changes of that which a report says. */
export type ReportedPart = 'password' | 'rest';

/**
 * The actions that change what a report says of a user. Others, such as TagUser, leave it true. AWS: IAM user guide, credential report format.
 *
 * @example
 * reportedParts.UpdateLoginProfile;  // ['password']
 */
export const reportedParts: { readonly [A in IamAction]?: readonly ReportedPart[] } = {
  CreateUser: ['password', 'rest'],
  UpdateUser: ['rest'],
  DeleteUser: ['password', 'rest'],
  CreateLoginProfile: ['password'],
  UpdateLoginProfile: ['password'],
  DeleteLoginProfile: ['password'],
  CreateAccessKey: ['rest'],
  UpdateAccessKey: ['rest'],
  DeleteAccessKey: ['rest'],
  DeactivateMFADevice: ['rest'],
  UpdateSigningCertificate: ['rest'],
  DeleteSigningCertificate: ['rest'],
};

/**
 * Remembers which users a session has written, and when, so that no report made before contradicts it.
 *
 * The session notes every request that changes what a report says of a user, also one that failed: its answer may have been lost. So whoever
 * writes through the session need do nothing.
 *
 * @example
 * session.report.writes.note('UpdateAccessKey', { UserName: 'ada', AccessKeyId, Status: 'Inactive' });
 * session.report.writes.since('Ada', report.generatedAt);  // true: read her live
 */
export class FreshWrites {
  readonly #clocks: WriteClocks;
  readonly #written = new Map<string, { readonly at: number; readonly parts: { readonly [P in ReportedPart]?: number } }>();
  #trimAt = MANY;

  constructor(clocks: WriteClocks) {
    this.#clocks = clocks;
  }

  /** How many users are remembered. */
  get size(): number {
    return this.#written.size;
  }

  /** Remembers what a request writes just now; names are told apart as AWS does, without regard to case. A rename writes both names. */
  note(action: IamAction, input: object): void {
    const parts = reportedParts[action];
    if (!parts) return;
    const { UserName, NewUserName } = input as Readonly<Record<string, unknown>>;
    const awsAt = this.#clocks.awsTime();
    for (const name of [UserName, NewUserName]) {
      if (typeof name !== 'string') continue;
      const key = name.toLowerCase();
      const written = Object.fromEntries(parts.map((part) => [part, awsAt]));
      this.#written.set(key, { at: this.#clocks.now(), parts: { ...this.#written.get(key)?.parts, ...written } });
    }
    if (this.#written.size > this.#trimAt) this.#trim();
  }

  /**
   * Whether a user was written so late that what AWS said then may not know it.
   *
   * @param generatedAt  When AWS said it, in milliseconds since 1970.
   * @param parts        Of what is asked; everything unless said otherwise.
   */
  since(name: string, generatedAt: number, parts: readonly ReportedPart[] = ['password', 'rest']): boolean {
    const written = this.#written.get(name.toLowerCase());
    return parts.some((part) => (written?.parts[part] ?? Number.NEGATIVE_INFINITY) + DOUBT > generatedAt);
  }

  #trim(): void {
    const oldest = this.#clocks.now() - REMEMBERED;
    for (const [name, { at }] of this.#written) if (at < oldest) this.#written.delete(name);
    this.#trimAt = this.#written.size + MANY;
  }
}
