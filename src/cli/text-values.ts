import type { AttributeInfo } from '../model/attribute.ts';
import { ConnectorError } from '../model/errors.ts';
import type { JsonSchema } from '../model/json-schema.ts';
import { SecretBytes } from '../model/secret.ts';
import { isObject } from '../model/value-kind.ts';

/** The two sides of `name=value`. */
export interface Assignment {
  readonly name: string;
  readonly text: string;
}

/**
 * Splits `name=value` at the first `=`.
 *
 * @throws ConnectorError `InvalidArgument`, which does not show what was given: the name may be missing before a secret.
 */
export function assignment(given: string, where: string): Assignment {
  const at = given.indexOf('=');
  if (at < 1) throw new ConnectorError('InvalidArgument', `${where} must be name=value${at < 0 ? ', and has no "="' : ', and has no name'}`);
  return { name: given.slice(0, at), text: given.slice(at + 1) };
}

/** JSON, or the text itself: what is wrong with it is said by whoever checks the value. */
export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A text as the value of a setting: a number, true or false, JSON for lists and objects, else the text. */
export function settingFromText(schema: JsonSchema | undefined, text: string): unknown {
  const types = typesOf(schema);
  const structured = /^\s*[[{]/.test(text) && (types.includes('array') || types.includes('object'));
  if (structured) return jsonOrText(text);
  if (types.includes('string')) return text;
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.includes('integer') || types.includes('number')) return numberOrText(text);
  return types.length === 0 && schema === undefined ? jsonOrText(text) : text;
}

/** The types that a setting may have, those of its alternatives and of its allowed values too. */
function typesOf(schema: unknown): readonly string[] {
  if (!isObject(schema)) return [];
  const { type, enum: allowed, const: only, anyOf, oneOf, allOf } = schema;
  const values = [...(Array.isArray(allowed) ? allowed : []), ...(only === undefined ? [] : [only])];
  return [
    ...[type].flat().filter((each): each is string => typeof each === 'string'),
    ...values.map((each) => (Array.isArray(each) ? 'array' : typeof each)),
    ...[anyOf, oneOf, allOf].flat().flatMap(typesOf),
  ];
}

/** A text as one value of an attribute, in a form that the facade takes. */
export function valueFromText({ type }: Pick<AttributeInfo, 'type'>, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type === 'integer' || type === 'byte' || type === 'float' || type === 'double') return numberOrText(text);
  if (type === 'map' || type === 'reference') return jsonOrText(text);
  if (type === 'secretBytes') return new SecretBytes(Buffer.from(text, 'base64'));
  return text;
}

/** A text as all values of an attribute: of a multi-valued one a JSON list, or one value. */
export function valuesFromText(info: AttributeInfo, text: string): unknown {
  if (!info.multiValued) return valueFromText(info, text);
  const list = /^\s*\[/.test(text) ? jsonOrText(text) : undefined;
  return Array.isArray(list) ? list : [valueFromText(info, text)];
}

function numberOrText(text: string): unknown {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

/**
 * A whole number given as an option.
 *
 * @throws ConnectorError `InvalidArgument`
 */
export function wholeNumber(text: string | undefined, option: string, least = 1): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw new ConnectorError('InvalidArgument', `${option} must be a whole number, ${least} or more (got ${text})`);
}

/** The names in a list such as `a,b`. */
export function nameList(text: string | undefined): string[] | undefined {
  return text
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
