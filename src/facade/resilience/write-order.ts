import type { Budget } from '../calls/budget.ts';
import type { ConnectorRequest } from './connector-request.ts';
import { Slots } from './slots.ts';

/** Operations that change an object which is there. A create has no uid before it is done, so there is nothing to order it by. */
const ordered: ReadonlySet<string> = new Set(['update', 'updateDelta', 'delete']);

/** Lets writes to one object run one after another, in the order in which they came; writes to different objects do not wait for each other. */
export class WriteOrder {
  readonly #lanes = new Map<string, { readonly slot: Slots; users: number }>();

  /** How many objects are being written to or waited for. */
  get busy(): number {
    return this.#lanes.size;
  }

  /** Whether a request has a place in an order. */
  static concerns(request: ConnectorRequest): boolean {
    return request.write && request.uid !== undefined && ordered.has(request.operation);
  }

  /** Takes the place of a request: undefined when no other write to the object is under way, else what to wait for. */
  take(request: ConnectorRequest, budget: Budget): Promise<void> | undefined {
    const key = keyOf(request);
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { slot: new Slots(1), users: 0 };
      this.#lanes.set(key, lane);
    }
    lane.users++;
    return lane.slot.take(budget)?.catch((error: unknown) => {
      this.#leave(key);
      throw error;
    });
  }

  /** Lets the next write to the object go on. */
  release(request: ConnectorRequest): void {
    const key = keyOf(request);
    this.#lanes.get(key)?.slot.release();
    this.#leave(key);
  }

  #leave(key: string): void {
    const lane = this.#lanes.get(key);
    if (lane && --lane.users === 0) this.#lanes.delete(key);
  }
}

function keyOf({ objectClass, uid }: ConnectorRequest): string {
  return JSON.stringify([objectClass, uid]);
}
