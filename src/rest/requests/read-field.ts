import { CrestError } from '../crest/crest-error.ts';
import { fieldPointers, isDefaults } from '../crest/field-selection.ts';
import { pointerTokens, valueAt } from '../crest/json-pointer.ts';
import { mimeType } from '../crest/mime-type.ts';
import type { Answer } from './answer.ts';
import type { ObjectRequest } from './object-request.ts';
import { etagOf, readObject } from './read-object.ts';

/** The value is whatever somebody put there: nothing in it may run or load. */
const contained = { 'Content-Security-Policy': "default-src 'none'; sandbox" };

/**
 * Reads one field of an object in the media type that `_mimeType` asks for. CREST: read.
 *
 * `application/json` is the object with that field, as ever; `text/plain` what JSON shows, without its quotes; any other type the bytes, of a
 * text those that its base64 stands for. Of a list the first value is meant: `_fields=photo/1` is the second.
 *
 * @throws CrestError 400 unless `_fields` is exactly one field that can be read, and for values that have no form of that type; 404 for no value.
 */
export async function readField(request: ObjectRequest, uid: string, unlessRevisions: readonly string[] | undefined): Promise<Answer> {
  const type = mimeType(request.parameters);
  if (type === undefined) return readObject(request, uid, unlessRevisions);
  const { tokens, isBytes } = oneField(request);
  if (type === 'application/json') return readObject(request, uid, unlessRevisions);
  return readObject(request, uid, unlessRevisions, (row) => {
    const found = valueAt(request.form.json(row), tokens);
    const value = Array.isArray(found) ? found[0] : found;
    const path = `/${tokens.join('/')}`;
    if (value === undefined || value === null) throw new CrestError(404, `Object ${uid} has no value in ${path}`, { detail: {} });
    const asText = type === 'text/plain' || (type.startsWith('text/') && !isBytes);
    const content = asText ? textOf(value) : bytesOf(value);
    if (content === undefined) {
      const kinds: Readonly<Record<string, string>> = { string: 'a text that is no base64', object: 'an object', boolean: 'a boolean' };
      const kind = kinds[typeof value] ?? 'a number';
      throw new CrestError(400, `Field ${path} is ${kind}, which has no form of type ${type}; use ${asText ? 'application/json' : 'text/plain'}`);
    }
    return { status: 200, content, headers: { 'Content-Type': asText ? `${type}; charset=utf-8` : type, ...contained, ...etagOf(row.revision) } };
  });
}

/** The one field of `_fields`. */
function oneField({ parameters, form }: ObjectRequest): { readonly tokens: readonly string[]; readonly isBytes: boolean } {
  const named = fieldPointers(parameters);
  const [pointer = ''] = named;
  if (named.length !== 1 || isDefaults(pointer))
    throw new CrestError(400, `_mimeType takes exactly one field in _fields, such as _fields=photo (got ${JSON.stringify(named.join(','))})`);
  const tokens = pointerTokens(pointer);
  const [name = ''] = tokens;
  if (name === '_id' || name === '_rev') return { tokens, isBytes: false };
  const { readable, info } = form.field(name);
  if (!readable) throw new CrestError(400, `Field ${name} cannot be read`);
  return { tokens, isBytes: info.type === 'bytes' };
}

const textOf = (value: unknown) => (typeof value === 'object' ? undefined : String(value));

/** CREST takes base64 in the form of URLs; JSON here has the other one. */
function bytesOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  return typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value) ? Uint8Array.from(Buffer.from(value, 'base64')) : undefined;
}
