import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret, SecretBytes } from '../../src/model/secret.ts';

const text = 'hunter2';
const kinds = [
  ['Secret', new Secret(text)],
  ['SecretBytes', new SecretBytes(new TextEncoder().encode(text))],
] as const;
const shown = [text, [...new TextEncoder().encode(text)].join(), [...new TextEncoder().encode(text)].join(', ')];

describe.each(kinds)('%s never prints itself', (_, secret) => {
  test.each<[string, (value: object) => string]>([
    ['as a string', (value) => String(value)],
    ['in a template', (value) => `${value}`],
    ['joined to text', (value) => `x${value as unknown as string}`],
    ['in a list', (value) => String([value])],
    ['in JSON', (value) => JSON.stringify({ value, list: [value] })],
    ['inspected', (value) => inspect({ value }, { depth: 9 })],
    ['inspected with all that is hidden', (value) => inspect(value, { showHidden: true, depth: 9 })],
    ['inspected without its own way', (value) => inspect(value, { customInspect: false, showHidden: true, depth: 9 })],
    ['formatted', (value) => format('%s %o %O %j %d %i %f', value, value, value, value, value, value, value)],
    ['by its properties', (value) => inspect([Object.entries(value), Reflect.ownKeys(value), { ...value }])],
    ['cloned', (value) => inspect(structuredClone({ ...value }), { depth: 9 })],
    ['in an error', (value) => inspect(new Error(`no: ${value}`, { cause: value }))],
  ])('%s', (_name, print) => {
    const printed = print(secret);

    for (const each of shown) expect(printed).not.toContain(each);
  });
});

test('reveal is the way to the value', () => {
  expect(new Secret('').reveal()).toBe('');
  expect(new Secret(text).reveal()).toBe(text);
  expect(new SecretBytes(Uint8Array.of(1, 2)).reveal()).toEqual(Uint8Array.of(1, 2));
});

test('bytes are copied on the way in and on the way out', () => {
  const bytes = Uint8Array.of(1, 2);
  const secret = new SecretBytes(bytes);
  bytes[0] = 9;
  secret.reveal()[1] = 9;

  expect(secret.reveal()).toEqual(Uint8Array.of(1, 2));
});

test('secrets are equal when their values are', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(new Secret(a).equals(new Secret(b))).toBe(a === b);
      expect(new Secret(a).equals(new Secret(a))).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ maxLength: 4 }), (a, b) => {
      expect(new SecretBytes(a).equals(new SecretBytes(b))).toBe(a.join() === b.join());
    }),
  );
});

test.each([
  ['', '\0'],
  ['a', 'aa'],
  ['ab', 'abab'],
])('%j and %j are not equal although one repeats the other', (a, b) => {
  expect(new Secret(a).equals(new Secret(b))).toBe(false);
  expect(new Secret(b).equals(new Secret(a))).toBe(false);
});

test('a secret of another copy of the package is one too, and nothing else is', () => {
  expect({ [Symbol.for('identity-connector.Secret')]: true }).toBeInstanceOf(Secret);
  expect({ [Symbol.for('identity-connector.SecretBytes')]: true }).toBeInstanceOf(SecretBytes);
  for (const other of [undefined, null, 'x', {}, new SecretBytes(Uint8Array.of(1))]) expect((other as unknown) instanceof Secret).toBe(false);
});
