import type { PoolLimits } from './pool-options.ts';
import type { PooledSession } from './pooled-session.ts';

/**
 * The sessions that nobody uses, and the timer that ends those that are too many or too old.
 *
 * The one used last is handed out first. So at low load a few sessions do all the work and the others reach their `maxIdleTime`; taken in
 * turns, as ICF does, each would be used again and again just in time and the pool would never shrink. The one used last is also the one
 * that firewalls and servers are least likely to have dropped.
 */
export class IdleSessions {
  readonly #limits: PoolLimits;
  readonly #evict: (pooled: PooledSession) => void;
  /** The one that is idle longest is the first. */
  readonly #sessions: PooledSession[] = [];
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;

  /** @param evict  Ends a session that was taken out. */
  constructor(limits: PoolLimits, evict: (pooled: PooledSession) => void) {
    this.#limits = limits;
    this.#evict = evict;
  }

  get length(): number {
    return this.#sessions.length;
  }

  add(pooled: PooledSession): void {
    const { minIdle, maxIdleTime, maxLife } = this.#limits;
    pooled.idleSince = performance.now();
    this.#sessions.push(pooled);
    const longest = this.#sessions[0] as PooledSession;
    const tooMany = this.#sessions.length > minIdle ? longest.idleSince + maxIdleTime : Infinity;
    this.#wake(Math.min(tooMany, pooled.made + maxLife));
  }

  take(): PooledSession | undefined {
    return this.#sessions.pop();
  }

  /** All of them, and no more timer. */
  takeAll(): PooledSession[] {
    this.rest();
    return this.#sessions.splice(0);
  }

  /** Whether a session has lived long enough. */
  tooOld({ made }: PooledSession): boolean {
    const { maxLife } = this.#limits;
    return maxLife !== Infinity && performance.now() >= made + maxLife;
  }

  /** Gives the timer up. It is not given up with every session that is taken: one more firing costs less than a timer per lease. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = Infinity;
  }

  #wake(due: number): void {
    if (due >= this.#due) return;
    this.rest();
    this.#due = due;
    const time = Math.min(Math.max(1, Math.ceil(due - performance.now())), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#sweep(), time);
    // An application that has finished need not wait until sessions have aged.
    this.#timer.unref();
  }

  #sweep(): void {
    this.rest();
    const { minIdle, maxIdleTime, maxLife } = this.#limits;
    const now = performance.now();
    const old = this.#sessions.filter((pooled) => this.tooOld(pooled));
    const young = this.#sessions.filter((pooled) => !old.includes(pooled));
    const unneeded = young.slice(0, Math.max(0, young.length - minIdle)).filter(({ idleSince }) => now >= idleSince + maxIdleTime);
    const kept = young.slice(unneeded.length);
    this.#sessions.splice(0, Infinity, ...kept);
    const [longest] = kept;
    if (longest && kept.length > minIdle) this.#wake(longest.idleSince + maxIdleTime);
    for (const { made } of kept) this.#wake(made + maxLife);
    for (const pooled of [...old, ...unneeded]) this.#evict(pooled);
  }
}
