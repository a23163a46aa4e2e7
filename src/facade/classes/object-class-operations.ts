import type { Changes, Written } from '../../model/changes.ts';
import type { ObjectClass } from '../../model/object-class.ts';
import type { Secret } from '../../model/secret.ts';
import type { CreateAttributes, ReadAttributes } from '../../model/typed-attributes.ts';
import type { OptionsOf } from '../../spi/call.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { CallOptions, Precondition } from '../calls/call-options.ts';
import type { Query } from '../search/query.ts';
import type { SearchStream } from '../search/search-stream.ts';
import type { SyncDelta, SyncStream } from '../sync/sync-stream.ts';
import type { ReadableName, RowOf } from './row-of.ts';

/** The options of a call, and those that the connector declares for the operation. */
export type WithOptions<O extends ObjectClass, Op> = CallOptions & { readonly options?: OptionsOf<O, Op, 'input'> };

/** The operations of one object class, as an application calls them. Every failure is a ConnectorError. */
export interface ObjectClassOperations<O extends ObjectClass> {
  /** Makes an object. Errors: AlreadyExists, InvalidAttributeValue (all problems at once, nothing sent), PermissionDenied. */
  create(attributes: CreateAttributes<O['attributes']>, options?: WithOptions<O, 'create'>): Promise<Written<O['attributes']>>;
  /** Changes an object and answers the uid it has now, which a rename may change. Errors: UnknownUid, AlreadyExists, InvalidAttributeValue, PreconditionFailed. */
  update(uid: string, changes: Changes<O['attributes']>, options?: WithOptions<O, 'update'> & Precondition): Promise<Written<O['attributes']>>;
  /** Deletes an object. Errors: UnknownUid, PreconditionFailed. */
  delete(uid: string, options?: WithOptions<O, 'delete'> & Precondition): Promise<void>;
  /** Reads an object; undefined when there is none. */
  get<const K extends ReadableName<O> | '*' = '*'>(
    uid: string,
    options?: WithOptions<O, 'get'> & { readonly attributes?: readonly K[] },
  ): Promise<RowOf<O, K> | undefined>;
  /** Makes a stream of what matches; nothing is read until the stream is used. */
  search<const K extends ReadableName<O> | '*' = '*'>(query?: Query<O, K>): SearchStream<RowOf<O, K>>;
  /** Makes a stream of changes since a token. */
  sync<const K extends ReadableName<O> | '*' = '*'>(
    options?: WithOptions<O, 'sync'> & { readonly token?: string | undefined; readonly attributes?: readonly K[] },
  ): SyncStream<SyncDelta<O['name'], RowOf<O, K>['attributes']>>;
  /** The token of now, for a later sync. */
  latestSyncToken(options?: CallOptions): Promise<string | undefined>;
  /** Changes as they happen, until the signal ends it. */
  liveSync(options?: WithOptions<O, 'liveSync'>): AsyncIterable<Omit<SyncDelta<O['name'], ReadAttributes<O['attributes']>>, 'token'>>;
  /** Answers the uid of the user whose name and password these are. Errors: InvalidCredential, InvalidPassword, PasswordExpired. */
  authenticate(username: string, password: Secret | string, options?: WithOptions<O, 'authenticate'>): Promise<string>;
  /** Answers the uid of the user with this name. Errors: UnknownUid. */
  resolveUsername(username: string, options?: WithOptions<O, 'resolveUsername'>): Promise<string>;
}

/** What an operation of a connector brings besides itself. */
export type Brings = { search: 'get'; updateDelta: 'update' };
/** The facade's operations that an implementation offers. */
export type Offered<I> = keyof I | { [K in keyof I]: K extends keyof Brings ? Brings[K] : never }[keyof I];

/** The operations of an object class whose types are not known: all are there, those missing throw UnsupportedOperation. */
export type DynamicObjectClass = { readonly name: string } & ObjectClassOperations<ObjectClass>;

/** Names of the object classes that a connector implements. */
export type Implemented<X extends AnyConnector> = keyof X['operations'] & string;

/**
 * The operations of one object class of a connector: only those it implements.
 *
 * @example
 * type Accounts = ObjectClassOf<typeof aws, '__ACCOUNT__'>;
 */
export type ObjectClassOf<X extends AnyConnector, N extends string> = [Implemented<X>] extends [never]
  ? DynamicObjectClass
  : { readonly name: N } & Pick<
      ObjectClassOperations<N extends '__ALL__' ? X['objectClasses'][number] : Extract<X['objectClasses'][number], { readonly name: N }>>,
      Extract<Offered<X['operations'][N & keyof X['operations']]>, keyof ObjectClassOperations<ObjectClass>>
    >;
