import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { ConnectorError } from '../model/errors.ts';
import { findAttribute, type ObjectClass } from '../model/object-class.ts';
import { withChoices } from './completed-command.ts';
import type { RowJson } from './json-value.ts';

/** The forms that rows can be printed in. */
export const formats = ['table', 'json', 'ndjson', 'csv'] as const;
/** One of them. */
export type Format = (typeof formats)[number];

/** Prints rows page by page: nothing that was printed is kept. */
export interface RowFormat {
  rows(rows: readonly RowJson[]): string;
  end(): string;
}

/** The option that says how to print, for a command with these forms; the first one unless said. */
export function outputOption(among: readonly string[] = formats, description = 'how to print'): Option {
  return withChoices(new Option('--output <format>', description).default(among[0]), among);
}

/**
 * The form of a name.
 *
 * @throws ConnectorError `InvalidArgument`
 */
export function formatNamed<F extends string = Format>(name: string, among: readonly F[] = formats as readonly string[] as readonly F[]): F {
  const found = among.find((each) => each === name);
  if (found) return found;
  throw new ConnectorError('InvalidArgument', `--output must be ${among.join(', ')} (got ${name})`);
}

/** The columns of rows: uid, name, and the attributes asked for, else those returned by default. */
export function columnsOf(objectClass: ObjectClass, asked: readonly string[] | undefined): readonly string[] {
  const names = (asked ?? ['*']).flatMap((name) => {
    if (name !== '*') return [findAttribute(objectClass, name)?.[0] ?? name];
    return Object.entries(objectClass.attributes).flatMap(([each, { readable, returnedByDefault }]) =>
      readable !== false && returnedByDefault !== false ? [each] : [],
    );
  });
  return [...new Set(['__UID__', '__NAME__', ...names])];
}

/** Makes the printer of a form. A header comes with the first rows, or at the end when there were none. */
export function rowFormat(format: Format, columns: readonly string[], header = true): RowFormat {
  if (format === 'ndjson') return { rows: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''), end: () => '' };
  if (format === 'csv') return csv(columns, header);
  return format === 'json' ? json() : table(columns);
}

/** A list that is cut off is not JSON: nobody takes half of an answer for all of it. */
function json(): RowFormat {
  let begun = false;
  return {
    rows(rows) {
      const text = rows.map((row) => JSON.stringify(row, null, 2).replaceAll(/^/gm, '  ')).join(',\n');
      if (text === '') return '';
      const before = begun ? ',\n' : '[\n';
      begun = true;
      return before + text;
    },
    end: () => (begun ? '\n]\n' : '[]\n'),
  };
}

function csv(columns: readonly string[], header: boolean): RowFormat {
  let pending = header;
  const lines = (rows: readonly RowJson[]) => {
    const cells = rows.map((row) => columns.map((name) => csvCell(row[name])));
    const text = stringify(pending ? [columns, ...cells] : cells);
    pending = false;
    return text;
  };
  return { rows: (rows) => (rows.length > 0 ? lines(rows) : ''), end: () => (pending ? lines([]) : '') };
}

/** Lists and objects stand as JSON in a cell. */
function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const WIDEST = 60;

function table(columns: readonly string[]): RowFormat {
  let shown: readonly { readonly name: string; readonly width: number }[] | undefined;
  const begin = (rows: readonly RowJson[]) => {
    // Columns that are empty on the first page would push the others out of sight.
    const filled = columns.filter((name) => name === '__UID__' || name === '__NAME__' || rows.some((row) => row[name] !== undefined));
    shown = filled.map((name) => ({ name, width: Math.min(WIDEST, Math.max(name.length, ...rows.map((row) => tableCell(row[name]).length))) }));
    return line((name) => name) + line((_, width) => '-'.repeat(width));
  };
  const line = (cell: (name: string, width: number) => string) =>
    `${(shown ?? [])
      .map(({ name, width }) => fitted(cell(name, width), width))
      .join('  ')
      .trimEnd()}\n`;
  return {
    rows(rows) {
      if (rows.length === 0) return '';
      const head = shown ? '' : begin(rows);
      return head + rows.map((row) => line((name) => tableCell(row[name]))).join('');
    },
    end: () => (shown ? '' : begin([])),
  };
}

const fitted = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));

/** A value for a terminal: what a system says must not move its cursor or colour it. */
export function tableCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = Array.isArray(value)
    ? value.map((each) => (typeof each === 'object' && each !== null ? JSON.stringify(each) : String(each))).join(', ')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (each) => `\\u${(each.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** An object for a terminal: one attribute a line. */
export function objectText(row: RowJson): string {
  const width = Math.max(...Object.keys(row).map((name) => name.length));
  return Object.entries(row)
    .map(([name, value]) => `${name.padEnd(width)}  ${tableCell(value)}\n`)
    .join('');
}
