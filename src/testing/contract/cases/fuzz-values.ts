import type { Arbitrary } from 'fast-check';
import type { AttributeInfo } from '../../../model/attribute.ts';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { conversionOf } from '../../../model/convert-value.ts';
import type { Problem } from '../../../model/errors.ts';
import type { FastCheck } from '../fast-check.ts';

/** Whether values of an attribute can be made up: not of texts with a pattern or a grammar, of maps, references and secrets. */
export function canBeMadeUp({ type, subtype, pattern, allowedValues }: AttributeInfo): boolean {
  if (allowedValues && allowedValues.length > 0) return true;
  return (
    pattern === undefined && (subtype === undefined || subtype === 'caseIgnore') && !['map', 'reference', 'secret', 'secretBytes'].includes(type)
  );
}

/** Values that the schema allows, to the ends of their ranges. */
export function valuesOf(fc: FastCheck, info: AttributeInfo): Arbitrary<AttributeValue | readonly AttributeValue[]> {
  const one = oneOf(fc, info);
  const allowed = one.filter((value) => {
    const problems: Problem[] = [];
    conversionOf({ ...info, multiValued: false })(value, '', problems);
    return problems.length === 0;
  });
  return info.multiValued ? fc.array(allowed, { minLength: 1, maxLength: 4 }) : allowed;
}

function oneOf(fc: FastCheck, info: AttributeInfo): Arbitrary<AttributeValue> {
  const { allowedValues, minLength = 1, maxLength } = info;
  if (allowedValues && allowedValues.length > 0) return fc.constantFrom(...allowedValues);
  switch (info.type) {
    case 'character':
      return fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
    case 'integer':
      return fc.integer();
    case 'byte':
      return fc.integer({ min: 0, max: 255 });
    case 'long':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'bigInteger':
      return fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    case 'float':
      return fc.float({ noNaN: true, noDefaultInfinity: true });
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'bigDecimal':
      return fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat()).map(([whole, fraction]) => `${whole}.${fraction}`);
    case 'boolean':
      return fc.boolean();
    case 'dateTime':
      return fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true });
    case 'bytes':
      return fc.uint8Array({ minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 300, 300)) });
    default:
      return texts(fc, minLength, maxLength);
  }
}

/** Texts of all scripts, with quotes and control characters, and some as long as they may be. */
function texts(fc: FastCheck, minLength: number, maxLength: number | undefined): Arbitrary<string> {
  const short = { minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 40, 40)) };
  const longest = Math.max(minLength, Math.min(maxLength ?? 2000, 10_000));
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ ...short, unit: 'binary' }) },
    { weight: 2, arbitrary: fc.string({ ...short, unit: 'binary-ascii' }) },
    {
      weight: 1,
      arbitrary: fc.string({
        ...short,
        unit: fc.constantFrom(' ', '"', "'", '\\', '%', '*', '(', ')', ',', '\t', '\n', 'é', 'e\u0301', 'ß', 'İ', '🙂'),
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom('x', 'é', '漢').map((letter) => letter.repeat(longest)) },
  );
}
