import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change, ChangeBatch } from '../../../spi/operations.ts';
import type { SyncedClass, SyncRequest } from './synced-class.ts';

/** What is synced: some object classes, under one name. */
export interface SyncScope {
  /** `__ACCOUNT__`, `__ALL__`. */
  readonly name: string;
  readonly classes: readonly SyncedClass[];
}

/** Where changes come from. */
export interface ChangeSource {
  /**
   * What has changed since a token.
   *
   * @throws ConnectorError `InvalidArgument` for a token that it cannot go on from.
   */
  changes(request: SyncRequest, scope: SyncScope, token: string): AsyncIterable<ChangeBatch<ObjectClass>>;
  /** The token of now. */
  latest(request: SyncRequest, scope: SyncScope): Promise<string>;
  /** A token of now after all objects have been read that were there when `latest` gave this one. */
  loaded(token: string, scope: SyncScope): string;
  /** Changes from now on, until the signal ends it. */
  live(request: SyncRequest, scope: SyncScope): AsyncIterable<Change<ObjectClass>>;
}
