import type { AttributeInfo } from './attribute.ts';
import type { AttributeValue } from './attribute-value.ts';
import type { Conversion } from './convert-value.ts';
import type { Problem } from './errors.ts';
import { fitOf } from './fit-value.ts';
import { type SchemaCheck, unusable } from './schema-attribute.ts';
import { printable } from './wording.ts';

/**
 * The conversion of one value of an attribute whose values a schema of another library checks.
 *
 * The schema sees the value as it was written. When it refuses that, or hands on what is not of the attribute's type, it sees the value in
 * the form of that type: a schema of Dates takes the ISO 8601 text that JSON has for them, one of bigints a number. What it answers then
 * must be of the type.
 *
 * @param convert  The conversion by type alone.
 * @throws ConnectorError `Configuration` when the schema answers a value of another type, which is the connector's defect.
 */
export function checkedBySchema(attribute: AttributeInfo, check: SchemaCheck, convert: Conversion<AttributeValue>): Conversion<AttributeValue> {
  const fits = fitOf({ type: attribute.type });
  return (value, path, problems) => {
    const refused: Problem[] = [];
    let answer = check(value, path, refused);
    if (refused.length > 0 || !fits(answer)) {
      const byType: Problem[] = [];
      const again: Problem[] = [];
      const converted = convert(value, path, byType);
      const second = converted === undefined || converted === value ? undefined : check(converted, path, again);
      if (second !== undefined && again.length === 0) answer = second;
      else if (refused.length > 0 || converted === undefined) {
        problems.push(...(refused.length > 0 ? refused : byType));
        return undefined;
      }
    }
    if (!fits(answer)) {
      throw unusable(`of ${path} answers ${printable(answer)}, but the attribute’s type is ${attribute.type}: say another in the flags`);
    }
    return convert(answer, path, problems);
  };
}
