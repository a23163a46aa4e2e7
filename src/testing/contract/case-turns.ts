import { bounded } from './bounded.ts';
import { NotApplicable } from './not-applicable.ts';
import { repeatable } from './repeatable.ts';

/** Something to be done later. */
export type Work = () => Promise<unknown>;

/** Lets cases run one at a time, also where a test runner starts them beside each other: each cleans up what it made before the next begins. */
export class CaseTurns {
  readonly #seed: number;
  readonly #timeout: number;
  #left: Work[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** @param timeout  Milliseconds for a case, and again for each thing to be done after it. */
  constructor(seed: number, timeout: number) {
    this.#seed = seed;
    this.#timeout = timeout;
  }

  /** To be done when the case that runs now is over, the latest first. */
  afterCase(work: Work): void {
    this.#left.push(work);
  }

  /** Runs a case when those before it are over. Fails when it fails, or when what it left behind cannot be cleaned up. */
  take(name: string, kind: string, body: () => Promise<void>): Promise<void> {
    const run = this.#turn.then(() => this.#run(name, kind, body));
    this.#turn = run.catch(() => {});
    return run;
  }

  async #run(name: string, kind: string, body: () => Promise<void>): Promise<void> {
    const left: Work[] = [];
    this.#left = left;
    let failure: unknown;
    try {
      await bounded(body, this.#timeout, name);
    } catch (error) {
      failure = error;
    }
    const problem = await this.clean(left, `cleaning up after ${name}`);
    if (NotApplicable.is(failure)) throw failure;
    if (failure !== undefined || problem !== undefined) throw repeatable(failure ?? problem, this.#seed, kind);
  }

  /** Does what is left, the latest first, to the end; answers the first failure. */
  async clean(left: Work[], what: string): Promise<unknown> {
    let problem: unknown;
    for (let work = left.pop(); work; work = left.pop()) {
      try {
        await bounded(work, this.#timeout, what);
      } catch (error) {
        problem ??= error;
      }
    }
    return problem;
  }
}
