/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  /** Written as JSON; undefined for no body. */
  readonly json?: unknown;
  /** In place of `json`: text as it comes. */
  readonly stream?: ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}
