import { CrestError } from './crest-error.ts';
import { valueAt } from './json-pointer.ts';
import type { PatchOperation } from './patch-operation.ts';

/** A JSON object that is worked on. */
export type JsonDocument = Record<string, unknown>;

/**
 * Applies one operation to a document. CREST: Patch.
 *
 * @param document  Is changed.
 * @param isList    Whether the field at the top is a list, to which values are added.
 * @throws CrestError 400 when it points to nothing it could apply to.
 */
export function applyOperation(document: JsonDocument, { operation, field, from, value, hasValue }: PatchOperation, isList: boolean): void {
  switch (operation) {
    case 'add':
      addAt(document, field, value, isList);
      return;
    case 'replace':
    // By now the value is what the script made.
    case 'transform':
      setAt(document, field, isList && field.length === 1 && hasValue && value !== null && !Array.isArray(value) ? [value] : value);
      return;
    case 'remove':
      removeAt(document, field, hasValue ? { value } : undefined);
      return;
    case 'increment': {
      const sum = sumOf(valueAt(document, field), value);
      if (sum === undefined)
        throw new CrestError(400, `Field /${field.join('/')} cannot be incremented: it and the value must be numbers, of a whole number whole ones`);
      setAt(document, field, sum);
      return;
    }
    case 'move':
    case 'copy': {
      const source = from ?? [];
      const moved = valueAt(document, source);
      if (moved === undefined) throw new CrestError(400, `Field /${source.join('/')} has no value to ${operation}`);
      if (operation === 'move') removeAt(document, source, undefined);
      setAt(document, field, structuredClone(moved));
      return;
    }
  }
}

/** The sum of two numbers, exact when both are whole; undefined for what cannot be added. */
function sumOf(a: unknown, b: unknown): number | bigint | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  const whole = (value: unknown) => (typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value as number) : undefined);
  const [left, right] = [whole(a), whole(b)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** To a list a value is added, or each of several; elsewhere adding is setting. `-` as last token is the end of a list (RFC 6902, 4.1). */
function addAt(document: JsonDocument, field: readonly string[], value: unknown, isList: boolean): void {
  const present = valueAt(document, field);
  if (Array.isArray(present) || (isList && field.length === 1)) {
    const list = Array.isArray(present) ? present : [];
    const added = (Array.isArray(value) ? value : [value]).filter((each) => !list.some((one) => deepEqual(one, each)));
    setAt(document, field, [...list, ...added]);
    return;
  }
  // A list that has no value yet is an empty one.
  if (isList && field.length === 2 && valueAt(document, field.slice(0, 1)) == null) setAt(document, field.slice(0, 1), []);
  const parent = valueAt(document, field.slice(0, -1));
  if (!Array.isArray(parent)) {
    setAt(document, field, value);
    return;
  }
  const last = field.at(-1) ?? '';
  const at = last === '-' ? parent.length : Number(last);
  if (!Number.isInteger(at) || at < 0 || at > parent.length) throw new CrestError(400, `/${field.join('/')} is no place in the list`);
  parent.splice(at, 0, value);
}

function removeAt(document: JsonDocument, field: readonly string[], what: { readonly value: unknown } | undefined): void {
  const present = valueAt(document, field);
  if (what && Array.isArray(present)) {
    const unwanted = Array.isArray(what.value) ? what.value : [what.value];
    setAt(
      document,
      field,
      present.filter((each) => !unwanted.some((one) => deepEqual(one, each))),
    );
    return;
  }
  // Only that value is to go; another one stays.
  if (what && !deepEqual(present, what.value)) return;
  const parent = field.length === 1 ? document : valueAt(document, field.slice(0, -1));
  const last = field.at(-1) ?? '';
  if (Array.isArray(parent)) {
    if (/^\d+$/.test(last)) parent.splice(Number(last), 1);
  } else if (field.length === 1) document[last] = null;
  else if (typeof parent === 'object' && parent !== null) delete (parent as JsonDocument)[last];
}

function setAt(document: JsonDocument, field: readonly string[], value: unknown): void {
  let at: unknown = document;
  for (const [index, token] of field.slice(0, -1).entries()) {
    const next = valueAt(at, [token]);
    if (next !== undefined && (typeof next !== 'object' || next === null))
      throw new CrestError(400, `/${field.slice(0, index + 1).join('/')} is no object and no list`);
    if (next === undefined) put(at, token, {});
    at = valueAt(at, [token]);
  }
  put(at, field.at(-1) ?? '', value);
}

function put(target: unknown, token: string, value: unknown): void {
  if (Array.isArray(target)) {
    const at = token === '-' ? target.length : Number(token);
    if (!Number.isInteger(at) || at < 0 || at > target.length) throw new CrestError(400, `"${token}" is no place in a list of ${target.length}`);
    target[at] = value;
  }
  // A key named __proto__ would set the prototype.
  else Object.defineProperty(target, token, { value, enumerable: true, configurable: true, writable: true });
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b || (a == null && b == null)) return true;
  // A whole number is the same however large the type that holds it.
  if ((typeof a === 'bigint' && typeof b === 'number') || (typeof a === 'number' && typeof b === 'bigint')) return String(a) === String(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, at) => deepEqual(each, b[at]));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) || Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as Readonly<Record<string, unknown>>];
  return left.length === Object.keys(right).length && left.every(([key, value]) => Object.hasOwn(right, key) && deepEqual(value, right[key]));
}
