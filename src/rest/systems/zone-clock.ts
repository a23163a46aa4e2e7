/** What a zone's clocks show over UTC, and what they are called meanwhile. */
export interface ZoneTime {
  /** Milliseconds to add to UTC. */
  readonly offset: number;
  readonly name: string;
}

/** English as spoken where a zone has a short name of its own: Java prints CEST and IST, which American English calls GMT+2 and GMT+5:30. */
const languages = ['en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ', 'en-ZA', 'en-CA'];

/**
 * Three days, as a number that can be halved down to a millisecond. Clocks that were the same before and after it did not change in between:
 * the shortest time from a change of clocks until they were back is four days, in Freetown in 1939 (IANA: time zone database).
 */
const STEP = 2 ** 28;

/** ECMA-262, 21.4.1.1: no date is further from 1970. */
const LAST = 8.64e15;

/** Enough for eighty years; dates of all times must not fill the memory. */
const MOST_KEPT = 10_000;

/**
 * The clocks of a zone at any time. `Intl` takes microseconds for each question: what it answered is kept, and holds for all times between
 * two that it answered alike.
 */
export class ZoneClock {
  readonly #offsets: Intl.DateTimeFormat;
  readonly #longNames: Intl.DateTimeFormat;
  readonly #shortNames: readonly Intl.DateTimeFormat[];
  /** By offset and long name. One question for a long name is cheaper than one to each English for the short one. */
  readonly #shortened = new Map<string, string>();
  readonly #known = new Map<number, ZoneTime>();

  /**
   * @param timeZone  IANA name of the zone.
   * @throws RangeError for a name that is not known.
   */
  constructor(timeZone: string) {
    const format = (language: string, timeZoneName: 'longOffset' | 'long' | 'short') =>
      new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', timeZoneName });
    this.#offsets = format('en-US', 'longOffset');
    this.#longNames = format('en-US', 'long');
    this.#shortNames = languages.map((language) => format(language, 'short'));
  }

  /**
   * @param time  Milliseconds since 1970.
   * @throws RangeError for what is no time.
   */
  at(time: number): ZoneTime {
    let from = Math.floor(time / STEP) * STEP;
    // The first and the last three days of all time have no neighbours.
    if (!(Math.abs(from) < LAST - STEP)) return this.#asked(time);
    // Where the clocks change in between, the half in which the time is: at last a millisecond.
    for (let length = STEP; ; ) {
      const before = this.#kept(from);
      if (length === 1) return before;
      const after = this.#kept(from + length);
      if (before.offset === after.offset && before.name === after.name) return before;
      length /= 2;
      if (time >= from + length) from += length;
    }
  }

  #kept(time: number): ZoneTime {
    const known = this.#known.get(time);
    if (known) return known;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    const asked = this.#asked(time);
    this.#known.set(time, asked);
    return asked;
  }

  #asked(time: number): ZoneTime {
    const [written = '', sign, hours = 0, minutes = 0, seconds = 0] = /([^\d])(\d+):(\d+)(?::(\d+))?$/.exec(this.#offsets.format(time)) ?? [];
    const distance = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
    return { offset: sign === '+' ? distance : -distance, name: this.#nameAt(time, written) };
  }

  #nameAt(time: number, offset: string): string {
    const long = zoneName(this.#longNames, time);
    // A zone without a long name may all the same have different short ones: Windhoek's summer time.
    if (/\d/.test(long)) return this.#shortNameAt(time);
    const key = `${offset} ${long}`;
    const name = this.#shortened.get(key) ?? this.#shortNameAt(time);
    this.#shortened.set(key, name);
    return name;
  }

  #shortNameAt(time: number): string {
    let first: string | undefined;
    for (const format of this.#shortNames) {
      const name = zoneName(format, time);
      if (/^[A-Z]+$/.test(name) && name !== 'GMT') return name;
      first ??= name;
    }
    return first ?? 'UTC';
  }
}

function zoneName(format: Intl.DateTimeFormat, time: number): string {
  return format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
