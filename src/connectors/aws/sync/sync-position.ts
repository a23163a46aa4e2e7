/** How far a sync has come. Times in milliseconds since 1970. */
export interface SyncPosition {
  /** Events from then on are looked at; nothing before it can still arrive. */
  readonly since: number;
  /** Until when the caller may know objects that no sync told it of, because it has loaded all. */
  readonly loadedUntil: number;
  /** Marks of what was told of events since then, and the minute of each event. */
  readonly told: ReadonlyMap<string, number>;
}

/** How late CloudTrail may show an event. AWS: CloudTrail user guide, typically about 5 and up to 15 minutes. */
export const LATEST = 15 * 60_000;

/**
 * How far a position stays behind this machine's clock when AWS has shown nothing newer; the clock may be wrong by nearly as much.
 *
 * In an account where something happens AWS's own times move the position; this one costs a page of the lookup at most.
 */
export const QUIET = 24 * 3_600_000;

/** How long CloudTrail keeps events for LookupEvents. AWS: CloudTrail user guide, event history. */
export const KEPT = 90 * 24 * 3_600_000;

/** The marks that a position holds at most; 4,096 make a token of 33 kB. */
export const MOST_MARKS = 4096;

const minuteOf = (time: number) => Math.floor(time / 60_000);

/** Something of an event that has been told. */
export interface Told {
  readonly mark: string;
  readonly time: number;
}

/** Where a sync stands that has seen everything there is. */
export interface Seen {
  /** When the latest event of any kind was made; undefined when there was none. */
  readonly newest: number | undefined;
  /** This machine's clock. */
  readonly now: number;
}

/**
 * Where the events that may still arrive begin, once everything up to now has been seen.
 *
 * An event that arrives later is at most 15 minutes older than the moment of the lookup, and so than the latest event that it showed.
 */
export function overlapOf({ newest, now }: Seen): number {
  return Math.max(newest === undefined ? Number.NEGATIVE_INFINITY : newest - LATEST, now - QUIET);
}

/**
 * The position after some traces have been told: what was told is remembered, and the rest is still to be told.
 */
export function withTold(position: SyncPosition, traces: readonly Told[]): SyncPosition {
  const told = new Map(position.told);
  for (const { mark, time } of traces) told.set(mark, minuteOf(time));
  return { ...position, told };
}

/**
 * The position after everything has been told but some traces that wait for the next sync.
 *
 * @param position  After the last `withTold`.
 * @param waiting   Traces that were not told.
 */
export function advance(position: SyncPosition, seen: Seen, waiting: readonly Pick<Told, 'time'>[]): SyncPosition {
  const target = Math.min(overlapOf(seen), ...waiting.map(({ time }) => time));
  // Whole seconds, as events have.
  const since = Math.max(position.since, Math.floor(target / 1000) * 1000);
  const told = [...position.told].filter(([, minute]) => minute >= minuteOf(since)).sort(([, a], [, b]) => a - b);
  // Forgetting the oldest tells them again; keeping more would let a token grow without end.
  return { since, loadedUntil: position.loadedUntil, told: new Map(told.slice(-MOST_MARKS)) };
}
