import type { LooseConnector } from '../loose-connector.ts';
import { translateError } from './translate-error.ts';

/** Ends what `connect` made: by the connector's disconnect, else by the session's own way of being disposed of. */
export async function endSession(connector: LooseConnector, session: unknown): Promise<void> {
  try {
    if (connector.disconnect) await connector.disconnect(session);
    else await dispose(session);
  } catch (error) {
    throw translateError(error, `close of ${connector.name}`);
  }
}

async function dispose(session: unknown): Promise<void> {
  if ((typeof session !== 'object' && typeof session !== 'function') || session === null) return;
  const { [Symbol.asyncDispose]: later, [Symbol.dispose]: now } = session as Partial<AsyncDisposable & Disposable>;
  if (later) await later.call(session);
  else now?.call(session);
}
