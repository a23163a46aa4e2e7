import type { AnyConnector } from '../../spi/connector.ts';
import type { Operations } from '../../spi/operations.ts';
import { withOperations } from './cases/changed-connector.ts';

const writes = ['create', 'update', 'updateDelta', 'delete'] as const;
const reads = ['get', 'latestSyncToken', 'authenticate', 'resolveUsername'] as const;
const streams = ['search', 'sync'] as const;

type Handler = (call: unknown) => unknown;
type Handlers = Readonly<Record<string, Handler | undefined>>;

/**
 * A connector that waits, before the first read after a write, until its system has caught up.
 *
 * The wait is part of the kit, so that a connector of a system that lags behind can be held to all other promises.
 */
export function settling(connector: AnyConnector, settle: () => unknown): AnyConnector {
  let isBehind = false;
  let settled: Promise<unknown> = Promise.resolve();
  const caughtUp = () => {
    if (isBehind) settled = (async () => settle())();
    isBehind = false;
    return settled;
  };
  const waiting = (own: Operations): Partial<Operations> => {
    const handlers = own as Handlers;
    const wrapped: Record<string, Handler> = {};
    const wrap = (names: readonly string[], around: (handler: Handler) => Handler) => {
      for (const name of names) {
        const handler = handlers[name];
        if (typeof handler === 'function') wrapped[name] = around(handler);
      }
    };
    wrap(writes, (handler) => async (call) => {
      try {
        return await handler(call);
      } finally {
        isBehind = true;
      }
    });
    wrap(reads, (handler) => async (call) => {
      await caughtUp();
      return handler(call);
    });
    wrap(
      streams,
      (handler) =>
        async function* (call) {
          await caughtUp();
          yield* handler(call) as AsyncIterable<unknown>;
        },
    );
    return wrapped as Partial<Operations>;
  };
  const names = Object.keys(connector.operations as object);
  const declared = names.reduce((changed, name) => withOperations(changed, name, waiting), connector);
  return 'dynamic' in connector ? withOperations(declared, '', waiting) : declared;
}
