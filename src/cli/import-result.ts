import { ConnectorError } from '../model/errors.ts';

/** What became of a row: a line of the report. */
export interface ImportResult {
  /** Its place in the file, from 1; the header of a CSV file does not count. */
  readonly row: number;
  /**
   * `found`: a create that an interrupted run had begun, and whose object is there; `checked`: a dry run would have written it.
   */
  readonly status: 'created' | 'updated' | 'found' | 'checked' | 'failed';
  readonly uid?: string;
  /** Of a failure. */
  readonly code?: string;
  readonly outcome?: string;
  readonly message?: string;
}

/** The result of a row that failed. */
export function failedRow(row: number, error: unknown, hide: (text: string) => string): ImportResult {
  const known = ConnectorError.is(error) ? error : undefined;
  return {
    row,
    status: 'failed',
    ...(known?.uid !== undefined && { uid: known.uid }),
    code: known?.code ?? 'Internal',
    outcome: known?.outcome ?? 'unknown',
    message: hide(known?.message ?? `unexpected ${error instanceof Error ? error.name : typeof error}`),
  };
}

/** How many rows ended how. */
export class ImportTally {
  readonly #counts = new Map<ImportResult['status'], number>();

  add({ status }: ImportResult): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
  }

  get rows(): number {
    return [...this.#counts.values()].reduce((sum, each) => sum + each, 0);
  }

  get failed(): number {
    return this.#counts.get('failed') ?? 0;
  }

  /** `3 rows: 2 created, 1 failed`. */
  toString(): string {
    const parts = [...this.#counts].map(([status, count]) => `${count} ${status}`).sort();
    return `${this.rows} ${this.rows === 1 ? 'row' : 'rows'}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  }
}
