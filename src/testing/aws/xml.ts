/** A value an answer can hold: lists become `<member>` (`<item>` for EC2), a `Map` becomes `<entry>`, `undefined` is left out, dates have whole seconds. */
export type XmlValue = string | number | boolean | Date | undefined | readonly XmlValue[] | ReadonlyMap<string, XmlValue> | XmlObject;
/** The members of an element, in the order they are written. */
export interface XmlObject {
  readonly [name: string]: XmlValue;
}

/** What the elements of a list are called: `member` in the query protocol, `item` in EC2's. */
export type ListTag = 'member' | 'item';

/** Writes one element of an answer. */
export function xmlElement(name: string, value: XmlValue, listTag: ListTag = 'member'): string {
  return value === undefined ? '' : `<${name}>${xmlContent(value, listTag)}</${name}>`;
}

/** Writes what is inside an element. */
export function xmlContent(value: XmlValue, listTag: ListTag = 'member'): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // EC2 writes milliseconds where the query services write whole seconds.
  if (value instanceof Date) return listTag === 'item' ? value.toISOString() : wireDate(value);
  if (isList(value)) return value.map((item) => xmlElement(listTag, item, listTag)).join('');
  if (isMap(value)) {
    return [...value].map(([key, item]) => `<entry>${xmlElement('key', key)}${xmlElement('value', item)}</entry>`).join('');
  }
  return Object.entries(value)
    .map(([name, item]) => xmlElement(name, item, listTag))
    .join('');
}

/** A date as IAM writes it: UTC, whole seconds. */
export function wireDate(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function isMap(value: XmlValue): value is ReadonlyMap<string, XmlValue> {
  return value instanceof Map;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

/** Escapes text; characters XML 1.0 cannot hold become the replacement character, so an echoed value never breaks the answer. */
function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0, 2.2 forbids.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
  );
}
