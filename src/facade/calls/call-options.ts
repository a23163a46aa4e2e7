/** What every call of the facade takes. */
export interface CallOptions {
  /** Ends the call: OperationAborted. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds, 1 or more; then OperationTimeout. Of a stream: for each page waited for. */
  readonly timeout?: number | undefined;
}

/** What the caller knows of the object's state; a connector with revisions refuses another one with PreconditionFailed. */
export interface Precondition {
  readonly revision?: string | undefined;
  readonly nameHint?: string | undefined;
}
