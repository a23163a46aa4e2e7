/** A table written as comma-separated values: its column names, and its rows, which are read when they are asked for. */
export interface ReportTable {
  readonly columns: readonly string[];
  /** The lines after the first, empty ones left out. */
  readonly lines: readonly string[];
}

/**
 * Splits a report into its lines. No cell of a credential report can hold a line break.
 *
 * @example
 * const { columns, lines } = splitTable('user,arn\nada,arn:aws:iam::123456789012:user/ada');
 */
export function splitTable(text: string): ReportTable {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  return { columns: cellsOf(header) ?? [], lines };
}

/**
 * The cells of one line. RFC 4180, 2.
 *
 * @returns Undefined for a line whose quotes do not pair up: what stands in it cannot be told.
 *
 * @example
 * cellsOf('"Jensen, B",N/A');  // ['Jensen, B', 'N/A']
 */
export function cellsOf(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const found = cell.exec(line);
    if (!found) return undefined;
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '') return cells;
  }
}
