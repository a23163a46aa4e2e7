import { ConnectorError } from '../model/errors.ts';
import type { AroundRequest } from '../spi/around.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { wrap } from '../spi/wrap.ts';

/** Stops a connector before the calls that would do something, and keeps what it would have been given. */
export class InterceptedCall {
  readonly #stops: (operation: string) => boolean;
  readonly #thrown = new WeakSet<object>();
  #request: AroundRequest | undefined;

  /** @param stops  Which operations are not to happen. */
  constructor(stops: (operation: string) => boolean) {
    this.#stops = stops;
  }

  /** The connector with its calls stopped. */
  readonly around = (connector: AnyConnector): AnyConnector =>
    wrap(connector, {
      before: (request) => {
        if (!this.#stops(request.operation)) return;
        this.#request = request;
        const stop = new ConnectorError('OperationAborted', `${request.operation} was stopped before it was sent`);
        this.#thrown.add(stop);
        throw stop;
      },
    });

  /** Whether a failure is, or comes from, a call that was stopped. */
  stopped(error: unknown): boolean {
    if (typeof error !== 'object' || error === null) return false;
    return this.#thrown.has(error) || this.stopped((error as { readonly cause?: unknown }).cause);
  }

  /** Runs something up to the call that is stopped; undefined when it came to none. */
  async requestOf(work: () => Promise<unknown>): Promise<AroundRequest | undefined> {
    this.#request = undefined;
    try {
      await work();
    } catch (error) {
      if (!this.stopped(error)) throw error;
    }
    return this.#request;
  }
}

const reads = ['search', 'get', 'sync', 'latestSyncToken', 'liveSync', 'authenticate', 'resolveUsername', 'test', 'schema'];

/** Whether an operation may change something: a script and a hook may. */
export const isWrite = (operation: string): boolean => !reads.includes(operation);
