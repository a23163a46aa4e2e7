import { ConnectorError } from '../../model/errors.ts';
import type { Change, ChangeBatch } from '../../spi/operations.ts';
import type { MemorySession } from './memory-session.ts';

const batchSize = 1000;

/**
 * The changes since a token, in the order in which they were made, each with the object as it was then.
 *
 * Without a token, all objects as they are now, as creations. A token is the number of a change; within the listing of all objects it also
 * says how far that has come: change, table, object.
 */
export async function* syncBatches(session: MemorySession, className: string, token: string | undefined): AsyncGenerator<ChangeBatch> {
  const { log } = session;
  const [since, table, object] = placeOf(token, log.last);
  log.check(since);
  if (table !== undefined) yield* existing(session, className, since, table, object);
  const last = log.last;
  let batch: Change[] = [];
  for (let number = since + 1; number <= last; number++) {
    // A change that has been let go meanwhile would be a gap.
    log.check(number - 1);
    const change = log.at(number) as Change;
    if (className === '__ALL__' || change.objectClass === className) batch.push({ ...change, token: String(number) });
    if (batch.length < batchSize) continue;
    yield { changes: batch, token: String(number) };
    batch = [];
  }
  yield { changes: batch, token: String(last) };
}

/** All objects as they are, with tokens that say where the listing stands. */
async function* existing(
  session: MemorySession,
  className: string,
  since: number,
  firstTable: number,
  firstObject: number,
): AsyncGenerator<ChangeBatch> {
  const tables = session.tables(className);
  for (const [index, table] of tables.entries()) {
    let start: number | undefined = index < firstTable ? undefined : index === firstTable ? firstObject : 0;
    while (start !== undefined) {
      const { objects, next }: ReturnType<typeof table.page> = table.page(start, batchSize);
      const changes = objects.map((object): Change => ({ type: 'create', uid: object.uid, objectClass: table.objectClass.name, object }));
      if (changes.length > 0) yield { changes, token: next === undefined ? `${since}:${index + 1}:0` : `${since}:${index}:${next}` };
      start = next;
    }
  }
}

function placeOf(token: string | undefined, last: number): [since: number, table: number | undefined, object: number] {
  if (token === undefined || token === '') return [last, 0, 0];
  const parts = /^(\d{1,15})(?::(\d{1,15}):(\d{1,15}))?$/.exec(token);
  if (!parts) throw new ConnectorError('InvalidArgument', `${JSON.stringify(token)} is not a sync token of the memory connector`);
  return [Number(parts[1]), parts[2] === undefined ? undefined : Number(parts[2]), Number(parts[3] ?? 0)];
}
