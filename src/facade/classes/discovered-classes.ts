import { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import { Budget } from '../calls/budget.ts';
import type { CallOptions } from '../calls/call-options.ts';

/** The object classes that a connector finds at run time: asked for once, shared by all who need them. */
export class DiscoveredClasses {
  readonly #what: string;
  readonly #timeout: number | undefined;
  readonly #ask: (options: CallOptions | undefined) => Promise<unknown>;
  #underWay: Promise<readonly ObjectClass[]> | undefined;
  #found: readonly ObjectClass[] | undefined;

  /** @param ask  Asks the connector, within the budget of the options. */
  constructor(what: string, timeout: number | undefined, ask: (options: CallOptions | undefined) => Promise<unknown>) {
    this.#what = what;
    this.#timeout = timeout;
    this.#ask = ask;
  }

  /** What is known already. */
  get found(): readonly ObjectClass[] | undefined {
    return this.#found;
  }

  /** What is known, else what the connector finds. A failure is not kept: the next caller asks again. */
  async classes(options?: CallOptions & { readonly refresh?: boolean }): Promise<readonly ObjectClass[]> {
    if (options?.refresh) return this.#begin(options);
    for (;;) {
      if (this.#found) return this.#found;
      const shared = this.#underWay;
      if (!shared) return this.#begin(options);
      const budget = new Budget(this.#what, options, this.#timeout);
      try {
        return await budget.run(() => shared, false);
      } catch (error) {
        // Who began it gave up, which is no reason for the others to.
        const theirs = !budget.expiry && ConnectorError.is(error) && (error.code === 'OperationAborted' || error.code === 'OperationTimeout');
        if (!theirs) throw error;
      } finally {
        budget.dispose();
      }
    }
  }

  #begin(options: CallOptions | undefined): Promise<readonly ObjectClass[]> {
    const asking = this.#ask(options).then((found) => this.#checked(found));
    this.#underWay = asking;
    const end = (found: readonly ObjectClass[] | undefined) => {
      // Of two that overlap the later one counts.
      if (this.#underWay !== asking) return;
      this.#underWay = undefined;
      if (found) this.#found = found;
    };
    return asking.then(
      (found) => {
        end(found);
        return found;
      },
      (error: unknown) => {
        end(undefined);
        throw error;
      },
    );
  }

  #checked(found: unknown): readonly ObjectClass[] {
    const fits = (each: Partial<ObjectClass> | null | undefined) =>
      typeof each?.name === 'string' && typeof each.attributes === 'object' && each.attributes !== null;
    if (Array.isArray(found) && found.every(fits)) return found as readonly ObjectClass[];
    throw new ConnectorError('Internal', `${this.#what}: the connector did not answer a list of object classes`);
  }
}
