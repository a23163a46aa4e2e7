import type { ObjectClass } from '../../model/object-class.ts';
import { Call } from '../../spi/call.ts';
import type { Budget } from './budget.ts';

// A symbol, not a #private field: a derived call is another object with the same prototype.
const budgetOf = Symbol('budget');

/** The request object that handlers receive; `signal` is an accessor of the prototype and costs nothing until it is read. */
export class FacadeCall extends Call {
  declare readonly objectClass: ObjectClass | undefined;
  declare readonly options: Readonly<Record<string, unknown>>;
  readonly [budgetOf]: Budget;

  /** @param fields  What the operation takes besides: `uid`, `attributes`, `filter` and so on. */
  constructor(session: unknown, budget: Budget, objectClass: ObjectClass | undefined, options: Readonly<Record<string, unknown>>, fields: object) {
    super();
    const own = this as { session: unknown; objectClass: ObjectClass | undefined; options: Readonly<Record<string, unknown>> };
    own.session = session;
    own.objectClass = objectClass;
    own.options = options;
    this[budgetOf] = budget;
    Object.assign(this, fields);
  }

  override get signal(): AbortSignal {
    return this[budgetOf].signal;
  }
}
