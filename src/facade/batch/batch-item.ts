import type { Changes, Written } from '../../model/changes.ts';
import type { ConnectorError } from '../../model/errors.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Row } from '../../model/row.ts';
import type { CreateAttributes } from '../../model/typed-attributes.ts';
import type { OptionsOf } from '../../spi/call.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { Precondition } from '../calls/call-options.ts';
import type { Implemented, Offered } from '../classes/object-class-operations.ts';
import type { ReadableName } from '../classes/row-of.ts';

/** What the items of a batch have in common. */
export interface BatchAction<O extends ObjectClass, Op extends 'create' | 'update' | 'delete' | 'get'> {
  readonly objectClass: O['name'];
  readonly operation: Op;
  /** The options that the connector declares for the operation. */
  readonly options?: OptionsOf<O, Op, 'input'> | undefined;
}

/** An object to make. */
export interface BatchCreate<O extends ObjectClass> extends BatchAction<O, 'create'> {
  readonly attributes: CreateAttributes<O['attributes']>;
}

/** An object to change. */
export interface BatchUpdate<O extends ObjectClass> extends BatchAction<O, 'update'>, Precondition {
  readonly uid: string;
  readonly changes: Changes<O['attributes']>;
}

/** An object to delete. */
export interface BatchDelete<O extends ObjectClass> extends BatchAction<O, 'delete'>, Precondition {
  readonly uid: string;
}

/** An object to read. */
export interface BatchGet<O extends ObjectClass> extends BatchAction<O, 'get'> {
  readonly uid: string;
  /** Names of the attributes to bring; `'*'` stands for those returned by default. */
  readonly attributes?: readonly (ReadableName<O> | '*')[] | undefined;
}

/** The items of one object class, by operation. */
export interface BatchItemsOf<O extends ObjectClass> {
  readonly create: BatchCreate<O>;
  readonly update: BatchUpdate<O>;
  readonly delete: BatchDelete<O>;
  readonly get: BatchGet<O>;
}

/** One thing to do of a batch: of the object classes and operations that a connector implements; of any, when its types are not known. */
export type BatchItem<X extends AnyConnector = AnyConnector> = [Implemented<X>] extends [never]
  ? BatchItemsOf<ObjectClass>[keyof BatchItemsOf<ObjectClass>]
  : {
      [N in Exclude<Implemented<X>, '__ALL__'>]: BatchItemsOf<Extract<X['objectClasses'][number], { readonly name: N }>>[Extract<
        Offered<X['operations'][N & keyof X['operations']]>,
        keyof BatchItemsOf<ObjectClass>
      >];
    }[Exclude<Implemented<X>, '__ALL__'>];

/** Where the items of a batch come from; read as they are needed, so that a million rows need no memory. */
export type BatchItems<X extends AnyConnector = AnyConnector> = Iterable<BatchItem<X>> | AsyncIterable<BatchItem<X>>;

/** What became of an item of a batch, in itself. */
export type BatchOutcome =
  | { readonly ok: true; readonly operation: 'create' | 'update'; readonly value: Written }
  | { readonly ok: true; readonly operation: 'delete'; readonly value: undefined }
  | { readonly ok: true; readonly operation: 'get'; readonly value: Row | undefined }
  | {
      readonly ok: false;
      readonly error: ConnectorError;
      /** True when it was not begun, because the batch was stopped before; then the error is OperationAborted, outcome `none`. */
      readonly skipped: boolean;
    };

/** What became of an item of a batch, and which one it was. */
export type BatchResult<I = unknown> = BatchOutcome & {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** The item itself. Not enumerable: who logs a result must not log the password in it. */
  readonly item: I;
};
