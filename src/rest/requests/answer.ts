/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  /** Written as JSON; undefined for no body. */
  readonly json?: unknown;
  /** In place of `json`: bytes as they come. */
  readonly stream?: ReadableStream<Uint8Array>;
  /** In place of `json`: text of another type. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
