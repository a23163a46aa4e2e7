import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Awaitable } from '../model/awaitable.ts';

/** What ends a command whose reader has gone, as in `… | head`: nobody is there to be told of anything. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone';
}

/** Standard output with its two ways to stop a writer: a reader that is behind, and one that has gone. */
export class StandardOutput {
  readonly #stream: Writable;
  readonly #signal: AbortSignal;
  #failure: Error | undefined;

  constructor(stream: Writable, signal: AbortSignal) {
    this.#stream = stream;
    this.#signal = signal;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??= error.code === 'EPIPE' ? new ReaderGone('the reader of standard output has gone') : error;
    });
  }

  /** Writes; answers a promise when the reader is behind. It rejects when the reader has gone, which a writer of a few lines need not know. */
  write(text: string): Awaitable<void> {
    if (!this.#failure && this.#stream.write(text)) return;
    const room = this.#room();
    room.catch(() => {});
    return room;
  }

  async #room(): Promise<void> {
    if (!this.#failure) {
      // Either ends the wait: `once` rejects for an error of the stream and for the signal.
      await once(this.#stream, 'drain', { signal: this.#signal }).catch((error: unknown) => {
        if (!this.#failure) throw this.#signal.aborted ? this.#signal.reason : error;
      });
    }
    if (this.#failure) throw this.#failure;
  }
}
