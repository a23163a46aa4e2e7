import type { AttributeInfo } from '../../model/attribute.ts';
import { conversionOf } from '../../model/convert-value.ts';
import type { Problem } from '../../model/errors.ts';

/** A value that no attribute of this type takes. */
export function unlikeType(attribute: AttributeInfo): unknown {
  const wrong = [{ wrong: true }, 5, true, ['x'], Symbol.for('wrong')].find((value) => !fits({ ...attribute, multiValued: false }, value));
  return attribute.multiValued ? [wrong] : wrong;
}

/** Whether an attribute is a text of which the schema allows some values only. */
export function hasFacets({ type, minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, allowedValues }: AttributeInfo): boolean {
  return ['string', 'secret'].includes(type) && (minLength > 0 || maxLength < longest || pattern !== undefined || allowedValues !== undefined);
}

// A text beyond a larger limit is not worth its memory.
const longest = 100_000;

/** Values of the right type that the facets of an attribute do not allow. */
export function unlikeFacets(attribute: AttributeInfo): readonly unknown[] {
  const { type, minLength, maxLength, pattern, allowedValues } = attribute;
  if (type !== 'string' && type !== 'secret') return [];
  const texts = [
    ...(minLength !== undefined && minLength > 0 ? ['x'.repeat(minLength - 1)] : []),
    ...(maxLength !== undefined && maxLength < longest ? ['x'.repeat(maxLength + 1)] : []),
    ...(pattern !== undefined ? ['\u0000', '漢', ' '] : []),
    ...(allowedValues ? ['no such value'] : []),
  ];
  return texts.filter((text) => !fits({ ...attribute, multiValued: false }, text));
}

function fits(attribute: AttributeInfo, value: unknown): boolean {
  const problems: Problem[] = [];
  conversionOf(attribute)(value, '', problems);
  return problems.length === 0;
}
