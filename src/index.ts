// The whole public surface of the core.

export type { BatchOptions, BatchStream } from './facade/batch/batch.ts';
export type {
  BatchAction,
  BatchCreate,
  BatchDelete,
  BatchGet,
  BatchItem,
  BatchItems,
  BatchItemsOf,
  BatchOutcome,
  BatchResult,
  BatchUpdate,
} from './facade/batch/batch-item.ts';
export type { CallOptions, Precondition } from './facade/calls/call-options.ts';
export type { EventSource, OperationEvent, ResilienceEvent } from './facade/calls/tracing.ts';
export type {
  Brings,
  DynamicObjectClass,
  Implemented,
  ObjectClassOf,
  ObjectClassOperations,
  Offered,
  WithOptions,
} from './facade/classes/object-class-operations.ts';
export type { ReadableName, RowOf, SortableName } from './facade/classes/row-of.ts';
export type { AnyFacade, Facade, Hook, HookArguments, Hooks, ScriptText } from './facade/facade.ts';
export {
  type DiscoverOptions,
  discoverConfiguration,
  type PartialSettings,
  testPartialConfiguration,
} from './facade/opening/discover-configuration.ts';
export { type LoadOptions, loadConnector } from './facade/opening/load-connector.ts';
export type { OpenOptions } from './facade/opening/open-connector.ts';
export { openConnector, validateConfiguration } from './facade/opening/open-connector.ts';
export type { PoolMetrics } from './facade/pool/pool-metrics.ts';
export type { ConnectorRequest } from './facade/resilience/connector-request.ts';
export type { CircuitIncident, Incident, RetryIncident, WaitIncident } from './facade/resilience/incident.ts';
export type { CircuitBreakerOptions, RateOptions, ResilienceOptions, RetryOptions } from './facade/resilience/resilience-options.ts';
export type { ScriptEngine, ScriptHost } from './facade/scripts/script-engine.ts';
export type { ScriptOptions } from './facade/scripts/script-texts.ts';
export type { Query } from './facade/search/query.ts';
export type { RowPage, SearchStream } from './facade/search/search-stream.ts';
export type { SyncDelta, SyncStream } from './facade/sync/sync-stream.ts';
export type {
  Attribute,
  AttributeBuilder,
  AttributeBuilders,
  AttributeFlags,
  AttributeInfo,
  Attributes,
  AttributeType,
  Many,
  ObjectFlags,
  ReferenceFlags,
  StringFlags,
  StringOf,
  Subtype,
  TypedAttribute,
} from './model/attribute.ts';
export { attr } from './model/attribute.ts';
export type { AnyAttributes, AttributeValue, Reference, ValueMap } from './model/attribute-value.ts';
export type { Awaitable } from './model/awaitable.ts';
export type { AnyChanges, Changes, ReceivedChanges, ReplaceAttributes, SideEffects, Written } from './model/changes.ts';
export { compileFilter, type Predicate, type Tested } from './model/compile-filter.ts';
export type { ErrorCode, ErrorDefinition, ErrorDetails, Problem } from './model/errors.ts';
export { ConnectorError, errors } from './model/errors.ts';
export type { Comparison, Filter, FilterBuilder, FilterLeaf, FilterName, FilterValue, ListName, One, TextName } from './model/filter.ts';
export { filters } from './model/filter.ts';
export { formatFilter } from './model/format-filter.ts';
export type { Describe, DescribeKeywords, Input, JsonSchema, ObjectOf, Present, ProgramValue, Static, WithDefault } from './model/json-schema.ts';
export { programValue } from './model/json-schema.ts';
export type { MessageArguments } from './model/message-arguments.ts';
export type { DeclaredOptions, ObjectClass, Traits, WellFormed } from './model/object-class.ts';
export { ACCOUNT, ALL, GROUP, objectClass } from './model/object-class.ts';
export { toJsonSchema } from './model/object-class-json-schema.ts';
export type { ConnectorOperation, ObjectClassOperation } from './model/operation.ts';
export { parseFilter } from './model/parse-filter.ts';
export type { Row } from './model/row.ts';
export type { Schema } from './model/schema.ts';
export type { SchemaFlags, SchemaType, SchemaValue } from './model/schema-attribute.ts';
export { Secret, SecretBytes } from './model/secret.ts';
export type { Simplify } from './model/simplify.ts';
export type { SpecialAttribute, SpecialAttributes } from './model/special-attributes.ts';
export { specialAttributes } from './model/special-attributes.ts';
export type { StandardOptions } from './model/standard-options.ts';
export { standardOptions } from './model/standard-options.ts';
export type {
  StandardConversion,
  StandardConverter,
  StandardIssue,
  StandardProperties,
  StandardResult,
  StandardSchema,
} from './model/standard-schema.ts';
export type {
  Accepted,
  Certain,
  Creatable,
  CreateAttributes,
  CreatedAttributes,
  FoundAttributes,
  IsDynamic,
  ProjectedAttributes,
  ReadAttributes,
  Readable,
  Updateable,
  ValueOf,
  Where,
  Writable,
} from './model/typed-attributes.ts';
export type { Around, AroundRequest, Outcome } from './spi/around.ts';
export type { ObjectClassCall, OptionsOf } from './spi/call.ts';
export { Call, derive } from './spi/call.ts';
export type { AnyConnector, ClassNamed, Connector, Definition } from './spi/connector.ts';
export { isConnector } from './spi/connector.ts';
export type { Context, Log, PoolOptions } from './spi/context.ts';
export type { AllOperations, Exact, Names } from './spi/define-connector.ts';
export { defineConnector } from './spi/define-connector.ts';
export { type Locale, localizedMessage, type Messages, messageKeys, messageOf, messageProblems } from './spi/messages.ts';
export type {
  AuthenticateOp,
  Change,
  ChangeBatch,
  ConnectorObject,
  CreateOp,
  DeleteOp,
  DiscoverConfigurationOp,
  GetOp,
  HookCall,
  LiveSyncOp,
  NamesToGet,
  Operations,
  Page,
  ResolveUsernameOp,
  SchemaOp,
  ScriptCall,
  ScriptOnConnectorOp,
  ScriptOnResourceOp,
  SearchCall,
  SearchOp,
  SortKey,
  Suggestions,
  SyncOp,
  Target,
  TestOp,
  UpdateDeltaOp,
  UpdateOp,
} from './spi/operations.ts';
export type { OperationPermissions, Permissions } from './spi/permissions.ts';
export { type Pushable, type Pushdown, pushdown } from './spi/pushdown.ts';
export { type MarkedSecret, type PathBelow, type SecretSettings, secretSettings, type WithSecrets } from './spi/secret-settings.ts';
export { type AttributeSpec, type ConnectorSpec, type ObjectClassSpec, type SpecOptions, spec } from './spi/spec.ts';
export { specSchema } from './spi/spec-schema.ts';
export { wrap } from './spi/wrap.ts';
