import type { AnyChanges } from '../../model/changes.ts';
import type { Row } from '../../model/row.ts';
import { isObject } from '../../model/value-kind.ts';
import type { ObjectForm } from '../systems/object-form.ts';
import type { ObjectTypeField } from '../systems/object-type.ts';
import { CrestError } from './crest-error.ts';
import { pointerTokens, valueAt } from './json-pointer.ts';
import { applyOperation, deepEqual, type JsonDocument } from './patch-document.ts';
import type { PatchOperation, TransformScript } from './patch-operation.ts';

/** The operations of a patch, in their order. */
export interface Patch {
  readonly operations: readonly PatchOperation[];
  /** Fields whose present values some operation builds on. */
  readonly fieldsRead: readonly string[];
}

const names = ['add', 'remove', 'replace', 'increment', 'move', 'copy', 'transform'] as const;

/**
 * Reads the body of a PATCH.
 *
 * @throws CrestError 400 naming the operation; 403 for a transform by the text of a script: texts from the network never run.
 *
 * @example
 * readPatch([{ operation: 'add', field: '/mail', value: 'ada@example.org' }]).operations.length;  // 1
 */
export function readPatch(body: unknown): Patch {
  if (!Array.isArray(body)) throw new CrestError(400, 'The body of a PATCH must be a list of operations: [{ operation, field, value }]');
  const operations = body.map((each, index) => readOperation(each, index));
  const read = operations.flatMap(({ operation, field, from, hasValue }) => {
    const [name = ''] = field;
    if (from) return [from[0] ?? '', ...(field.length > 1 ? [name] : [])];
    return operation === 'increment' || operation === 'transform' || field.length > 1 || (operation === 'remove' && !hasValue) ? [name] : [];
  });
  // Several operations on one field build on each other.
  const twice = operations.map(({ field: [name = ''] }) => name).filter((name, index, all) => all.indexOf(name) !== index);
  return { operations, fieldsRead: [...new Set([...read, ...twice])] };
}

function readOperation(given: unknown, index: number): PatchOperation {
  const wrong = (message: string) => new CrestError(400, `Operation ${index} of the patch ${message}`);
  if (typeof given !== 'object' || given === null) throw wrong('must be an object');
  const { operation, field, from, value } = given as Readonly<Record<string, unknown>>;
  const name = typeof operation === 'string' ? operation.toLowerCase() : '';
  if (!(names as readonly string[]).includes(name)) throw wrong(`must be one of ${names.join(', ')} (got ${JSON.stringify(operation) ?? 'nothing'})`);
  if (typeof field !== 'string') throw wrong('needs field, a JSON pointer such as /mail');
  const moves = name === 'move' || name === 'copy';
  if (moves && typeof from !== 'string') throw wrong(`needs from, the field to ${name}`);
  const hasValue = Object.hasOwn(given, 'value') && value !== undefined;
  if ((name === 'add' || name === 'increment') && !hasValue) throw wrong(`needs a value to ${name}`);
  return {
    operation: name as PatchOperation['operation'],
    field: pointerTokens(field),
    from: moves ? pointerTokens(String(from)) : undefined,
    value,
    hasValue,
    script: name === 'transform' ? transformScript(value, index) : undefined,
  };
}

function transformScript(value: unknown, index: number): TransformScript {
  const script = isObject(value) ? (value as { readonly script?: unknown }).script : undefined;
  const { name, globals = {}, source, file } = (isObject(script) ? script : {}) as Readonly<Record<string, unknown>>;
  const what = `Operation ${index} of the patch`;
  if (source !== undefined || file !== undefined)
    throw new CrestError(403, `${what}: texts and files of scripts that come over the network are not run; name a script of the configuration`);
  if (typeof name === 'string' && isObject(globals)) return { name, globals: globals as Readonly<Record<string, unknown>> };
  throw new CrestError(400, `${what} needs a value to transform by: { "script": { "name": SCRIPT, "globals": { … } } }`);
}

/**
 * The changes that a patch makes to an object, so that all of them go to the connector at once.
 *
 * Values that are added to or removed from an attribute of many, by one operation and as wholes, stay additions and removals, which do not
 * undo what somebody else does meanwhile; everything else is worked out on the object as it was and replaces the attribute.
 *
 * @param transform  Makes the new value of a transform from the one that the field has when its turn comes.
 * @throws CrestError 400 for fields that the type does not have or that cannot be read, and for operations that make no sense.
 */
export async function patchedChanges(
  { operations }: Patch,
  form: ObjectForm,
  row: Row,
  transform: (script: TransformScript, content: unknown) => Promise<unknown>,
): Promise<AnyChanges> {
  const before = form.json(row) as JsonDocument;
  const after: JsonDocument = structuredClone(before);
  const counts = new Map<string, number>();
  for (const {
    field: [name = ''],
    from,
  } of operations) {
    for (const each of from ? [name, from[0] ?? ''] : [name]) counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  const replace: Record<string, unknown> = {};
  const add: Record<string, unknown> = {};
  const remove: Record<string, unknown> = {};
  const worked = new Set<string>();
  for (const operation of operations) {
    const field = writable(form, operation.field[0] ?? '');
    if (operation.from) form.field(operation.from[0] ?? '');
    const alone = counts.get(field.name) === 1 && operation.field.length === 1;
    const { operation: kind, value, hasValue } = operation;
    if (alone && field.info.multiValued && kind === 'add') add[field.attribute] = form.valueOf(field, value);
    else if (alone && field.info.multiValued && kind === 'remove' && hasValue) remove[field.attribute] = form.valueOf(field, value);
    // A secret cannot be read, so nothing can build on it.
    else if (alone && (kind === 'add' || kind === 'replace')) replace[field.attribute] = form.valueOf(field, value);
    else {
      if (!field.readable) throw new CrestError(400, `Field ${field.name} cannot be read: give its new value by one replace`);
      const made = operation.script ? await transform(operation.script, valueAt(after, operation.field)) : value;
      const inForm = operation.field.length === 1 && hasValue ? { ...operation, value: form.shownValue(field, made) } : { ...operation, value: made };
      applyOperation(after, inForm, field.info.multiValued === true);
      worked.add(field.name);
      if (kind === 'move') worked.add(writable(form, operation.from?.[0] ?? '').name);
    }
  }
  for (const name of worked) {
    const field = form.field(name);
    const [was, is] = [before[name], after[name]];
    if (!deepEqual(was, is)) replace[field.attribute] = form.valueOf(field, is);
  }
  if (replace.__NAME__ === row.name) delete replace.__NAME__;
  return { replace, add, remove } as AnyChanges;
}

function writable(form: ObjectForm, name: string): ObjectTypeField {
  const field = form.field(name);
  if (field.attribute === '__UID__' || !field.updateable) throw new CrestError(400, `Field ${name} cannot be changed`);
  return field;
}
