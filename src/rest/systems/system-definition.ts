import type { OpenOptions } from '../../facade/opening/open-connector.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { ConfiguredType } from './object-type.ts';

/** What a connector is called in a configuration. OpenICF: ConnectorKey. */
export interface ConnectorRef {
  readonly connectorName: string;
  readonly bundleName: string;
  /** A version, or an interval such as `[1.5.0.0,1.6.0.0)`. */
  readonly bundleVersion: string;
  readonly connectorHostRef?: string;
  readonly displayName?: string;
}

/** One action of a script, for the connectors whose name it matches. PingIDM: systemActions. */
export interface ScriptAction {
  /** A regular expression over the connector's name. */
  readonly systemType?: string | undefined;
  /** `hook` calls the hook of that name; anything else is the language of the text. */
  readonly language: string;
  readonly text: string;
}

/** Which operations callers may not ask for, and of which object types. PingIDM: operationOptions. */
export interface OperationRule {
  /** Callers get 403, whatever PingIDM's `onDeny` says: doing nothing would look done. */
  readonly denied?: boolean;
  readonly supportedObjectTypes?: readonly string[];
  /** Exceptions by object class: `{ __GROUP__: { denied: false } }`. */
  readonly objectFeatures?: Readonly<Record<string, { readonly denied?: boolean }>>;
}

/** A system that the gateway serves: a connector, its configuration, and how callers see it. */
export interface SystemDefinition {
  /** The name in paths: `/openidm/system/NAME`. */
  readonly name: string;
  /** False keeps it out of use; it is listed all the same. True by default. */
  readonly enabled?: boolean;
  readonly connector: AnyConnector;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What callers are told that the connector is; made from the connector unless given. */
  readonly connectorRef?: ConnectorRef;
  readonly displayName?: string;
  /** `ping` prints dates and tags as PingIDM's AWS connector does. `standard` by default. */
  readonly dialect?: 'standard' | 'ping';
  /** IANA zone in which `ping` prints dates; the configuration's `timeZone`, else UTC. */
  readonly timeZone?: string;
  /** The object types to show; every object class under its own name, and `__ALL__`, unless given. */
  readonly objectTypes?: Readonly<Record<string, ConfiguredType>>;
  /** Scripts that callers may run, by id. */
  readonly scripts?: Readonly<Record<string, readonly ScriptAction[]>>;
  /** By operation as PingIDM names them: `CREATE`, `UPDATE`, `DELETE`, `SEARCH`, … */
  readonly operationOptions?: Readonly<Record<string, OperationRule>>;
  /** Milliseconds that an operation may take, by the same names; -1 for no limit. */
  readonly operationTimeout?: Readonly<Record<string, number>>;
  /** How the connector is opened: retries, limits, pool. */
  readonly open?: Omit<OpenOptions, 'signal' | 'log' | 'instanceName'>;
  /** What in the file was understood and is not done: shown once in the log. */
  readonly remarks?: readonly string[];
}
