import type { AttributeValue } from './attribute-value.ts';
import { comparisonOf, findComparable } from './compare-values.ts';
import { ConnectorError, type Problem } from './errors.ts';
import type { ObjectClass } from './object-class.ts';
import type { Row } from './row.ts';
import { printable } from './wording.ts';

/** What an order looks at. */
type Sorted = Pick<Row, 'uid' | 'name' | 'attributes'>;

/**
 * Compiles an order of rows, for `Array.prototype.sort`.
 *
 * Rows without a value come last, whichever the direction. Of a multi-valued attribute the value counts that comes first in that direction.
 *
 * @param sort         The first criterion that tells two rows apart decides; `__NAME__` and `__UID__` are the row's name and uid. Ascending unless said otherwise.
 * @param objectClass  Types and subtypes come from its attributes; names are found without regard to case.
 * @throws ConnectorError `InvalidArgument` naming every attribute that is unknown, not readable, or of a type without an order.
 *
 * @example
 * rows.sort(compileSort([{ attribute: 'created', ascending: false }, { attribute: '__NAME__' }], Account));
 */
export function compileSort(
  sort: readonly { readonly attribute: string; readonly ascending?: boolean }[],
  objectClass: ObjectClass,
): (a: Sorted, b: Sorted) => number {
  const problems: Problem[] = [];
  const steps = sort.flatMap((criterion, index) => {
    const found = findComparable(objectClass, criterion?.attribute);
    const order = found && found[1].readable !== false ? comparisonOf(found[1]).order : undefined;
    if (found && order) return { name: found[0], order, sign: criterion.ascending === false ? -1 : 1 };
    const why = !found
      ? `is not an attribute of ${objectClass.name}`
      : found[1].readable === false
        ? 'can be written but never read'
        : `is a ${found[1].type}, which has no order`;
    problems.push({ path: `sort[${index}].attribute`, message: `${printable(criterion?.attribute)} ${why}` });
    return [];
  });
  if (problems.length > 0)
    throw new ConnectorError('InvalidArgument', problems.map(({ path, message }) => `${path} ${message}`).join('; '), { problems });
  return (a, b) => {
    for (const { name, order, sign } of steps) {
      const left = leading(a, name, order, sign);
      const right = leading(b, name, order, sign);
      if (left === undefined && right === undefined) continue;
      if (left === undefined || right === undefined) return left === undefined ? 1 : -1;
      const result = order(left, right);
      if (result !== 0) return sign * result;
    }
    return 0;
  };
}

function leading(row: Sorted, name: string, order: (a: AttributeValue, b: AttributeValue) => number, sign: number): AttributeValue | undefined {
  const value = name === '__NAME__' ? row.name : name === '__UID__' ? row.uid : row.attributes[name];
  if (!Array.isArray(value)) return (value as AttributeValue | null | undefined) ?? undefined;
  let first: AttributeValue | undefined;
  for (const each of value) if (first === undefined || sign * order(each, first) < 0) first = each ?? first;
  return first;
}
