import type { AttributeValue } from '../../model/attribute-value.ts';
import { comparisonOf } from '../../model/compare-values.ts';
import { ConnectorError, type Problem } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import type { Target } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { CheckedChanges, CheckedValues } from './checked-attributes.ts';
import type { ConnectorClass } from './connector-class.ts';
import { readObject } from './read-object.ts';

/** For a connector that can only replace: reads the object and turns what is added and removed into whole values. The revision that was read goes along. */
export async function mergeChanges(
  cls: ConnectorClass,
  budget: Budget,
  target: Target,
  changes: CheckedChanges,
): Promise<Target & { readonly attributes: CheckedValues }> {
  const names = new Set([...Object.keys(changes.add), ...Object.keys(changes.remove)]);
  if (names.size === 0) return { ...target, attributes: changes.replace };
  const what = cls.title('update');
  const { attributes } = cls.objectClass;
  const hidden = [...names].filter((name) => attributes[name]?.readable === false);
  if (hidden.length > 0)
    throw new ConnectorError('UnsupportedOperation', `${what}: the connector can only replace, and ${hidden.join(', ')} cannot be read; use replace`);
  if (!cls.offers('get'))
    throw new ConnectorError('UnsupportedOperation', `${what}: the connector can only replace, and cannot read what is there; use replace`);
  const found = await readObject(cls, budget, target.uid, names, undefined);
  if (!found) throw new ConnectorError('UnknownUid', `${what}: there is no object with the uid ${printable(target.uid)}`, { uid: target.uid });
  const partial = [...names].filter((name) => found.incomplete?.includes(name));
  if (partial.length > 0)
    throw new ConnectorError('ConnectorIO', `${what}: not all values of ${partial.join(', ')} could be read, so they cannot be merged; use replace`);
  const merged: Record<string, AttributeValue | readonly AttributeValue[] | null> = { ...changes.replace };
  const cleared: Problem[] = [];
  for (const name of names) {
    const { key } = comparisonOf(attributes[name] ?? { type: 'string' });
    const current = (found.attributes as Readonly<Record<string, AttributeValue | readonly AttributeValue[] | null | undefined>>)[name];
    const values = new Map(listOf(current).map((value) => [key(value), value]));
    for (const value of listOf(changes.remove[name])) values.delete(key(value));
    for (const value of listOf(changes.add[name])) if (!values.has(key(value))) values.set(key(value), value);
    if (values.size === 0 && attributes[name]?.required)
      cleared.push({ path: `remove.${name}`, message: 'is required, and this would remove its last value' });
    merged[name] = values.size === 0 ? null : [...values.values()];
  }
  if (cleared.length > 0) {
    const texts = cleared.map(({ path, message }) => `${path} ${message}`);
    throw new ConnectorError('InvalidAttributeValue', `${what}: ${texts.join('; ')}`, { problems: cleared, uid: target.uid });
  }
  return { ...target, revision: target.revision ?? found.revision, attributes: merged };
}

function listOf(value: AttributeValue | readonly AttributeValue[] | null | undefined): readonly AttributeValue[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as AttributeValue];
}
