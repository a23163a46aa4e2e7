import type { AwsClock } from '../clock.ts';
import type { IdSource } from '../ids.ts';
import { tokenBucket } from '../token-bucket.ts';
import type { NewTrailEvent, TrailEvent } from './trail-event.ts';

/** How long an event takes to be found: milliseconds on the clock of Embedded AWS, for all or for each. */
export type DeliveryDelay =
  | number
  | ((event: { readonly name: string; readonly source: string; readonly accountId: string; readonly at: number }) => number);

/** LookupEvents answers so many requests a second in each account and region. AWS: CloudTrail, quotas */
const LOOKUPS_PER_SECOND = 2;

/** The event history of every account and region. */
export class Trail {
  /** Reads of IAM are events too; there are many of them. */
  recordReads = false;
  delay: DeliveryDelay = 0;
  readonly listeners: ((event: TrailEvent) => void)[] = [];
  readonly #clock: AwsClock;
  readonly #ids: IdSource;
  /** By account and region, oldest first. */
  readonly #events = new Map<string, TrailEvent[]>();
  #buckets: Map<string, () => boolean> | undefined;
  #sequence = 0;

  constructor(clock: AwsClock, ids: IdSource) {
    this.#clock = clock;
    this.#ids = ids;
  }

  add(event: NewTrailEvent): TrailEvent {
    const { describe, ...known } = event;
    const id = event.id ?? this.#ids.requestId();
    const at = Math.floor(event.at / 1000) * 1000;
    const delay = typeof this.delay === 'number' ? this.delay : this.delay({ ...known, at });
    this.#sequence += 1;
    const added: TrailEvent = {
      ...known,
      id,
      at,
      visibleAt: this.#clock.now() + delay,
      sequence: this.#sequence,
      document: () => describe({ id, at }),
    };
    const events = this.#eventsOf(event.accountId, event.region);
    // Nearly always the last place; an event made up for an earlier time goes before those that followed it.
    let place = events.length;
    while (place > 0 && (events[place - 1]?.at ?? 0) > at) place -= 1;
    events.splice(place, 0, added);
    for (const listener of this.listeners) listener(added);
    return added;
  }

  /** The events that can be found by now, newest first. */
  *newestFirst(accountId: string, region: string): Generator<TrailEvent> {
    const now = this.#clock.now();
    const events = this.#eventsOf(accountId, region);
    for (let index = events.length - 1; index >= 0; index -= 1) {
      const event = events[index];
      if (event && event.visibleAt <= now) yield event;
    }
  }

  limit(on: boolean): void {
    this.#buckets = on ? new Map() : undefined;
  }

  /** Whether one more lookup is allowed now. Counted on the clock of Embedded AWS, so that a test need not wait. */
  allowsLookup(accountId: string, region: string): boolean {
    if (!this.#buckets) return true;
    const key = `${accountId} ${region}`;
    const bucket = this.#buckets.get(key) ?? tokenBucket(LOOKUPS_PER_SECOND, LOOKUPS_PER_SECOND, () => this.#clock.now());
    this.#buckets.set(key, bucket);
    return bucket();
  }

  clear(): void {
    this.#events.clear();
  }

  #eventsOf(accountId: string, region: string): TrailEvent[] {
    const key = `${accountId} ${region}`;
    const events = this.#events.get(key) ?? [];
    this.#events.set(key, events);
    return events;
  }
}
