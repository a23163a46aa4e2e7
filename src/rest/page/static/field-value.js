import { el } from './element.js';
import { jsonText } from './exact-json.js';

/** @typedef {import('./object-types.js').Field} Field */

const numbers = ['integer', 'byte', 'long', 'float', 'double', 'bigInteger', 'bigDecimal'];

/**
 * Whether values of a field are numbers, which stand at the right.
 *
 * @param {Field} field
 */
export const isNumeric = ({ type, list }) => !list && numbers.includes(type);

/**
 * A value of a field for a cell of a table: one line.
 *
 * @param {Field} field
 * @param {unknown} value
 * @returns {Node}
 */
export function briefValue(field, value) {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return el('span', { class: 'none' }, '–');
  if (field.attribute === '__ENABLE__' && typeof value === 'boolean') return enabledBadge(value);
  if (Array.isArray(value)) return document.createTextNode(value.map(plainText).join(', '));
  if (field.type === 'dateTime') return dateValue(String(value), 16);
  return document.createTextNode(plainText(value));
}

/**
 * A value of a field as a whole.
 *
 * @param {Field} field
 * @param {unknown} value
 * @param {import('./links.js').Links} links
 * @returns {Node}
 */
export function wholeValue(field, value, links) {
  if (value === undefined || value === null) return el('span', { class: 'none' }, 'no value');
  if (field.attribute === '__ENABLE__' && typeof value === 'boolean') return enabledBadge(value);
  if (!Array.isArray(value)) return oneValue(field, value, links);
  if (value.length === 0) return el('span', { class: 'none' }, 'none');
  return el('ul', { class: 'values' }, ...value.map((each) => el('li', {}, oneValue(field, each, links))));
}

/**
 * @param {Field} field
 * @param {unknown} value
 * @param {import('./links.js').Links} links
 * @returns {Node}
 */
function oneValue(field, value, links) {
  if (field.type === 'reference') return links.reference(value) ?? map(/** @type {object} */ (value), links);
  if (typeof value === 'object' && value !== null) return map(value, links);
  if (field.type === 'dateTime') return dateValue(String(value), 19);
  if (field.type === 'bytes') return el('span', { title: String(value) }, `${bytesOf(String(value))} bytes`);
  if (typeof value === 'string' && links.has(field.attribute)) return links.link(field.attribute, value);
  return text(plainText(value));
}

/** @param {string} base64 */
const bytesOf = (base64) => Math.floor((base64.replace(/=+$/, '').length * 3) / 4);

/** A text; a JSON document with its lines. @param {string} value */
function text(value) {
  if (/^\s*[[{]/.test(value)) {
    try {
      return el('pre', { tabindex: 0, role: 'region', 'aria-label': 'Document' }, JSON.stringify(JSON.parse(value), null, 2));
    } catch {
      // A text that only begins like a document.
    }
  }
  return value.includes('\n') ? el('pre', { tabindex: 0, role: 'region', 'aria-label': 'Text' }, value) : document.createTextNode(value);
}

/**
 * @param {object} value
 * @param {import('./links.js').Links} links
 */
function map(value, links) {
  const entries = Object.entries(value).map(([key, each]) => {
    const shown = typeof each === 'string' ? (links.has(key) ? links.link(key, each) : dated(each)) : document.createTextNode(plainText(each));
    return el('div', {}, el('dt', {}, key), el('dd', {}, shown));
  });
  return el('dl', { class: 'map' }, ...entries);
}

/** @param {string} value */
const dated = (value) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) ? dateValue(value, 19) : text(value));

/**
 * A date of ISO 8601 in the reader's time zone; another one as it is.
 *
 * @param {string} value
 * @param {number} length  16 down to minutes, 19 to seconds.
 */
function dateValue(value, length) {
  const date = /^\d{4}-/.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) return document.createTextNode(value);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return el('time', { datetime: value, title: value }, local.toISOString().slice(0, length).replace('T', ' '));
}

/** @param {boolean} enabled */
export function enabledBadge(enabled) {
  return el('span', { class: enabled ? 'badge good' : 'badge off' }, enabled ? 'Enabled' : 'Disabled');
}

/**
 * A value as text.
 *
 * @param {unknown} value
 */
export function plainText(value) {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' ? jsonText(value) : String(value);
}
