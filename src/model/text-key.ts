import { decimalKey } from './decimal.ts';
import { deepKey } from './deep-key.ts';

/**
 * Text without case, for comparing only: lower case, the two small sigmas as one, so that a folded prefix is the prefix of the folded text.
 *
 * @example
 * foldCase('ΟΔΟΣ') === foldCase('οδος');  // true
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes('ς') ? lower.replaceAll('ς', 'σ') : lower;
}

/** A UUID without case, braces and `urn:uuid:`. */
export function uuidKey(text: string): string {
  return text.replace(/^(?:urn:uuid:)?\{?|\}$/gi, '').toLowerCase();
}

/** A URI with its scheme and host in lower case. RFC 3986, 6.2.2.1: user information has case. */
export function uriKey(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:)(?:\/\/([^/?#@]*@)?([^/?#]*))?/i, (all, scheme: string, user: string = '', host?: string) =>
    host === undefined ? all.toLowerCase() : `${scheme.toLowerCase()}//${user}${host.toLowerCase()}`,
  );
}

/** A JSON text by its meaning: numbers by value, the order of keys aside. */
export function jsonKey(text: string): string {
  try {
    JSON.parse(text);
    // Numbers become marked texts, because JSON.parse would round the large ones.
    const marked = text.replace(/"((?:[^"\\]|\\.)*)"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token, content?: string) =>
      content === undefined ? `"n${decimalKey(token)}"` : `"s${content}"`,
    );
    return deepKey()(JSON.parse(marked, (_, value) => (value === null ? 'null' : value)));
  } catch {
    return text; // Not JSON, or nested too deeply: as it stands.
  }
}

/** A distinguished name. RFC 4514: attribute types and, as caseIgnoreMatch has it, values without case; spaces around them do not count; an RDN is a set. */
export function dnKey(text: string): string {
  const rdns: string[][] = [[]];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const separator = text[i] ?? ',';
    if (separator === '\\' && i + 1 < text.length) i++;
    else if (separator === ',' || separator === ';' || separator === '+') {
      const pair = pairKey(text.slice(start, i));
      if (pair === undefined) return foldCase(text.trim()); // Part of a name, or no name at all.
      rdns.at(-1)?.push(pair);
      if (separator !== '+' && i < text.length) rdns.push([]);
      start = i + 1;
    }
  }
  return rdns.map((pairs) => pairs.sort().join('+')).join();
}

function pairKey(pair: string): string | undefined {
  const split = pair.indexOf('=');
  if (split < 1) return undefined;
  const value = pair.slice(split + 1).replace(/(?:\\[0-9a-f]{2})+|\\([\s\S])/gi, (escaped, character?: string) => {
    if (character !== undefined) return character;
    try {
      return decodeURIComponent(escaped.replaceAll('\\', '%'));
    } catch {
      return escaped;
    }
  });
  const type = pair
    .slice(0, split)
    .trim()
    .toLowerCase()
    .replace(/^oid\./, '');
  return `${type}=${foldCase(value)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\,;+=]/g, '\\$&')}`;
}
