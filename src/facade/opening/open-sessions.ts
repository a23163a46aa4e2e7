import type { Context, Log, PoolOptions } from '../../spi/context.ts';
import type { Budget } from '../calls/budget.ts';
import { endSession } from '../calls/end-session.ts';
import { PooledSessions, type Sessions, SharedSession } from '../calls/sessions.ts';
import type { LooseConnector } from '../loose-connector.ts';
import { poolLimits } from '../pool/pool-options.ts';
import { SessionPool } from '../pool/session-pool.ts';

/** Makes the session that all calls share, or the pool and its first session: so that what is wrong shows at opening. */
export function openSessions(
  connector: LooseConnector,
  settings: Readonly<Record<string, unknown>>,
  { instanceName, pool }: { readonly instanceName?: string; readonly pool?: PoolOptions },
  budget: Budget,
  log: Log,
): Promise<Sessions> {
  const connect = async (context: Context): Promise<unknown> => connector.connect(settings as never, context);
  return connector.pool ? openPool(connector, connector.pool, connect) : openShared();

  async function openShared(): Promise<Sessions> {
    let connecting: Promise<unknown> | undefined;
    const context: Context = {
      get signal() {
        return budget.signal;
      },
      log,
      instanceName,
    };
    try {
      const session = await budget.run(() => {
        connecting = connect(context);
        return connecting;
      }, false);
      return new SharedSession(connector, session);
    } catch (error) {
      // A session that is made too late belongs to nobody: end it.
      connecting?.then((late) => endSession(connector, late)).catch(() => {});
      throw error;
    }
  }

  async function openPool({ name }: LooseConnector, declared: Exclude<LooseConnector['pool'], undefined>, make: typeof connect): Promise<Sessions> {
    const source = {
      connect: (signal: AbortSignal) => make({ signal, log, instanceName }),
      end: (session: unknown) => endSession(connector, session),
      checkAlive: (session: unknown) => declared.checkAlive(session),
    };
    const { checkAlive: _, ...limits } = declared;
    const sessions = new PooledSessions(new SessionPool(source, poolLimits(limits, pool), name, log));
    try {
      const leasing = sessions.lease(() => budget.signal);
      const lease = await budget.run(() => leasing, false);
      lease.release();
      return sessions;
    } catch (error) {
      // Whatever comes late is ended by the closed pool.
      sessions.close().catch(() => {});
      throw error;
    }
  }
}
