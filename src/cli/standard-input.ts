import { createInterface, type Interface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { ConnectorError } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';

/** Standard input: secrets typed without being shown, one a line where it is no terminal, or data. Not both, because lines are read ahead. */
export class StandardInput {
  readonly #terminal: Terminal;
  #lines: { readonly reader: Interface; readonly iterator: AsyncIterator<string> } | undefined;
  #streamed = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Whether somebody types. */
  get typed(): boolean {
    return this.#terminal.input?.isTTY === true;
  }

  /**
   * A secret: typed at a prompt that does not show it, else the next line of standard input.
   *
   * @param what  What it is, for the prompt and the error.
   * @throws ConnectorError `InvalidArgument` when there is none, `OperationAborted` for Ctrl-C.
   */
  async secret(what: string): Promise<string> {
    const text = this.typed ? await this.#prompted(what) : await this.#line();
    if (text !== undefined && text !== '') return text;
    throw new ConnectorError('InvalidArgument', `${what} is asked for, and standard input gave none`);
  }

  /** Standard input as data. */
  stream(): Readable {
    if (this.#lines || this.#streamed)
      throw new ConnectorError('InvalidArgument', 'standard input can be read once: secrets or data, and one file `-`');
    this.#streamed = true;
    return this.#terminal.input ?? Readable.from([]);
  }

  /** Lets go of standard input, which would keep the process alive. */
  close(): void {
    this.#lines?.reader.close();
    if (this.#lines || this.#streamed) this.#terminal.input?.destroy();
  }

  async #line(): Promise<string | undefined> {
    if (!this.#lines) {
      const reader = createInterface({ input: this.stream(), crlfDelay: Number.POSITIVE_INFINITY });
      this.#streamed = false;
      // Made at once: lines that come before anybody iterates would be lost.
      this.#lines = { reader, iterator: reader[Symbol.asyncIterator]() };
    }
    const { signal } = this.#terminal;
    const { promise, dispose } = aborted(signal);
    try {
      const { value, done } = await Promise.race([this.#lines.iterator.next(), promise]);
      return done ? undefined : value;
    } finally {
      dispose();
    }
  }

  #prompted(what: string): Promise<string> {
    const { err, input, signal } = this.#terminal;
    err(`${what}: `);
    // Readline echoes what is typed; here it echoes into nothing.
    const output = new Writable({ write: (_chunk, _encoding, done) => done() });
    const reader = createInterface({ input: input as Readable, output, terminal: true });
    return new Promise<string>((resolve, reject) => {
      const stop = () => reject(new ConnectorError('OperationAborted', 'ended by Ctrl-C at a prompt'));
      reader.once('line', resolve);
      // In raw mode the terminal sends Ctrl-C as a character, not as a signal.
      reader.once('SIGINT', stop);
      reader.once('close', () => reject(new ConnectorError('InvalidArgument', `${what} is asked for, and standard input ended`)));
      signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      reader.removeAllListeners('close');
      reader.close();
      err('\n');
    });
  }
}

function aborted(signal: AbortSignal): { readonly promise: Promise<never>; dispose(): void } {
  let stop = () => {};
  const promise = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  promise.catch(() => {});
  return { promise, dispose: () => signal.removeEventListener('abort', stop) };
}
