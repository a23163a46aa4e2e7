import { ConnectorError } from '../model/errors.ts';
import { Secret, SecretBytes } from '../model/secret.ts';
import { isObject } from '../model/value-kind.ts';
import { printable } from '../model/wording.ts';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

// An object with one key of these stands for a value that JSON lacks; an object of the traffic whose only key looks like one is wrapped.
const marks = {
  date: '$date',
  bigint: '$bigint',
  bytes: '$bytes',
  number: '$number',
  set: '$set',
  nothing: '$undefined',
  secret: '$secret',
  secretBytes: '$secretBytes',
  hidden: '$hidden',
  any: '$any',
  wrapped: '$object',
} as const;

/** Stands for a text in which a secret was found. */
export const hiddenText: Json = { [marks.hidden]: true };
/** Put in the place of a value that is kept off the tape. */
export const keptOff: unique symbol = Symbol('kept off the tape');
/** What a secret is when it is played: nobody knows any more what it was. */
export const unknownSecret = '[secret]';

// Deeper data is a mistake, mostly an object that contains itself.
const deepest = 64;

/**
 * Writes a value as JSON without losing its kind. Secrets become marks.
 *
 * @param what    What the value belongs to, for the message: `the answer of get __ACCOUNT__`.
 * @param secret  Told of every secret that is met, so that its text can be kept off the rest of the tape.
 * @throws ConnectorError `Internal` for what cannot be written, such as a function.
 */
export function encodeValue(value: unknown, what: string, secret: (text: string) => void): Json {
  const encode = (value: unknown, path: string, depth: number): Json => {
    if (depth > deepest) throw new ConnectorError('Internal', `${what} cannot be recorded: ${path} is nested more than ${deepest} deep`);
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === keptOff) return { [marks.any]: true };
    if (value === undefined) return { [marks.nothing]: true };
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { [marks.number]: Object.is(value, -0) ? '-0' : String(value) };
    if (typeof value === 'bigint') return { [marks.bigint]: String(value) };
    if (value instanceof Secret) {
      secret(value.reveal());
      return { [marks.secret]: true };
    }
    if (value instanceof SecretBytes) {
      secret(Buffer.from(value.reveal()).toString('base64'));
      return { [marks.secretBytes]: true };
    }
    if (value instanceof Date) return { [marks.date]: Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString() };
    if (value instanceof Uint8Array) return { [marks.bytes]: Buffer.from(value).toString('base64') };
    if (Array.isArray(value)) return value.map((each, index) => encode(each, `${path}[${index}]`, depth + 1));
    // The order in which somebody names attributes is not part of a question.
    if (value instanceof Set) return { [marks.set]: [...value].map((each) => encode(each, path, depth + 1)).sort(byText) };
    if (!isObject(value) || value instanceof Map) {
      const found = value instanceof Map ? 'a Map' : printable(value);
      throw new ConnectorError('Internal', `${what} cannot be recorded: ${path || 'it'} is ${found}, which JSON cannot say`);
    }
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    const copy = Object.fromEntries(entries.map(([name, each]) => [name, encode(each, path ? `${path}.${name}` : name, depth + 1)]));
    return entries.length === 1 && entries[0]?.[0].startsWith('$') ? { [marks.wrapped]: copy } : copy;
  };
  return encode(value, '', 0);
}

const byText = (a: Json, b: Json) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Reads such a value back. What was hidden comes back as the text `[secret]`. */
export function decodeValue(json: Json): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(decodeValue);
  const map = json as { readonly [key: string]: Json };
  const [only, another] = Object.entries(map);
  if (only && !another) {
    const [mark, held] = only;
    switch (mark) {
      case marks.date:
        return new Date(held === 'invalid' ? Number.NaN : String(held));
      case marks.bigint:
        return BigInt(String(held));
      case marks.bytes:
        return Uint8Array.from(Buffer.from(String(held), 'base64'));
      case marks.number:
        return Number(held);
      case marks.set:
        return new Set((held as readonly Json[]).map(decodeValue));
      case marks.nothing:
        return undefined;
      case marks.secret:
        return new Secret(unknownSecret);
      case marks.secretBytes:
        return new SecretBytes(Buffer.from(unknownSecret));
      case marks.hidden:
      case marks.any:
        return unknownSecret;
      case marks.wrapped:
        return mapped(held as { readonly [key: string]: Json }, decodeValue);
    }
  }
  return mapped(map, decodeValue);
}

/** Whether a recorded value says nothing that could be compared: a secret, a text with a secret in it, an argument left out. */
export function isOpaque(json: Json): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  const [only, another] = Object.keys(json);
  return another === undefined && ([marks.secret, marks.secretBytes, marks.hidden, marks.any] as readonly (string | undefined)[]).includes(only);
}

/** A copy in which every text that `finds` answers true to is hidden. Names of attributes and of settings stay. */
export function hideTexts(json: Json, finds: (text: string) => boolean): Json {
  if (typeof json === 'string') return finds(json) ? hiddenText : json;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((each) => hideTexts(each, finds));
  const entries = Object.entries(json).map(([name, each]) => [name, hideTexts(each, finds)] as const);
  const [only, another] = entries;
  // A mark around a hidden text would say bytes or a date where there are none.
  if (only && !another && only[0].startsWith('$') && typeof Object.values(json)[0] === 'string' && typeof only[1] !== 'string') return hiddenText;
  return Object.fromEntries(entries);
}

function mapped(map: { readonly [key: string]: Json }, change: (value: Json) => unknown): unknown {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
