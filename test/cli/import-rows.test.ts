import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { csvRows, ndjsonRows } from '../../src/cli/import-rows.ts';
import type { ObjectClass } from '../../src/model/object-class.ts';

const account = { name: '__ACCOUNT__', attributes: { __NAME__: { type: 'string' }, mail: { type: 'string' } } } as unknown as ObjectClass;
const source = (text: string) => Readable.from([Buffer.from(text)]);

describe('the rows of a file that comes in one piece', () => {
  test.each([
    ['NDJSON', '{"__NAME__":"ada"}\n\n{"__NAME__":"zoë"}\n{"__NAME__":"eve"}\n', ndjsonRows],
    ['CSV', '__NAME__,mail\nada,a\nzoë,"b\nc"\neve,\n', (from: Readable) => csvRows(from, account)],
  ])('tell how far each has come: %s', async (_, text, rows) => {
    const ends: number[] = [];
    for await (const { bytes } of rows(source(text))) ends.push(bytes);

    const size = Buffer.byteLength(text);
    expect(ends).toHaveLength(3);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends[0]).toBeLessThan(size * 0.6);
    expect(ends[2]).toBeGreaterThan(size - 3);
    expect(ends[2]).toBeLessThanOrEqual(size);
  });
});
