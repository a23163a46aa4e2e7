import { checkLength, codePoints, expression, refuse } from './check-facets.ts';
import type { Problem } from './errors.ts';
import type { JsonSchema } from './json-schema.ts';
import { Secret } from './secret.ts';
import { guarded, isBigint, isNumber, isObject, isText } from './value-kind.ts';
import { printable } from './wording.ts';

// Deeper data is a mistake, mostly an object that contains itself.
const deepest = 64;

/** A copy of a value without a schema, in a map or in an embedded object. */
export function toPlain(value: unknown, path: string, problems: Problem[], depth: number): unknown {
  if (depth > deepest) return refuse(problems, path, `is nested more than ${deepest} deep`);
  if (
    value === null ||
    isText(value) ||
    isBigint(value) ||
    typeof value === 'boolean' ||
    guarded(value) ||
    (isNumber(value) && Number.isFinite(value))
  )
    return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return new Date(value.getTime());
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  const before = problems.length;
  if (Array.isArray(value)) {
    const list = value.map((each, i) => toPlain(each, `${path}[${i}]`, problems, depth + 1));
    return problems.length > before ? undefined : list;
  }
  if (!isObject(value))
    return refuse(problems, path, `must be text, a number, true or false, a date, bytes, a map or a list of these (got ${printable(value)})`);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const copy = Object.fromEntries(entries.map(([name, each]) => [name, toPlain(each, `${path}.${name}`, problems, depth + 1)]));
  return problems.length > before ? undefined : copy;
}

const jsonTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => isText(value) || value instanceof Secret,
  integer: (value) => Number.isSafeInteger(value) || isBigint(value),
  number: (value) => (isNumber(value) && Number.isFinite(value)) || isBigint(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
  null: (value) => value === null,
};

/** A copy of a value that the simple keywords of JSON Schema describe; others, such as `format`, are not looked at. */
export function toDescribed(schema: JsonSchema, value: unknown, path: string, problems: Problem[]): unknown {
  const before = problems.length;
  const hidden = schema.writeOnly === true;
  const got = hidden ? '' : ` (got ${printable(value)})`;
  if (schema.type !== undefined) {
    const types = (Array.isArray(schema.type) ? schema.type : [schema.type]) as readonly string[];
    if (!types.some((type) => jsonTypes[type]?.(value) ?? true)) return refuse(problems, path, `must be of type ${types.join(' or ')}${got}`);
  }
  const allowed = 'const' in schema ? [schema.const] : (schema.enum as readonly unknown[] | undefined);
  if (allowed && !allowed.includes(value)) return refuse(problems, path, `must be one of ${allowed.map(printable).join(', ')}${got}`);
  const text = value instanceof Secret ? value.reveal() : value;
  if (isText(text)) {
    checkLength(schema as { minLength?: number; maxLength?: number }, codePoints(text), 'characters', hidden, path, problems);
    if (isText(schema.pattern) && !expression(schema.pattern, path).test(text))
      refuse(problems, path, `must ${schema['x-patternHint'] ?? `match ${schema.pattern}`}${got}`);
    return problems.length > before ? undefined : hidden && isText(value) ? new Secret(value) : value;
  }
  if (isNumber(value) || isBigint(value)) {
    if (isNumber(schema.minimum) && value < schema.minimum) refuse(problems, path, `must be at least ${schema.minimum}${got}`);
    if (isNumber(schema.maximum) && value > schema.maximum) refuse(problems, path, `must be at most ${schema.maximum}${got}`);
    return problems.length > before ? undefined : value;
  }
  if (Array.isArray(value) && isObject(schema.items)) {
    const items = schema.items;
    const list = value.map((each, i) => toDescribed(items, each, `${path}[${i}]`, problems));
    return problems.length > before ? undefined : list;
  }
  if (!isObject(value) || !isObject(schema.properties)) return toPlain(value, path, problems, 0);
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  for (const name of (schema.required as readonly string[] | undefined) ?? []) {
    if (!entries.some(([each]) => each === name)) refuse(problems, `${path}.${name}`, 'is missing');
  }
  const copy = Object.fromEntries(
    entries.map(([name, each]) => {
      const inner = Object.hasOwn(properties, name) ? properties[name] : schema.additionalProperties;
      if (inner === false) return [name, refuse(problems, `${path}.${name}`, `is not known; known are ${Object.keys(properties).join(', ')}`)];
      return [name, isObject(inner) ? toDescribed(inner, each, `${path}.${name}`, problems) : toPlain(each, `${path}.${name}`, problems, 0)];
    }),
  );
  return problems.length > before ? undefined : copy;
}
