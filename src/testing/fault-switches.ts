import { ConnectorError } from '../model/errors.ts';
import type { TestClock } from './clock.ts';
import type { ConnectorFaults } from './connector-faults.ts';
import { type ChanceFaults, chanceFaults } from './fault-chances.ts';
import { type CallTarget, type FaultKind, isTarget, type SeenCall } from './fault-target.ts';
import { type Failure, type FaultCount, type FaultMoment, failureOf, type PlannedFault, titleOf } from './planned-fault.ts';
import { type Throttle, type ThrottleLimit, throttleOf } from './throttle.ts';

/** A call as it is kept: what happens to it is written down here. */
export type KeptCall = { -readonly [K in keyof SeenCall]: SeenCall[K] };

/** What is to happen to one answer. */
export type Fate =
  | { readonly kind: Exclude<FaultKind, 'drop' | 'hang'>; readonly when: FaultMoment; readonly error: unknown }
  | { readonly kind: 'drop' | 'hang'; readonly when: FaultMoment };

interface Planned {
  readonly fault: PlannedFault;
  left: number;
  hasHappened: boolean;
  /** Answers that are still let through. */
  skip: number;
}

/** The switches, and what the connector with faults asks of them. */
export class FaultSwitches implements ConnectorFaults {
  readonly clock: TestClock;
  readonly calls: KeptCall[] = [];
  #latency: { readonly ms: number; readonly target: CallTarget } | undefined;
  #planned: Planned[] = [];
  #denied: CallTarget[] = [];
  #throttle: { readonly target: CallTarget; readonly check: Throttle } | undefined;
  #chance: { readonly target: CallTarget; readonly draw: () => PlannedFault | undefined } | undefined;
  readonly #live = new Set<unknown>();
  readonly #dead = new Set<unknown>();
  readonly #hanging = new Set<() => void>();

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  get unmet(): readonly PlannedFault[] {
    return this.#planned.filter(({ left, hasHappened }) => !hasHappened || left !== Number.POSITIVE_INFINITY).map(({ fault }) => fault);
  }

  get hanging(): number {
    return this.#hanging.size;
  }

  latency(ms: number, target: CallTarget = {}): void {
    if (!(ms >= 0 && Number.isFinite(ms))) throw new RangeError(`latency must be a number of milliseconds from 0 (got ${String(ms)})`);
    this.#latency = ms === 0 ? undefined : { ms, target };
  }

  throttle(limit: ThrottleLimit | null): void {
    this.#throttle = limit ? { target: limit, check: throttleOf(limit, () => this.clock.now()) } : undefined;
  }

  failNext(fault: FaultCount & Failure): void {
    this.next({ ...fault, kind: 'fail' });
  }

  dropNext(fault: FaultCount & { readonly when: FaultMoment }): void {
    this.next({ ...fault, kind: 'drop' });
  }

  hangNext(fault: FaultCount & { readonly when: FaultMoment }): void {
    this.next({ ...fault, kind: 'hang' });
  }

  next(fault: PlannedFault): void {
    const { times = 1, skip = 0 } = fault;
    const isCount = (value: number, least: number) => (Number.isSafeInteger(value) && value >= least) || value === Number.POSITIVE_INFINITY;
    if (!isCount(times, 1)) throw new RangeError(`times must be a whole number from 1 (got ${String(times)})`);
    if (!isCount(skip, 0)) throw new RangeError(`skip must be a whole number from 0 (got ${String(skip)})`);
    this.#planned.push({ fault, left: times, hasHappened: false, skip });
  }

  random(chances: ChanceFaults | null): void {
    this.#chance = chances ? { target: chances, draw: chanceFaults(chances) } : undefined;
  }

  deny(target: CallTarget): void {
    this.#denied.push(target);
  }

  breakSessions(): void {
    for (const session of this.#live) this.#dead.add(session);
    this.#live.clear();
  }

  clear(): void {
    this.#latency = undefined;
    this.#planned = [];
    this.#denied = [];
    this.#throttle = undefined;
    this.#chance = undefined;
    for (const release of [...this.#hanging]) release();
  }

  clearCalls(): void {
    this.calls.length = 0;
  }

  countOf(operation: string, objectClass?: string): number {
    return this.calls.filter((call) => isTarget({ operation, objectClass }, call)).length;
  }

  /** How late an answer comes, in milliseconds. */
  delayOf(call: SeenCall): number {
    return this.#latency && isTarget(this.#latency.target, call) ? this.#latency.ms : 0;
  }

  /** Decides about one answer. */
  fateOf(call: SeenCall): Fate | undefined {
    return this.#plannedFate(call) ?? this.#denial(call) ?? this.#refusal(call) ?? this.#misfortune(call);
  }

  /** Counts an answer that got through. */
  passed(call: SeenCall): void {
    for (const planned of this.#planned) if (planned.skip > 0 && isTarget(planned.fault, call)) planned.skip--;
  }

  opened(session: unknown): void {
    this.#dead.delete(session);
    this.#live.add(session);
  }

  closed(session: unknown): void {
    this.#live.delete(session);
    this.#dead.delete(session);
  }

  isDead(session: unknown): boolean {
    return this.#dead.has(session);
  }

  /** Waits until the signal ends it, with its reason, or `clear` does. */
  hang(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const release = () => {
        this.#hanging.delete(release);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const end = () => {
        this.#hanging.delete(release);
        reject(signal?.reason);
      };
      this.#hanging.add(release);
      signal?.addEventListener('abort', end, { once: true });
    });
  }

  #plannedFate(call: SeenCall): Fate | undefined {
    const planned = this.#planned.find(({ fault, skip }) => skip === 0 && isTarget(fault, call));
    if (!planned) return undefined;
    planned.left -= 1;
    planned.hasHappened = true;
    if (planned.left <= 0) this.#planned = this.#planned.filter((one) => one !== planned);
    return fateOf(planned.fault, call);
  }

  #denial(call: SeenCall): Fate | undefined {
    if (!this.#denied.some((target) => isTarget(target, call))) return undefined;
    return { kind: 'deny', when: 'before', error: new ConnectorError('PermissionDenied', `${titleOf(call)} is denied by request of the test`) };
  }

  #refusal(call: SeenCall): Fate | undefined {
    const refused = this.#throttle && isTarget(this.#throttle.target, call) ? this.#throttle.check() : undefined;
    if (!refused) return undefined;
    const error = new ConnectorError('RateLimited', `${titleOf(call)}: too many calls, by request of the test`, refused);
    return { kind: 'throttle', when: 'before', error };
  }

  #misfortune(call: SeenCall): Fate | undefined {
    const fault = this.#chance && isTarget(this.#chance.target, call) ? this.#chance.draw() : undefined;
    return fault && fateOf(fault, call);
  }
}

function fateOf(fault: PlannedFault, call: SeenCall): Fate {
  if (fault.kind !== 'fail') return { kind: fault.kind, when: fault.when };
  return { kind: 'fail', when: fault.when ?? 'before', error: failureOf(fault, call) };
}
