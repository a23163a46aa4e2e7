import type { Awaitable } from '../model/awaitable.ts';
import type { AnyConnector } from '../spi/connector.ts';
import type { PoolOptions } from '../spi/context.ts';
import type { Operations, SchemaOp, ScriptOnConnectorOp, ScriptOnResourceOp, TestOp } from '../spi/operations.ts';

/** A connector with all that it may implement, whatever its types. */
export type LooseConnector = AnyConnector &
  Partial<TestOp & SchemaOp & ScriptOnConnectorOp & ScriptOnResourceOp> & {
    readonly dynamic?: Operations;
    readonly pool?: PoolOptions & { checkAlive(session: unknown): Awaitable<boolean> };
    disconnect?(session: unknown): Awaitable<void>;
  };
