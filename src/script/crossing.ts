import { types } from 'node:util';
import { Secret, SecretBytes } from '../model/secret.ts';

/** A value that cannot cross into a script or out of it, by its path. */
export class CrossingError extends Error {
  override readonly name = 'CrossingError';
}

const DEPTH = 100;

/**
 * A value as text for a script: JSON, with what JSON has no form for as `{ "$": [kind, content] }`. The first letter says whether there is any.
 *
 * @param path  What the value is called in errors: `args.mail`.
 * @throws CrossingError for a secret, a function, a cycle.
 */
export function encodeCrossing(value: unknown, path: string): string {
  const walk = new Encoding();
  const text = JSON.stringify(walk.encode(value, path));
  return `${walk.marked ? 'm' : 'j'}${text}`;
}

/** Whether a value can be given to a script. */
export function mayCross(value: unknown): boolean {
  try {
    encodeCrossing(value, 'value');
    return true;
  } catch (error) {
    if (error instanceof CrossingError) return false;
    throw error;
  }
}

class Encoding {
  marked = false;
  readonly #trail: object[] = [];

  encode(value: unknown, path: string): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : this.#mark('number', Object.is(value, -0) ? '-0' : String(value));
      case 'undefined':
        return this.#mark('undefined', 0);
      case 'bigint':
        return this.#mark('bigint', String(value));
      case 'object':
        return value === null ? null : this.#object(value, path);
      default:
        throw new CrossingError(`${path} is a ${typeof value}, which cannot cross: give plain data`);
    }
  }

  #object(value: object, path: string): unknown {
    if (value instanceof Secret || value instanceof SecretBytes) throw new CrossingError(`${path} is a secret, which does not enter a script`);
    if (this.#trail.includes(value)) throw new CrossingError(`${path} is a cycle: it contains itself`);
    if (this.#trail.length >= DEPTH) throw new CrossingError(`${path} is more than ${DEPTH} levels deep`);
    this.#trail.push(value);
    const encoded = this.#content(value, path);
    this.#trail.pop();
    return encoded;
  }

  #content(value: object, path: string): unknown {
    if (Array.isArray(value)) return Array.from(value, (item, index) => this.encode(item, `${path}[${index}]`));
    if (types.isDate(value)) return this.#mark('date', Number.isNaN(value.getTime()) ? null : value.getTime());
    if (types.isUint8Array(value)) return this.#mark('bytes', Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1'));
    if (types.isMap(value)) {
      return this.#mark(
        'map',
        [...value].map(([key, item]) => [this.encode(key, `${path}.key`), this.encode(item, `${path}.value`)]),
      );
    }
    if (!isPlain(value)) throw new CrossingError(`${path} is an object of a class, which cannot cross: give plain data`);
    const encoded: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      if (name === '__proto__') throw new CrossingError(`${path}.__proto__ is a name that cannot cross`);
      encoded[name] = this.encode(item, `${path}.${name}`);
    }
    return Object.hasOwn(value, '$') ? this.#mark('object', encoded) : encoded;
  }

  #mark(kind: string, content: unknown): unknown {
    this.marked = true;
    return { $: [kind, content] };
  }
}

/** Whether it is an object of no class; of which realm does not matter. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty'));
}

/**
 * The value that a script gave as text. The text is input like any other: what has no meaning is refused.
 *
 * @throws CrossingError for text that the encoding never makes.
 */
export function decodeCrossing(text: string): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new CrossingError('what came out of the script is not well-formed');
  }
  return decode(data);
}

function decode(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map(decode);
  return Object.hasOwn(data, '$') ? decodeMarked((data as { $: unknown }).$) : decodeProperties(data);
}

function decodeProperties(data: object): unknown {
  return Object.fromEntries(
    Object.entries(data).map(([name, item]) => {
      if (name === '__proto__') throw new CrossingError('__proto__ is a name that cannot cross');
      return [name, decode(item)];
    }),
  );
}

function decodeMarked(marked: unknown): unknown {
  const [kind, content] = Array.isArray(marked) ? (marked as readonly unknown[]) : [];
  if (kind === 'undefined') return undefined;
  if (kind === 'number' && typeof content === 'string') return Number(content);
  if (kind === 'bigint' && typeof content === 'string' && /^-?\d+$/.test(content)) return BigInt(content);
  if (kind === 'date' && (typeof content === 'number' || content === null)) return new Date(content ?? Number.NaN);
  if (kind === 'bytes' && typeof content === 'string') return Uint8Array.from(Buffer.from(content, 'latin1'));
  if (kind === 'object' && typeof content === 'object' && content !== null) return decodeProperties(content);
  if (kind === 'map' && Array.isArray(content)) {
    return new Map(content.map((entry: unknown) => (Array.isArray(entry) ? [decode(entry[0]), decode(entry[1])] : [undefined, undefined])));
  }
  throw new CrossingError('what came out of the script has no meaning');
}
