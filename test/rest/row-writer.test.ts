import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AttributeInfo, attr } from '../../src/index.ts';
import { JsonBytes, JsonConstant } from '../../src/rest/crest/json-bytes.ts';
import type { ObjectTypeField } from '../../src/rest/systems/object-type.ts';
import { rowWriter } from '../../src/rest/systems/row-writer.ts';

const field = (name: string, info: AttributeInfo) => ({ name, attribute: name, info }) as ObjectTypeField;
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

test('constants are written whole at any place, also across the end of the buffer', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 9 }), { minLength: 1, maxLength: 20 }), fc.nat(40), (texts, room) => {
      const bytes = new JsonBytes();
      const before = 'x'.repeat(65_536 - room);

      bytes.json(before);
      for (const text of texts) bytes.constant(new JsonConstant(text));

      expect(textOf(bytes)).toBe(before + texts.join(''));
    }),
  );
});

test('what is taken stays as it is while more is gathered', () => {
  const bytes = new JsonBytes();
  bytes.json('"first"');
  const first = bytes.take();

  bytes.json('"other"');

  expect([new TextDecoder().decode(first), textOf(bytes), bytes.length]).toEqual(['"first"', '"other"', 0]);
});

test('rows are written as the JSON of their objects, whole numbers of any size with all their digits', () => {
  const fields = [
    field('a', attr.string()),
    field('quote"d', attr.boolean()),
    field('größe', attr.integer()),
    field('list', attr.string({ multiValued: true })),
    field('empty', attr.long({ multiValued: true })),
    field('big', attr.long()),
    field('longs', attr.long({ multiValued: true })),
    field('float', attr.double()),
    field('no', attr.double()),
    field('absent', attr.string()),
    field('constructor', attr.string()),
    field('when', attr.dateTime()),
    { ...field('login', attr.string()), attribute: '__NAME__' },
    { ...field('key', attr.string()), attribute: '__UID__' },
  ];
  const write = rowWriter('__ACCOUNT__', fields, (_field, value) => (value instanceof Date ? value.toISOString() : value));
  const attributes = {
    ...{ a: 'x', 'quote"d': true, größe: -0, list: ['1', 'two'], empty: [], big: 9_223_372_036_854_775_807n, longs: [3n] },
    ...{ float: 1e21, no: Number.NaN, absent: null, when: new Date(0), notAField: 'never shown' },
  };
  const bytes = new JsonBytes();

  write({ uid: 'ü', name: 'n', revision: '7', attributes: attributes as never }, bytes);

  expect(textOf(bytes)).toBe(
    '{"_id":"ü","_rev":"7","a":"x","quote\\"d":true,"größe":0,"list":["1","two"],"empty":[],"big":9223372036854775807,"longs":[3],' +
      '"float":1e+21,"no":null,"when":"1970-01-01T00:00:00.000Z","login":"n","key":"ü"}',
  );
});

test.each<[string, AttributeInfo, unknown]>([
  ['a number where the schema says text', attr.string(), 5],
  ['text where the schema says a number', attr.integer(), '5'],
  ['text where the schema says yes or no', attr.boolean(), 'true'],
  ['a number where the schema says a long', attr.long(), 5],
  ['one value where the schema says many', attr.string({ multiValued: true }), 'x'],
  ['many values where the schema says one', attr.string(), ['x']],
  ['nothing among many values', attr.string({ multiValued: true }), ['x', null]],
  ['a date that is none', attr.dateTime(), new Date(Number.NaN)],
])('a value that the schema does not describe is an error that names the attribute: %s', (_, info, value) => {
  const write = rowWriter('__ACCOUNT__', [field('odd', info)], (_field, each) => each);
  const attributes = { odd: value } as never;

  expect(() => write({ uid: '1', name: 'n', attributes }, new JsonBytes())).toThrow(/yielded a __ACCOUNT__ whose odd is/);
});
