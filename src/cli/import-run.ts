import { runBatch } from '../facade/batch/batch.ts';
import type { AnyFacade } from '../facade/facade.ts';
import { ConnectorError } from '../model/errors.ts';
import type { EarlierTry, ImportJournal } from './import-journal.ts';
import { subjectOf } from './import-order.ts';
import type { ImportReport } from './import-report.ts';
import { failedRow, type ImportResult, type ImportTally } from './import-result.ts';
import type { ImportRow } from './import-rows.ts';
import type { ImportWriter } from './import-writer.ts';

/** What a run of an import works with. */
export interface ImportPlan {
  readonly rows: AsyncIterable<ImportRow>;
  readonly writer: ImportWriter;
  readonly journal: ImportJournal | undefined;
  /** Rows that must not be tried again, with the later row about the same object that was done. */
  readonly overtaken: ReadonlyMap<number, number>;
  readonly report: ImportReport;
  readonly tally: ImportTally;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Whether a failure means that a dry run got as far as the write. */
  readonly stopped: (error: unknown) => boolean;
  readonly hide: (text: string) => string;
  /** Is told of every row, in their order. */
  readonly onResult: (result: ImportResult) => void;
}

/** Imports rows, some at once, those with the same name or uid one after another. */
export async function runImport(plan: ImportPlan): Promise<void> {
  const { report, tally, concurrency, signal, onResult } = plan;
  const performing = new RowPerformer(plan);
  // A batch knows how to run what may run at once; what is done with a row is ours.
  const facade = { dynamic: () => ({ create: (row: ImportRow) => performing.perform(row) }) } as unknown as Pick<AnyFacade, 'dynamic'>;
  for await (const result of runBatch(facade, items(plan) as never, { concurrency, signal })) {
    if (performing.failure) throw performing.failure.error;
    // What was skipped, because of Ctrl-C, has not been begun.
    if (!result.ok) continue;
    const done = result.value as unknown as ImportResult;
    tally.add(done);
    report.add(done);
    onResult(done);
    await report.flush();
  }
  if (performing.failure) throw performing.failure.error;
}

async function* items({ rows, journal }: ImportPlan): AsyncGenerator<object, void, undefined> {
  for await (const row of rows) {
    if (journal?.isDone(row.row)) continue;
    const uid = subjectOf(row);
    yield { objectClass: 'row', operation: 'create', attributes: row, ...(uid !== undefined && { uid }) };
  }
}

class RowPerformer {
  readonly #plan: ImportPlan;
  /** Of the journal: without it nothing more may be written. */
  failure: { readonly error: unknown } | undefined;

  constructor(plan: ImportPlan) {
    this.#plan = plan;
  }

  async perform(row: ImportRow): Promise<ImportResult> {
    const { journal, overtaken, hide } = this.#plan;
    if (this.failure) throw this.failure.error;
    const later = overtaken.get(row.row);
    if (later !== undefined) {
      const message = `was not tried again: row ${later}, about the same object, is done, and this one would set it back`;
      return failedRow(row.row, new ConnectorError('PreconditionFailed', message), hide);
    }
    await this.#kept(() => journal?.begin(row.row));
    const result = await this.#write(row, journal?.earlierTry(row.row));
    // Of others nobody knows what came of them, or nothing did: they stay begun, so that whoever resumes looks.
    if (isKnown(result)) await this.#kept(() => journal?.finish(result));
    return result;
  }

  async #write(row: ImportRow, earlier: EarlierTry | undefined): Promise<ImportResult> {
    const { writer, hide, stopped, signal } = this.#plan;
    try {
      if (signal.aborted) throw new ConnectorError('OperationAborted', `row ${row.row} was not begun`);
      return await writer.write(row, earlier);
    } catch (error) {
      if (stopped(error)) return { row: row.row, status: 'checked' };
      return failedRow(row.row, error, hide);
    }
  }

  async #kept(work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (error) {
      const { code = 'unexpected failure' } = error as NodeJS.ErrnoException;
      const told = new ConnectorError('ConnectorIO', `the state of the import cannot be written (${code})`, { cause: error });
      this.failure ??= { error: ConnectorError.is(error) ? error : told };
      throw this.failure.error;
    }
  }
}

function isKnown({ status, code, outcome, uid }: ImportResult): boolean {
  if (status !== 'failed') return true;
  if (outcome === 'none') return code !== 'OperationAborted';
  return outcome === 'partial' && uid !== undefined;
}
