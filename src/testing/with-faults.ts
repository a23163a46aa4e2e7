import { ConnectorError } from '../model/errors.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { realClock, type TestClock, wait } from './clock.ts';
import type { ConnectorFaults } from './connector-faults.ts';
import { type Fate, FaultSwitches, type KeptCall } from './fault-switches.ts';
import { type InterceptedCall, type Interceptor, intercept } from './intercept.ts';
import { brokenConnection, type PlannedFault, titleOf } from './planned-fault.ts';

/** How faults begin. */
export interface FaultsOptions {
  /** For latency and throttling; real time by default. */
  readonly clock?: TestClock;
  /** What is planned from the beginning. */
  readonly plan?: readonly PlannedFault[];
}

/**
 * Makes the switches of faults, for `withFaults`. At first nothing goes wrong.
 *
 * @example
 * const faults = createFaults();
 * const flaky = withFaults(fake(aws), faults);
 * faults.failNext({ operation: 'create', code: 'RateLimited', retryAfter: 1000 });
 */
export function createFaults({ clock = realClock, plan = [] }: FaultsOptions = {}): ConnectorFaults {
  const switches = new FaultSwitches(clock);
  for (const fault of plan) switches.next(fault);
  return switches;
}

/**
 * Puts faults around the operations of a connector: any connector, the real one, a fake or one that is recorded.
 *
 * The result has the same type and is the same in everything else: handlers are called on the object they are in. A hanging call ends with
 * the reason of its signal, as a request does.
 *
 * @param connector  The connector; it is not changed.
 * @param faults     The switches, or a plan that runs down by itself.
 *
 * @example
 * const faults = createFaults();
 * await using facade = await openConnector(withFaults(memory, faults), {});
 * faults.failNext({ operation: 'search', skip: 2, code: 'ConnectionBroken' }); // two pages come, then the connection is gone
 * await facade.objectClass('__ACCOUNT__').search({ pageSize: 10 }).toArray();
 */
export function withFaults<const X extends AnyConnector>(connector: X, faults: ConnectorFaults | readonly PlannedFault[]): X {
  const switches = faults instanceof FaultSwitches ? faults : Array.isArray(faults) ? createFaults({ plan: faults }) : undefined;
  if (!(switches instanceof FaultSwitches)) {
    throw new ConnectorError('InvalidArgument', 'withFaults takes what createFaults makes, or a list of planned faults');
  }
  return intercept(connector, new FaultyLine(switches));
}

/** The line between the framework and a connector, on which things go wrong. */
class FaultyLine implements Interceptor {
  readonly #switches: FaultSwitches;

  constructor(switches: FaultSwitches) {
    this.#switches = switches;
  }

  async answer(call: InterceptedCall, run: () => unknown): Promise<unknown> {
    const { operation, session } = call;
    const seen = this.#see(call);
    if (operation === 'checkAlive' && this.#switches.isDead(session)) return false;
    if (operation === 'disconnect') this.#switches.closed(session);
    const answer = await this.#transmit(call, seen, async () => run());
    if (operation === 'connect') this.#switches.opened(answer);
    this.#passed(seen);
    return answer;
  }

  stream(call: InterceptedCall, run: () => AsyncIterable<unknown>): AsyncIterable<unknown> {
    const begin = () => {
      const seen = this.#see(call);
      let source: AsyncIterator<unknown> | undefined;
      let over = false;
      const close = async () => {
        over = true;
        await source?.return?.();
      };
      const next = async (): Promise<IteratorResult<unknown>> => {
        if (over) return { value: undefined, done: true };
        try {
          const result = await this.#transmit(call, seen, async () => {
            source ??= run()[Symbol.asyncIterator]();
            return source.next();
          });
          if (result.done) over = true;
          else this.#passed(seen);
          return result;
        } catch (error) {
          // The failure must not wait for what the connector's `finally` does.
          close().catch(() => {});
          throw error;
        }
      };
      return { next, return: async () => close().then(() => ({ value: undefined, done: true as const })) };
    };
    return { [Symbol.asyncIterator]: begin };
  }

  #see({ operation, objectClass, arguments: given }: InterceptedCall): KeptCall {
    const at = this.#switches.clock.now();
    // Not all of a configuration's secrets are Secrets, and nobody chooses a call by its settings.
    const { configuration: _, ...shown } = given;
    const seen: KeptCall = { operation, objectClass, arguments: shown, at, answers: 0, applied: false, fault: undefined };
    this.#switches.calls.push(seen);
    return seen;
  }

  #passed(seen: KeptCall): void {
    seen.answers++;
    this.#switches.passed(seen);
  }

  /** One request and its answer. */
  async #transmit<T>(call: InterceptedCall, seen: KeptCall, run: () => Promise<T>): Promise<T> {
    const fate = this.#deadSession(call) ?? this.#switches.fateOf(seen);
    const delay = this.#switches.delayOf(seen);
    // No signal is made for a call that nothing happens to.
    if (delay > 0) await wait(this.#switches.clock, delay, call.signal());
    if (!fate) {
      seen.applied = true;
      return run();
    }
    if (fate.when === 'after') {
      seen.applied = true;
      // Whatever the connector says is lost, a refusal too.
      await run().catch(() => {});
    }
    seen.fault = fate.kind;
    return this.#end(fate, call, seen);
  }

  async #end(fate: Fate, call: InterceptedCall, seen: KeptCall): Promise<never> {
    if ('error' in fate) throw fate.error;
    if (fate.kind === 'hang') await this.#switches.hang(call.signal());
    throw brokenConnection(seen);
  }

  #deadSession(call: InterceptedCall): Fate | undefined {
    const { operation, session, objectClass } = call;
    if (operation === 'connect' || operation === 'disconnect' || !this.#switches.isDead(session)) return undefined;
    // It was dead before the call: nothing of it happened, and with another session it may succeed.
    const error = new ConnectorError('ConnectionBroken', `${titleOf({ operation, objectClass })}: the session is dead by request of the test`);
    return { kind: 'dead session', when: 'before', error };
  }
}
