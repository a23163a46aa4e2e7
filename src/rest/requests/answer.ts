/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  /** Written as JSON; undefined for no body. */
  readonly json?: unknown;
  /** In place of `json`: bytes as they come. */
  readonly stream?: ReadableStream<Uint8Array>;
  /** In place of `json`: content of another type. */
  readonly content?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}
