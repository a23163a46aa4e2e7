import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonBytes } from '../../src/rest/crest/json-bytes.ts';
import { rowWriter } from '../../src/rest/systems/row-writer.ts';

const field = (name: string) => ({ name, attribute: name }) as never;
const textOf = (bytes: JsonBytes) => new TextDecoder().decode(bytes.take());

test('texts of any characters are written as JSON.stringify writes them, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 })), fc.array(fc.string({ unit: 'grapheme' })), (any, graphemes) => {
      const bytes = new JsonBytes();
      const lone = ['\ud800', 'x\udc00y', '\u0000"\\\n\u007f\u0080\u2028'];
      const texts = [...any, ...graphemes, ...lone];

      bytes.json('[');
      for (const [at, text] of texts.entries()) {
        if (at > 0) bytes.json(',');
        bytes.quoted(text);
      }
      bytes.json(']');

      expect(textOf(bytes)).toBe(JSON.stringify(texts));
    }),
  );
});

test.each([
  ['long ASCII', 'x'.repeat(200_000)],
  ['long, of three bytes each', '€'.repeat(70_000)],
  ['long, all escaped', '\u0001'.repeat(70_000)],
])('a text that is longer than the buffer is whole: %s', (_, text) => {
  const bytes = new JsonBytes();

  bytes.json('[');
  bytes.quoted(text);
  bytes.json(`,${JSON.stringify(text)}]`);

  expect(JSON.parse(textOf(bytes))).toEqual([text, text]);
});

test('what is taken stays as it is while more is gathered', () => {
  const bytes = new JsonBytes();
  bytes.json('"first"');
  const first = bytes.take();

  bytes.json('"other"');

  expect([new TextDecoder().decode(first), textOf(bytes), bytes.length]).toEqual(['"first"', '"other"', 0]);
});

test('rows are written as the JSON of their objects, whole numbers of any size with all their digits', () => {
  const names = ['a', 'quote"d', 'größe', 'list', 'empty', 'big', 'float', 'no', 'absent', 'when'];
  const write = rowWriter(names.map(field), (_field, value) => (value instanceof Date ? value.toISOString() : value));
  const attributes = {
    ...{ a: 'x', 'quote"d': true, größe: -0, list: [1, 'two', null, 3n], empty: [], big: 9_223_372_036_854_775_807n },
    ...{ float: 1e21, no: Number.NaN, when: new Date(0) },
  };
  const bytes = new JsonBytes();

  write({ objectClass: '__ACCOUNT__', uid: 'ü', name: 'n', revision: '7', attributes: attributes as never }, bytes);

  expect(textOf(bytes)).toBe(
    '{"_id":"ü","_rev":"7","a":"x","quote\\"d":true,"größe":0,"list":[1,"two",null,3],"empty":[],"big":9223372036854775807,"float":1e+21,"no":null,"when":"1970-01-01T00:00:00.000Z"}',
  );
});
