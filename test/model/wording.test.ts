import { describe, expect, test } from 'vitest';
import { Secret, SecretBytes } from '../../src/model/secret.ts';
import { printable, similarName } from '../../src/model/wording.ts';

describe('printable', () => {
  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ['a "b"', '"a \\"b\\""'],
    [5, '5'],
    [5n, '5n'],
    [true, 'true'],
    [() => {}, 'a function'],
    [Symbol('x'), 'a symbol'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'an invalid date'],
    [Uint8Array.of(1, 2), '2 bytes'],
    [[1, 2, 3], 'a list of 3'],
    [{ password: 'hunter2' }, 'an object'],
    [new Secret('hunter2'), '[secret]'],
    [new SecretBytes(Uint8Array.of(1)), '[secret]'],
  ])('%o', (value, expected) => {
    expect(printable(value)).toBe(expected);
  });

  test('long text is cut', () => {
    expect(printable('x'.repeat(1000)).length).toBeLessThanOrEqual(62);
  });

  test('a line break cannot forge a line of a log', () => {
    expect(printable('a\nb')).toBe('"a\\nb"');
  });
});

describe('similarName', () => {
  const names = ['mail', 'manager', '__NAME__', 'Path'];

  test.each([
    ['mial', 'mail'],
    ['MAIL', 'mail'],
    ['mai', 'mail'],
    ['managers', 'manager'],
    ['__NAME_', '__NAME__'],
    ['telephone', undefined],
    ['', undefined],
  ])('of %j is %j', (name, expected) => {
    expect(similarName(name, names)).toBe(expected);
  });

  test('the nearest one is taken', () => {
    expect(similarName('mails', ['males', 'mail'])).toBe('mail');
  });

  test('there is none among none', () => {
    expect(similarName('x', [])).toBeUndefined();
  });
});
