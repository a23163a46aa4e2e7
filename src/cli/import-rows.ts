import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { isObject } from '../model/value-kind.ts';
import { type GivenAttributes, set } from './attribute-arguments.ts';
import { knownAttribute } from './known-attribute.ts';
import { valuesFromText } from './text-values.ts';

/** A row of a file: its values by name, or why it is none. */
export interface ImportRow {
  /** From 1; the header of a CSV file does not count. */
  readonly row: number;
  /** How many bytes of the file end with it, about: what progress is measured by. A file comes in pieces that hold hundreds of rows. */
  readonly bytes: number;
  readonly values?: GivenAttributes;
  readonly error?: ConnectorError;
}

/** What a row may have besides attributes. */
const beside = ['__UID__', '__REVISION__', '__INCOMPLETE__'];

/** Reads objects in JSON, one a line; empty lines do not count. What is no object is the failure of its row. */
export async function* ndjsonRows(source: Readable): AsyncGenerator<ImportRow, void, undefined> {
  const failure = failureOf(source);
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
  let row = 0;
  let bytes = 0;
  try {
    for await (const line of lines) {
      bytes += Buffer.byteLength(line) + 1;
      const text = row === 0 ? line.replace(/^\ufeff/, '') : line;
      if (text.trim() === '') continue;
      row++;
      const value = parsed(text);
      if (isObject(value) && !Array.isArray(value)) yield { row, bytes, values: value as GivenAttributes };
      else yield { row, bytes, error: new ConnectorError('InvalidAttributeValue', `row ${row} is not a JSON object`) };
    }
  } catch (error) {
    throw unreadable(error);
  }
  if (failure.error !== undefined) throw unreadable(failure.error);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, in which there may be a secret.
    return undefined;
  }
}

/** Before Node 22, readline ends as if all were well when its source fails: half of a file must not look like all of it. */
function failureOf(source: Readable): { error?: unknown } {
  const failure: { error?: unknown } = {};
  source.on('error', (error) => {
    failure.error = error;
  });
  return failure;
}

/**
 * Reads CSV (RFC 4180) whose header names attributes. An empty cell is no value; many values stand as a JSON list.
 *
 * @param taken  The attributes to take besides the name: other columns may be of anything. All of them when left out.
 * @throws ConnectorError `InvalidArgument` for a header with unknown names, and for what is not CSV, with its line.
 */
export async function* csvRows(source: Readable, objectClass: ObjectClass, taken?: readonly string[]): AsyncGenerator<ImportRow, void, undefined> {
  const { parse } = await import('csv-parse');
  const parser = parse({ bom: true, skip_empty_lines: true, relax_column_count: false, info: true });
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly Column[] | undefined;
  let row = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ readonly record: readonly string[]; readonly info: { readonly bytes: number } }>) {
      if (!columns) {
        columns = columnsOf(record, objectClass, taken);
        continue;
      }
      row++;
      const values: GivenAttributes = {};
      for (const { index, name, convert } of columns) {
        const cell = record[index] ?? '';
        if (cell !== '') set(values, name, convert(cell));
      }
      yield { row, bytes: info.bytes, values };
    }
  } catch (error) {
    if (ConnectorError.is(error)) throw error;
    const { code, lines } = error as { readonly code?: string; readonly lines?: number };
    // Its message may quote a cell.
    if (code?.startsWith('CSV_')) throw new ConnectorError('InvalidArgument', `the file is not CSV: ${code} at line ${lines}`);
    throw unreadable(error);
  } finally {
    source.destroy();
  }
  if (!columns) throw new ConnectorError('InvalidArgument', 'the file has no header with the names of attributes');
}

interface Column {
  readonly index: number;
  readonly name: string;
  readonly convert: (text: string) => unknown;
}

function columnsOf(header: readonly string[], objectClass: ObjectClass, taken: readonly string[] | undefined): readonly Column[] {
  const columns = header.flatMap((written, index): Column | readonly [] => {
    const given = written.trim();
    if (beside.includes(given)) return { index, name: given, convert: (text) => text };
    const found = findAttribute(objectClass, given);
    if (taken && found?.[0] !== '__NAME__' && !(found && taken.includes(found[0]))) return [];
    const [name, info] = found ?? knownAttribute(objectClass, given, 'the header');
    return { index, name, convert: (text) => valuesFromText(info, text) };
  });
  const twice = columns.find(({ name }, index) => columns.findIndex((each) => each.name === name) !== index);
  if (twice) throw new ConnectorError('InvalidArgument', `the header names ${twice.name} twice`);
  return columns;
}

function unreadable(error: unknown): ConnectorError {
  if (ConnectorError.is(error)) return error;
  return new ConnectorError('InvalidArgument', `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unexpected failure'})`, {
    cause: error,
  });
}
