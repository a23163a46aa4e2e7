import type { AnyFacade } from '../../facade/facade.ts';
import { openConnector } from '../../facade/opening/open-connector.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { Log } from '../../spi/context.ts';
import { CrestError } from '../crest/crest-error.ts';
import { connectorRefOf } from './connector-names.ts';
import { type Dialect, pingDialect, standardDialect } from './dialect.ts';
import { ObjectForm } from './object-form.ts';
import { objectTypesOf } from './object-type.ts';
import type { ConnectorRef, OperationRule, SystemDefinition } from './system-definition.ts';

/** After a failed opening callers hear of it at once for this long, in milliseconds: opening may mean to log in, and repeating that locks accounts. */
const PAUSE_AFTER_FAILURE = 5000;

/** How a system is. PingIDM: the answer of `_action=test`. */
export interface SystemStatus {
  readonly name: string;
  readonly enabled: boolean;
  readonly config: string;
  readonly connectorRef: ConnectorRef;
  readonly displayName: string;
  readonly objectTypes: readonly string[];
  readonly error?: string;
  readonly ok: boolean;
}

/** One system of the gateway: its connector is opened at the first call that needs it, once. */
export class System {
  readonly definition: SystemDefinition;
  readonly #log: Log;
  readonly #dialect: Dialect;
  #facade: Promise<AnyFacade> | undefined;
  #forms: Promise<ReadonlyMap<string, ObjectForm>> | undefined;
  #failure: { readonly error: unknown; readonly until: number } | undefined;
  #closed = false;

  constructor(definition: SystemDefinition, log: Log) {
    this.definition = definition;
    this.#log = log;
    const zone = definition.timeZone ?? definition.configuration.timeZone;
    this.#dialect = definition.dialect === 'ping' ? pingDialect(typeof zone === 'string' ? zone : 'UTC') : standardDialect;
  }

  get name(): string {
    return this.definition.name;
  }

  get connectorRef(): ConnectorRef {
    return this.definition.connectorRef ?? connectorRefOf(this.definition.connector);
  }

  /**
   * The opened connector.
   *
   * @throws ConnectorError what opening throws; CrestError 503 for a system that is switched off.
   */
  facade(): Promise<AnyFacade> {
    if (this.definition.enabled === false || this.#closed) throw new CrestError(503, `System ${this.name} is not enabled`);
    const failure = this.#failure;
    if (failure && performance.now() < failure.until) throw failure.error;
    this.#facade ??= this.#open();
    return this.#facade;
  }

  async #open(): Promise<AnyFacade> {
    const { connector, configuration, open, remarks = [] } = this.definition;
    for (const remark of remarks) this.warn(remark);
    try {
      const facade = await openConnector(connector, configuration as never, { ...open, log: this.#log, instanceName: this.name });
      this.#failure = undefined;
      return facade;
    } catch (error) {
      this.#facade = undefined;
      this.#failure = { error, until: performance.now() + PAUSE_AFTER_FAILURE };
      throw error;
    }
  }

  /** The forms of the system's object types, by name. */
  async forms(): Promise<ReadonlyMap<string, ObjectForm>> {
    this.#forms ??= this.#readForms().catch((error: unknown) => {
      this.#forms = undefined;
      throw error;
    });
    return this.#forms;
  }

  async #readForms(): Promise<ReadonlyMap<string, ObjectForm>> {
    const schema = await (await this.facade()).schema();
    const { byName, unknown } = objectTypesOf(schema, this.definition.objectTypes);
    if (unknown.length > 0) this.warn(`${unknown.join(', ')} is not in the connector and left out`);
    return new Map([...byName].map(([name, type]) => [name, new ObjectForm(type, this.#dialect)]));
  }

  /**
   * The form of one object type.
   *
   * @throws CrestError 404 for a type that the system does not have.
   */
  async form(type: string): Promise<ObjectForm> {
    const forms = await this.forms();
    const form = forms.get(type);
    if (form) return form;
    throw new CrestError(404, `System ${this.name} has no object type ${type}; it has ${[...forms.keys()].join(', ')}`);
  }

  /** What the configuration says of an operation. */
  rule(operation: string): OperationRule | undefined {
    return this.definition.operationOptions?.[operation];
  }

  /** Says in the log what callers are not told. */
  warn(message: string): void {
    this.#log('warn', `system ${this.name}: ${message}`);
  }

  /** Milliseconds that an operation may take; undefined for no limit of its own. */
  timeout(operation: string): number | undefined {
    const limit = this.definition.operationTimeout?.[operation];
    return limit === undefined || limit < 0 ? undefined : limit;
  }

  /** Tests the connection. A system that cannot be used is an answer, not a failure: `ok` is false and `error` says why. */
  async status(signal?: AbortSignal): Promise<SystemStatus> {
    const { enabled = true, connector, displayName } = this.definition;
    const base = {
      name: this.name,
      enabled,
      config: `config/provisioner.openicf/${this.name}`,
      connectorRef: this.connectorRef,
      displayName: displayName ?? connector.displayName ?? connector.name,
    };
    const declared = Object.keys(this.definition.objectTypes ?? {});
    try {
      const facade = await this.facade();
      const objectTypes = this.definition.objectTypes ? declared : [...(await this.forms()).keys()];
      if (facade.supports('test')) await facade.test({ signal, timeout: this.timeout('TEST') });
      return { ...base, objectTypes, ok: true };
    } catch (error) {
      const message = error instanceof CrestError || ConnectorError.is(error) ? error.message : 'the connector failed';
      return { ...base, objectTypes: declared, error: message, ok: false };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const opened = await this.#facade?.catch(() => undefined);
    await opened?.close();
  }
}
