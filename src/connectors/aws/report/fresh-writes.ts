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

/**
 * Remembers which users a session has written, and when, so that no report made before contradicts it.
 *
 * The session notes every request that changes something and names a user, also one that failed: its answer may have been lost. Nobody else
 * need note anything; who changes a user in a way that names none can.
 *
 * @example
 * session.report.writes.note('ada');
 * session.report.writes.since('Ada', report.generatedAt);  // true: read her live
 */
export class FreshWrites {
  readonly #clocks: WriteClocks;
  readonly #written = new Map<string, { readonly at: number; readonly awsAt: number }>();
  #trimAt = MANY;

  constructor(clocks: WriteClocks) {
    this.#clocks = clocks;
  }

  /** How many users are remembered. */
  get size(): number {
    return this.#written.size;
  }

  /** Remembers that users were written just now; names are told apart as AWS does, without regard to case. */
  note(...names: readonly string[]): void {
    const written = { at: this.#clocks.now(), awsAt: this.#clocks.awsTime() };
    for (const name of names) this.#written.set(name.toLowerCase(), written);
    if (this.#written.size > this.#trimAt) this.#trim();
  }

  /**
   * Whether a user was written so late that what AWS said then may not know it.
   *
   * @param generatedAt  When AWS said it, in milliseconds since 1970.
   */
  since(name: string, generatedAt: number): boolean {
    const written = this.#written.get(name.toLowerCase());
    return written !== undefined && written.awsAt + DOUBT > generatedAt;
  }

  #trim(): void {
    const oldest = this.#clocks.now() - REMEMBERED;
    for (const [name, { at }] of this.#written) if (at < oldest) this.#written.delete(name);
    this.#trimAt = this.#written.size + MANY;
  }
}

/**
 * The users that a request writes: those that it names, under the old name and the new.
 *
 * @example
 * usersWrittenBy({ UserName: 'ada', NewUserName: 'lovelace' });  // ['ada', 'lovelace']
 */
export function usersWrittenBy(input: object): readonly string[] {
  const { UserName, NewUserName } = input as Readonly<Record<string, unknown>>;
  return [UserName, NewUserName].filter((name) => typeof name === 'string');
}
