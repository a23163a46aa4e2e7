/** Where a connector writes what it has to say. Never give it a secret. */
export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;

/** What `connect` is given besides its configuration. */
export interface Context {
  /** Concerns this connecting only: a session lives until it is disposed. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** What the application calls this connection. ICF: InstanceNameAware. */
  readonly instanceName: string | undefined;
}

/** Declares that a session serves one call at a time. Times in milliseconds. */
export interface PoolOptions {
  readonly max?: number;
  readonly minIdle?: number;
  readonly maxWait?: number;
  readonly maxIdleTime?: number;
  readonly maxLife?: number;
}
