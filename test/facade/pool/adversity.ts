import { SessionPool } from '../../../src/facade/pool/session-pool.ts';
import { ConnectorError, type PoolOptions } from '../../../src/index.ts';

/** How long a connect takes that seems to hang, in turns. */
const LATE = 8000;

/** How often things go wrong, from 0 to 1. */
export interface Odds {
  readonly failingConnect: number;
  readonly hangingConnect: number;
  readonly dying: number;
  readonly hangingCheck: number;
  readonly failingEnd: number;
  readonly hangingEnd: number;
  readonly broken: number;
  readonly abort: number;
}

/** What became of a call. */
export interface Fate {
  readonly index: number;
  readonly got: boolean;
  /** The order in which fates were decided. */
  readonly place: number;
  /** When. */
  readonly at: number;
  readonly code: string;
}

interface Session {
  dead: boolean;
}

/** A system on which everything goes wrong by chance, and callers who use it; the same for the same seed. */
export class Adversity {
  readonly #odds: Odds;
  readonly #random: () => number;
  /** Waits for some turns of whatever clock the test has. */
  readonly #after: (turns: number) => Promise<void>;
  readonly pool: SessionPool;
  readonly fates: Fate[] = [];
  readonly alive = new Set<Session>();
  made = 0;
  gone = 0;
  /** Endings that hang for ever: the pool gives such a session up, the system still has it. */
  hanging = 0;
  /** Sessions that came about when the pool may have given them up. */
  late = 0;
  most = 0;
  inUse = new Set<Session>();
  usedTwice = 0;

  constructor(seed: number, odds: Odds, options: PoolOptions, after: (turns: number) => Promise<void>) {
    this.#odds = odds;
    this.#random = generator(seed);
    this.#after = after;
    const source = {
      connect: (signal: AbortSignal) => this.#connect(signal),
      end: (session: unknown) => this.#end(session as Session),
      checkAlive: (session: unknown) => this.#check(session as Session),
    };
    this.pool = new SessionPool(source, options, 'adverse', () => {});
  }

  /** One call from beginning to end. */
  async call(index: number, now: () => number): Promise<void> {
    const controller = new AbortController();
    if (this.#happens(this.#odds.abort)) void this.#pause(40).then(() => controller.abort(new ConnectorError('OperationAborted', 'by chance')));
    try {
      const lease = await this.pool.lease(() => controller.signal);
      this.fates.push({ index, got: true, place: this.fates.length, at: now(), code: '' });
      const session = lease.session as Session;
      if (this.inUse.has(session)) this.usedTwice++;
      this.inUse.add(session);
      await this.#pause(4);
      if (this.#happens(this.#odds.dying)) session.dead = true;
      this.inUse.delete(session);
      lease.release(this.#happens(this.#odds.broken) ? 'broken' : undefined);
      if (this.#happens(0.05)) lease.release('broken');
    } catch (error) {
      const code = ConnectorError.is(error) ? error.code : String(error);
      this.fates.push({ index, got: false, place: this.fates.length, at: now(), code });
    }
  }

  async #connect(signal: AbortSignal): Promise<Session> {
    const heeds = this.#happens(0.5);
    const hangs = this.#happens(this.#odds.hangingConnect);
    if (hangs && this.#happens(0.6)) {
      return new Promise((_, reject) => heeds && signal.addEventListener('abort', () => reject(signal.reason)));
    }
    // Longer than the pool waits for one that it told to stop.
    if (hangs) await this.#after(LATE);
    await this.#pause(6);
    if (heeds && signal.aborted) throw signal.reason;
    if (this.#happens(this.#odds.failingConnect)) throw new ConnectorError('ConnectionFailed', 'by chance');
    const session = { dead: false };
    this.made++;
    if (hangs) this.late++;
    this.alive.add(session);
    this.most = Math.max(this.most, this.alive.size);
    return session;
  }

  #check(session: Session): boolean | Promise<boolean> {
    if (this.#happens(this.#odds.hangingCheck)) return new Promise(() => {});
    const kind = this.#random();
    if (kind < 0.3) return !session.dead;
    if (kind < 0.6) return this.#pause(3).then(() => !session.dead);
    if (!session.dead) return kind < 0.8 ? true : Promise.resolve(true);
    if (kind < 0.8) throw new Error('dead');
    return Promise.reject(new Error('dead'));
  }

  async #end(session: Session): Promise<void> {
    if (this.#happens(this.#odds.hangingEnd)) {
      this.hanging++;
      return new Promise(() => {});
    }
    await this.#pause(2);
    if (!this.alive.delete(session)) throw new Error('ended twice');
    this.gone++;
    if (this.#happens(this.#odds.failingEnd)) throw new Error('by chance');
  }

  #happens(odds: number): boolean {
    return this.#random() < odds;
  }

  #pause(most: number): Promise<void> {
    return this.#after(Math.floor(this.#random() * (most + 1)));
  }
}

/**
 * How many calls that came later were served earlier, among those that were served.
 *
 * @param tolerance  Calls served at the same moment count as equal: who finds an idle session hears of it some microtasks sooner.
 */
export function overtakes(fates: readonly Fate[], tolerance: 'none' | 'same moment'): number {
  const served = fates.filter(({ got }) => got);
  let count = 0;
  let last: Fate | undefined;
  for (const fate of served) {
    if (last && fate.index < last.index && (tolerance === 'none' || fate.at !== last.at)) count++;
    if (!last || fate.index > last.index) last = fate;
  }
  return count;
}

/** Small and good enough (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
