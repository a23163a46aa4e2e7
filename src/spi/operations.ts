import type { Awaitable } from '../model/awaitable.ts';
import type { ReceivedChanges, ReplaceAttributes, Written } from '../model/changes.ts';
import type { Filter } from '../model/filter.ts';
import type { Static } from '../model/json-schema.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { Secret } from '../model/secret.ts';
import type { CreatedAttributes, FoundAttributes, IsDynamic, Readable } from '../model/typed-attributes.ts';
import type { Call, ObjectClassCall } from './call.ts';
import type { Context, Log } from './context.ts';

/** The object that a write or a read is about. */
export interface Target {
  readonly uid: string;
  /** The revision that the caller last saw; a connector that knows revisions refuses another with PreconditionFailed. */
  readonly revision: string | undefined;
  /** The name that the caller last saw; a hint only. */
  readonly nameHint: string | undefined;
}

/** An object as a connector hands it out. */
export interface ConnectorObject<O extends ObjectClass = ObjectClass> {
  readonly uid: string;
  readonly name: string;
  readonly revision?: string | undefined;
  /** What was asked for and there is; null and undefined mean absent. */
  readonly attributes: FoundAttributes<O['attributes']>;
  /** Names of attributes of which not all values are here. */
  readonly incomplete?: readonly string[] | undefined;
}

/** A page of a search. Its cursor names the page that follows; the last page has none. A generator that ends on a page with a cursor is called again with it. */
export interface Page<O extends ObjectClass = ObjectClass> {
  readonly objects: readonly ConnectorObject<O>[];
  readonly cursor?: string | undefined;
  /** The whole filter has been applied to these objects, so the framework need not. */
  readonly exact?: boolean | undefined;
  readonly remaining?: number | undefined;
  readonly total?: number | undefined;
  readonly totalIsEstimate?: boolean | undefined;
  /** Objects are missing; only when the caller allows it (ALLOW_PARTIAL_RESULTS), else throw. */
  readonly incomplete?: boolean | undefined;
  /** How old what the page says may be: something on it comes from what the system knew at that time. Undefined when all of it was read live. */
  readonly asOf?: Date | undefined;
}

/** One criterion of a sort. */
export interface SortKey<K extends string = string> {
  readonly attribute: K;
  /** True unless said otherwise. */
  readonly ascending?: boolean;
}

/** Names of the attributes to deliver: those asked for or returned by default, and those that the filter and the sort need. */
export type NamesToGet<O extends ObjectClass> = ReadonlySet<IsDynamic<O['attributes']> extends true ? string : Readable<O['attributes']>>;

/** ICF: CreateOp. */
export interface CreateOp<O extends ObjectClass, S = unknown> {
  /** Makes an object and answers its uid. A uid means that all of it was done: else throw with `outcome: 'partial'`. Errors: AlreadyExists, InvalidAttributeValue, PermissionDenied. */
  create(
    call: ObjectClassCall<O, S, 'create'> & { readonly attributes: CreatedAttributes<O['attributes']> },
  ): Awaitable<string | Written<O['attributes']>>;
}

/** ICF: UpdateOp, for systems that replace values. */
export interface UpdateOp<O extends ObjectClass, S = unknown> {
  /** Replaces values; null clears. The framework reads and merges for add and remove. Errors: UnknownUid, AlreadyExists, InvalidAttributeValue, PreconditionFailed. */
  update(
    call: ObjectClassCall<O, S, 'update'> & Target & { readonly attributes: ReplaceAttributes<O['attributes']> },
  ): Awaitable<string | Written<O['attributes']> | void>;
}

/** ICF: UpdateDeltaOp, for systems that can add and remove single values. */
export interface UpdateDeltaOp<O extends ObjectClass, S = unknown> {
  /** Applies replace, add and remove as they come. Errors: UnknownUid, AlreadyExists, InvalidAttributeValue, PreconditionFailed. */
  updateDelta(
    call: ObjectClassCall<O, S, 'updateDelta'> & Target & { readonly changes: ReceivedChanges<O['attributes']> },
  ): Awaitable<string | Written<O['attributes']> | void>;
}

/** ICF: DeleteOp. */
export interface DeleteOp<O extends ObjectClass, S = unknown> {
  /** Deletes an object. Errors: UnknownUid, PreconditionFailed. */
  delete(call: ObjectClassCall<O, S, 'delete'> & Target): Awaitable<void>;
}

/** ICF: GetApiOp, where a system reads one object better than it searches. When it is there, a search for exactly one uid comes here too. */
export interface GetOp<O extends ObjectClass, S = unknown> {
  /** Reads one object live; undefined when there is none. */
  get(
    call: ObjectClassCall<O, S, 'get'> & { readonly uid: string; readonly attributesToGet: NamesToGet<O> },
  ): Awaitable<ConnectorObject<O> | undefined>;
}

/** A request to search. */
export interface SearchCall<O extends ObjectClass, S = unknown> extends ObjectClassCall<O, S, 'search'> {
  /** The whole filter; a superset of what matches may be yielded, never less. Undefined: everything. */
  readonly filter: Filter | undefined;
  readonly attributesToGet: NamesToGet<O>;
  /** Empty unless every attribute in it is declared sortable. */
  readonly sort: readonly SortKey[];
  /** How many objects the caller wants at a time; a hint. */
  readonly pageSize: number;
  /** The cursor of a page that this connector yielded earlier. */
  readonly cursor: string | undefined;
  readonly total: 'none' | 'estimate' | 'exact';
}

/** ICF: SearchOp. */
export interface SearchOp<O extends ObjectClass, S = unknown> {
  /** Yields pages. An error, never a shorter result, when something cannot be read. */
  search(call: SearchCall<O, S>): AsyncIterable<Page<O>>;
}

/** A change that sync found. */
export interface Change<O extends ObjectClass = ObjectClass> {
  readonly type: 'create' | 'update' | 'upsert' | 'delete';
  readonly uid: string;
  /** The uid before a rename. */
  readonly previousUid?: string | undefined;
  readonly object?: ConnectorObject<O> | undefined;
  /** Its class, in a sync of `__ALL__`. */
  readonly objectClass?: string | undefined;
  /** A token of its own, where the system has one. */
  readonly token?: string | undefined;
}

/** Changes, and the token that covers them; a batch without changes moves the token on. */
export interface ChangeBatch<O extends ObjectClass = ObjectClass> {
  readonly changes: readonly Change<O>[];
  readonly token: string;
}

/** ICF: SyncOp. */
export interface SyncOp<O extends ObjectClass, S = unknown> {
  /** Yields what changed since the token; from the beginning without one. */
  sync(
    call: ObjectClassCall<O, S, 'sync'> & { readonly token: string | undefined; readonly attributesToGet: NamesToGet<O> },
  ): AsyncIterable<ChangeBatch<O>>;
  /** The token of now; undefined when nothing has ever changed. */
  latestSyncToken(call: ObjectClassCall<O, S, 'latestSyncToken'>): Awaitable<string | undefined>;
}

/** ICF: LiveSyncOp. */
export interface LiveSyncOp<O extends ObjectClass, S = unknown> {
  /** Yields changes as they happen, until the signal ends it. */
  liveSync(call: ObjectClassCall<O, S, 'liveSync'> & { readonly attributesToGet: NamesToGet<O> }): AsyncIterable<Omit<Change<O>, 'token'>>;
}

/** ICF: AuthenticateOp. */
export interface AuthenticateOp<O extends ObjectClass, S = unknown> {
  /** Answers the uid of the user whose name and password these are. Errors: InvalidCredential, InvalidPassword, PasswordExpired. */
  authenticate(call: ObjectClassCall<O, S, 'authenticate'> & { readonly username: string; readonly password: Secret }): Awaitable<string>;
}

/** ICF: ResolveUsernameOp. */
export interface ResolveUsernameOp<O extends ObjectClass, S = unknown> {
  /** Answers the uid of the user with this name. Errors: UnknownUid. */
  resolveUsername(call: ObjectClassCall<O, S, 'resolveUsername'> & { readonly username: string }): Awaitable<string>;
}

/** Any of the operations of an object class: `{ … } satisfies Operations<typeof Account, Session>`. Handlers are called on the object they are in. */
export interface Operations<O extends ObjectClass = ObjectClass, S = unknown>
  extends Partial<CreateOp<O, S>>,
    Partial<UpdateOp<O, S>>,
    Partial<UpdateDeltaOp<O, S>>,
    Partial<DeleteOp<O, S>>,
    Partial<GetOp<O, S>>,
    Partial<SearchOp<O, S>>,
    Partial<SyncOp<O, S>>,
    Partial<LiveSyncOp<O, S>>,
    Partial<AuthenticateOp<O, S>>,
    Partial<ResolveUsernameOp<O, S>> {}

/** ICF: TestOp. */
export interface TestOp<S = unknown> {
  /** Checks that the system can be reached and that the credentials work; throws what is wrong. */
  test(call: Call<S>): Awaitable<void>;
}

/** ICF: SchemaOp, for a schema known only at run time; its object classes are served by `dynamic`. */
export interface SchemaOp<S = unknown> {
  schema(call: Call<S>): Awaitable<readonly ObjectClass[]>;
}

/** A request to run the text of a script. */
export interface ScriptCall<S = unknown> extends Call<S> {
  readonly language: string;
  readonly text: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** ICF: ScriptOnConnectorOp. */
export interface ScriptOnConnectorOp<S = unknown> {
  scriptOnConnector(call: ScriptCall<S>): Awaitable<unknown>;
}

/** ICF: ScriptOnResourceOp. */
export interface ScriptOnResourceOp<S = unknown> {
  scriptOnResource(call: ScriptCall<S>): Awaitable<unknown>;
}

/** A call of a hook: a function that the connector, or the application, registered under a name. ICF: ScriptOnConnectorOp without text. */
export interface HookCall<S = unknown, G = Readonly<Record<string, unknown>>> extends Call<S> {
  readonly args: G;
  readonly log: Log;
}

/** Values that a configuration could have, by setting; `closed` when no others are possible. */
export type Suggestions = Readonly<Record<string, { readonly values: readonly unknown[]; readonly closed?: boolean }>>;

/** ICF: DiscoverConfigurationOp. */
export interface DiscoverConfigurationOp<C = unknown> {
  discoverConfiguration(configuration: Partial<Static<C>>, context: Context): Awaitable<Suggestions>;
  testPartialConfiguration(configuration: Partial<Static<C>>, context: Context): Awaitable<void>;
}
