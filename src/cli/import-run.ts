import { runBatch } from '../facade/batch/batch.ts';
import type { AnyFacade } from '../facade/facade.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ImportJournal } from './import-journal.ts';
import type { ImportReport } from './import-report.ts';
import { failedRow, type ImportResult, type ImportTally } from './import-result.ts';
import type { ImportRow } from './import-rows.ts';
import type { ImportWriter } from './import-writer.ts';

/** What a run of an import works with. */
export interface ImportPlan {
  readonly rows: AsyncIterable<ImportRow>;
  readonly writer: ImportWriter;
  readonly journal: ImportJournal | undefined;
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
    const { __UID__: uid, __NAME__: name } = row.values ?? {};
    const key = typeof uid === 'string' ? uid : name;
    yield { objectClass: 'row', operation: 'create', attributes: row, ...(typeof key === 'string' && { uid: key }) };
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
    const { journal } = this.#plan;
    if (this.failure) throw this.failure.error;
    const again = journal?.wasBegun(row.row) ?? false;
    await this.#kept(() => journal?.begin(row.row));
    const result = await this.#write(row, again);
    // Nobody knows what came of it: it stays begun, so that whoever resumes looks.
    const open = result.status === 'failed' && result.outcome !== 'none';
    const cut = result.code === 'OperationAborted';
    if (!open && !cut) await this.#kept(() => journal?.finish(result));
    return result;
  }

  async #write(row: ImportRow, again: boolean): Promise<ImportResult> {
    const { writer, hide, stopped, signal } = this.#plan;
    try {
      if (signal.aborted) throw new ConnectorError('OperationAborted', `row ${row.row} was not begun`);
      return await writer.write(row, again);
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
      this.failure ??= { error: new ConnectorError('ConnectorIO', `the state of the import cannot be written (${code})`, { cause: error }) };
      throw this.failure.error;
    }
  }
}
