import type { ImportJournal } from './import-journal.ts';
import type { ImportRow } from './import-rows.ts';

/** What a row is about: its uid, else its name. Rows about the same are written one after another. */
export function subjectOf({ values: { __UID__: uid, __NAME__: name } = {} }: ImportRow): string | undefined {
  const subject = typeof uid === 'string' ? uid : name;
  return typeof subject === 'string' ? subject : undefined;
}

/**
 * The rows that an earlier run has begun and not done, and after which it did a row about the same object: written now, the older values would
 * replace the newer ones.
 *
 * @returns For each of them the row that was done.
 */
export async function overtakenRows(rows: AsyncIterable<ImportRow>, journal: ImportJournal): Promise<ReadonlyMap<number, number>> {
  const begun = new Map<string, readonly number[]>();
  const overtaken = new Map<number, number>();
  for await (const row of rows) {
    const subject = subjectOf(row);
    if (subject === undefined) continue;
    if (journal.isDone(row.row)) for (const each of begun.get(subject) ?? []) overtaken.set(each, row.row);
    else if (journal.wasBegun(row.row)) begun.set(subject, [...(begun.get(subject) ?? []), row.row]);
  }
  return overtaken;
}
