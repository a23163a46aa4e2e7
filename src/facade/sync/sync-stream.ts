import type { AnyAttributes } from '../../model/attribute-value.ts';
import type { Row } from '../../model/row.ts';

/** A change, as the application sees it. */
export interface SyncDelta<N extends string = string, R = AnyAttributes> {
  readonly objectClass: N;
  readonly type: 'create' | 'update' | 'upsert' | 'delete';
  readonly uid: string;
  /** The uid before a rename. */
  readonly previousUid?: string;
  /** The object as it is now; not for a deletion. */
  readonly row?: Row<N, R>;
  /** Safe to keep once this change is dealt with. */
  readonly token: string;
}

/** Changes one by one. `''` is the token of the beginning. */
export interface SyncStream<D> extends AsyncIterable<D> {
  /** The token that is safe to keep now: everything before it has been handed out. */
  readonly token: string;
  toArray(): Promise<D[]>;
  batches(): AsyncIterable<{ readonly changes: readonly D[]; readonly token: string }>;
}
