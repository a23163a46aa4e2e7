/** One request and its answer, for the access log. No body, no parameter values, no credentials. */
export interface AccessEntry {
  readonly requestId: string;
  readonly method: string;
  /** The path; names of objects are in it. */
  readonly path: string;
  /** Names of the parameters: values may be passwords. */
  readonly parameters: readonly string[];
  readonly status: number;
  /** Milliseconds until the head of the answer was ready. */
  readonly duration: number;
  /** `user openidm-admin`; undefined for who did not say. */
  readonly caller: string | undefined;
  readonly address: string | undefined;
}

/** Where the gateway writes what it answered. */
export type AccessLog = (entry: AccessEntry) => void;
