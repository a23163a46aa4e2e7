import type { Row } from '../model/row.ts';
import { rowJson } from './json-value.ts';
import type { RowFormat } from './row-format.ts';
import type { CommandTerminal } from './terminal.ts';

/** Prints rows on standard output as fast as they are read there, and keeps count. */
export class RowPrinter {
  readonly #terminal: CommandTerminal;
  readonly #format: RowFormat;
  readonly #incomplete = new Set<string>();
  #count = 0;

  constructor(terminal: CommandTerminal, format: RowFormat) {
    this.#terminal = terminal;
    this.#format = format;
  }

  /** How many were printed. */
  get count(): number {
    return this.#count;
  }

  async print(rows: readonly Row[]): Promise<void> {
    for (const { incomplete = [] } of rows) for (const name of incomplete) this.#incomplete.add(name);
    const text = this.#format.rows(rows.map(rowJson));
    if (text !== '') await this.#terminal.out(text);
    this.#count += rows.length;
  }

  async end(): Promise<void> {
    const text = this.#format.end();
    if (text !== '') await this.#terminal.out(text);
    if (this.#incomplete.size > 0) this.#terminal.err(`warning: some rows have not all values of ${[...this.#incomplete].join(', ')}\n`);
  }

  /** What is said of a stream that did not come to its end; nothing of one that was refused before it had begun. */
  stopped(cursor: string | undefined): void {
    if (this.#count === 0 && !this.#terminal.signal.aborted) return;
    const next = cursor === undefined ? '' : `; --cursor ${cursor} goes on after the last page that was printed whole`;
    this.#terminal.err(`stopped after ${this.#count} ${this.#count === 1 ? 'row' : 'rows'}${next}\n`);
  }
}
