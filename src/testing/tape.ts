import type { TapeCall } from './tape-call.ts';

/**
 * The traffic of a connector: its calls in their order, with what was answered. `record` writes it, `replay` answers from it.
 *
 * The configuration is not on it, nor is any secret: attributes of type secret, options that are, and values named like one in the arguments
 * and results of hooks and scripts are marks that say only that something was there. Where the text of a secret that the tape has met turns
 * up elsewhere, in a message or in another value, that whole text is hidden; secrets of fewer than 4 characters, and other encodings of one,
 * such as base64, are not found. Exceptions that are no ConnectorError are kept without their text.
 */
export interface Tape {
  /** The name of the connector whose traffic it is; undefined before the first use. */
  readonly connector: string | undefined;
  /** The calls so far, in the order in which they began. */
  readonly calls: readonly TapeCall[];
  /** The calls that no replay has asked for since the last `rewind`. */
  readonly unplayed: readonly TapeCall[];
  /** Makes all calls answer again. */
  rewind(): void;
  /** Writes it to a file, to be kept beside the test. */
  save(path: string | URL): Promise<void>;
  toJSON(): TapeJson;
}

/** A tape as JSON: what is in its file. */
export interface TapeJson {
  readonly format: 'identity-connector tape';
  readonly version: 1;
  /** The name of the connector whose traffic it is. */
  readonly connector: string | null;
  readonly calls: readonly TapeCall[];
}
