import { CrestError } from './crest-error.ts';

/**
 * The tokens of a JSON pointer; CREST allows it without its first slash.
 *
 * RFC 6901.
 *
 * @throws CrestError 400 for an empty one and for a stray `~`.
 *
 * @example
 * pointerTokens('Tags/0/Key');  // ['Tags', '0', 'Key']
 */
export function pointerTokens(pointer: string): readonly string[] {
  const path = pointer.startsWith('/') ? pointer.slice(1) : pointer;
  if (path === '') throw new CrestError(400, 'A field must be a JSON pointer such as /mail (got "")');
  if (/~(?![01])/.test(path)) throw new CrestError(400, `"${pointer}" is no JSON pointer: ~ stands only in ~0 and ~1`);
  return path.split('/').map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value that tokens point to; undefined when there is none. */
export function valueAt(root: unknown, tokens: readonly string[]): unknown {
  let value = root;
  for (const token of tokens) {
    if (Array.isArray(value)) value = /^\d+$/.test(token) ? value[Number(token)] : undefined;
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) value = (value as Record<string, unknown>)[token];
    else return undefined;
  }
  return value;
}
