import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactJson, parseExactJson } from '../../src/rest/crest/exact-json.ts';
import { indentedJson } from '../../src/rest/crest/indented-json.ts';
import { directoryOf } from './gateway-harness.ts';

const big = '9007199254740993';
const ada = { name: 'ada', attributes: { mail: 'ada@x.org', employeeNumber: BigInt(big) } };

test('an object with a number above 2^53 is read, sent back whole, and still the same', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const { text } = await ask('GET', `${accounts}/ada`);
  const sent = await ask('PUT', `${accounts}/ada`, { body: text.replace('ada@x.org', 'new@x.org') });

  expect(text).toContain(`"employeeNumber":${big}`);
  expect(sent.status).toBe(200);
  expect(sent.text).toContain(`"employeeNumber":${big}`);
  expect(sent.json.mail).toBe('new@x.org');
});

test('a number above 2^53 keeps its digits in an answer with _prettyPrint', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const { text } = await ask('GET', `${accounts}/ada?_prettyPrint=true`);

  expect(text).toContain(`\n  "employeeNumber": ${big}`);
});

test.each([
  [1, '9007199254740994'],
  [9_007_199_254_740_993n, '18014398509481986'],
])('incrementing a number above 2^53 by %s is exact', async (value, wanted) => {
  const { ask, accounts } = directoryOf([ada]);

  const body = `[{"operation":"increment","field":"/employeeNumber","value":${value}}]`;

  expect((await ask('PATCH', `${accounts}/ada`, { body })).text).toContain(`"employeeNumber":${wanted}`);
});

test('incrementing a whole number by half of one is refused', async () => {
  const { ask, accounts } = directoryOf([ada]);

  const { status, json } = await ask('PATCH', `${accounts}/ada`, { body: [{ operation: 'increment', field: '/employeeNumber', value: 0.5 }] });

  expect([status, json.message]).toEqual([400, expect.stringContaining('whole')]);
});

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    ...[
      fc.string({ unit: 'binary' }),
      fc.bigInt(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    ],
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value;

test('any JSON is read as it was written, whole numbers of any size, and with line breaks too', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = exactJson(value);

      expect(exactJson(parseExactJson(text))).toBe(text);
      expect(exactJson(parseExactJson(indentedJson(text)))).toBe(text);
    }),
  );
});

test('line breaks and indentation are those of JSON.stringify', () => {
  const value = { a: [1, { b: '{[,:"\\' }, []], c: {}, d: 'x' };

  expect(indentedJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
});
