import type { JsonSchema } from '../../model/json-schema.ts';
import { Secret, SecretBytes } from '../../model/secret.ts';
import { isObject } from '../../model/value-kind.ts';

/**
 * The settings that a script may see: plain data. Secrets, and what only a program can give, are left out.
 *
 * @param schema  What describes them, if anything does: what it marks as secret or as a value of the program is left out, whatever it is.
 */
export function openSettings(settings: Readonly<Record<string, unknown>>, schema?: JsonSchema): Readonly<Record<string, unknown>> {
  return copyOf(settings, schema, new Set()) as Readonly<Record<string, unknown>>;
}

function isOpen(value: unknown, schema: unknown): boolean {
  // A value of the program may be plain and hold anything, passwords too.
  if (isMarked(schema)) return false;
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol' && value !== undefined;
  if (value instanceof Secret || value instanceof SecretBytes) return false;
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isMarked(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  if ('x-value' in schema || schema.writeOnly === true) return true;
  return [schema.allOf, schema.anyOf, schema.oneOf].flat().some(isMarked);
}

function copyOf(value: unknown, schema: unknown, trail: Set<object>): unknown {
  // The address of a proxy may carry a user and a password.
  if (typeof value === 'string') return value.replace(/(?<=:\/\/)[^/?#\s]*@/, '');
  if (typeof value !== 'object' || value === null) return value;
  trail.add(value);
  const open = (item: unknown, described: unknown) => isOpen(item, described) && !trail.has(item as object);
  const items = isObject(schema) ? schema.items : undefined;
  const copy = Array.isArray(value)
    ? value.filter((item) => open(item, items)).map((item) => copyOf(item, items, trail))
    : Object.fromEntries(
        Object.entries(value).flatMap(([name, item]) => {
          const described = propertyOf(schema, name);
          return name !== '__proto__' && open(item, described) ? [[name, copyOf(item, described, trail)]] : [];
        }),
      );
  trail.delete(value);
  return copy;
}

/** What a schema says of a setting, one that only an alternative names too. */
function propertyOf(schema: unknown, name: string): unknown {
  if (!isObject(schema)) return undefined;
  const { properties, additionalProperties, allOf, anyOf, oneOf, then, else: otherwise } = schema;
  if (isObject(properties) && Object.hasOwn(properties, name)) return properties[name];
  for (const each of [allOf, anyOf, oneOf, then, otherwise].flat()) {
    const found = propertyOf(each, name);
    if (found !== undefined) return found;
  }
  return isObject(additionalProperties) ? additionalProperties : undefined;
}
