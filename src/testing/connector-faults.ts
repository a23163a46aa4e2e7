import type { ChanceFaults } from './fault-chances.ts';
import type { CallTarget, SeenCall } from './fault-target.ts';
import type { Failure, FaultCount, FaultMoment, PlannedFault } from './planned-fault.ts';
import type { ThrottleLimit } from './throttle.ts';

/**
 * Switches for everything that goes wrong between the framework and a connector. A test moves them while calls are under way.
 *
 * Of several faults that could happen to an answer, a dead session comes first, then what was planned, in the order in which it was planned,
 * then `deny`, `throttle` and `random`. Latency is added to all of them.
 *
 * @example
 * faults.dropNext({ operation: 'create', when: 'after' }); // the object is there, the caller does not learn it
 */
export interface ConnectorFaults {
  /** Every call so far, the latest last. Arguments may hold Secrets, which do not print. */
  readonly calls: readonly SeenCall[];
  /**
   * What was planned and has not happened, or not as often as planned; of faults without an end, those that never happened. A test that ends
   * with some has tested less than it says, perhaps because of a misspelt name.
   */
  readonly unmet: readonly PlannedFault[];
  /** How many calls hang now. */
  readonly hanging: number;
  /** Answers `ms` milliseconds late, on the clock of the faults; 0 switches it off. A call that is ended meanwhile has not been applied. */
  latency(ms: number, target?: CallTarget): void;
  /** Refuses with RateLimited what exceeds a limit; `null` switches it off. */
  throttle(limit: ThrottleLimit | null): void;
  /** Fails the next answer or answers with an error; of code Internal unless the fault says another. */
  failNext(fault: FaultCount & Failure): void;
  /** Cuts the connection of the next answer or answers: ConnectionBroken, with outcome `unknown` for a write. */
  dropNext(fault: FaultCount & { readonly when: FaultMoment }): void;
  /** Never gives the next answer or answers; the call ends when the caller gives up, or `clear` cuts its connection. */
  hangNext(fault: FaultCount & { readonly when: FaultMoment }): void;
  /** Plans a fault that is data; the three above say the same in words. */
  next(fault: PlannedFault): void;
  /** Makes answers go wrong by chance, repeatably; `null` switches it off. */
  random(chances: ChanceFaults | null): void;
  /** Refuses with PermissionDenied each call that matches. */
  deny(target: CallTarget): void;
  /** Kills the sessions that are there: calls with them fail with ConnectionBroken and `checkAlive` answers false. New ones work. */
  breakSessions(): void;
  /** Switches everything off and ends what hangs; dead sessions stay dead. */
  clear(): void;
  clearCalls(): void;
  /** How many calls came, refused ones included; of a class when it is named. `*` and `?` are wildcards. */
  countOf(operation: string, objectClass?: string): number;
}
