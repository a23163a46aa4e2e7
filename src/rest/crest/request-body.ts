import { CrestError } from './crest-error.ts';
import { parseExactJson } from './exact-json.ts';

/** What a body may be. */
export interface BodyLimits {
  /** Bytes. */
  readonly size: number;
  /** How deep objects and lists may be nested. */
  readonly depth: number;
}

/**
 * Reads a JSON body, no further than it may be long.
 *
 * @returns Undefined for an empty body.
 * @throws CrestError 400 for what is no JSON or nested too deep, 413 for what is too long, 415 for another content type.
 */
export async function jsonBody(request: Request, limits: BodyLimits): Promise<unknown> {
  const bytes = await bytesOf(request, limits.size);
  if (bytes.length === 0) return undefined;
  const type = (request.headers.get('content-type') ?? 'application/json').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json' && !type?.endsWith('+json'))
    throw new CrestError(415, `The body must be application/json (got ${JSON.stringify(type)})`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CrestError(400, 'The body is not UTF-8', { cause });
  }
  let value: unknown;
  try {
    if (text.trim() === '') return undefined;
    if (nesting(text) > limits.depth) throw new CrestError(400, `The body is nested more than ${limits.depth} deep`);
    value = parseExactJson(text);
  } catch (error) {
    if (error instanceof CrestError) throw error;
    // The parser's own message quotes the text, in which there may be a password.
    throw new CrestError(400, 'The body is not JSON');
  }
  return value;
}

async function bytesOf(request: Request, size: number): Promise<Uint8Array> {
  const tooLong = () => new CrestError(413, `The body is longer than ${size} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > size) throw tooLong();
  if (!request.body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > size) {
      await reader.cancel().catch(() => {});
      throw tooLong();
    }
    parts.push(value);
  }
  return Buffer.concat(parts);
}

/** How deep a JSON text is nested, told without building it. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0, inside = false; at < text.length; at++) {
    const character = text[at];
    if (inside) {
      if (character === '\\') at++;
      else if (character === '"') inside = false;
    } else if (character === '"') inside = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/**
 * A body that must be an object.
 *
 * @throws CrestError 400.
 */
export function objectBody(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Readonly<Record<string, unknown>>;
  throw new CrestError(400, `The body must be a JSON object (got ${body === undefined ? 'nothing' : Array.isArray(body) ? 'a list' : typeof body})`);
}
