import { el } from './element.js';
import { jsonText } from './exact-json.js';

/** @typedef {import('./object-types.js').Field} Field */

/**
 * What a user edits a field with.
 *
 * @typedef {object} Control
 * @property {Field} field
 * @property {HTMLElement} element
 * @property {HTMLElement} input
 * @property {() => boolean} changed
 * @property {() => unknown} value    What was entered; null for nothing. Throws an Error that says what is wrong with it.
 * @property {(problem: string) => void} complain  Says beside the field what is wrong with it; '' for nothing.
 */

/** Texts that may be longer than this get several lines. */
const LINE = 1000;

/**
 * A control for a field.
 *
 * @param {Field} field
 * @param {unknown} value  As the gateway tells it; undefined for none.
 * @param {string} id
 * @param {boolean} required
 * @returns {Control}
 */
export function controlOf(field, value, id, required) {
  const before = textOf(field, value);
  const hints = [field.description, hintOf(field)].filter((each) => each !== undefined);
  const hint = el('p', { class: 'quiet', id: `${id}-hint` }, hints.join(' '));
  const problem = el('p', { class: 'problem', id: `${id}-problem` });
  const input = inputOf(field, before, {
    id,
    'aria-describedby': `${id}-problem ${id}-hint`,
    'aria-required': required ? 'true' : undefined,
    autocomplete: field.type === 'secret' ? 'new-password' : 'off',
    spellcheck: 'false',
  });
  const label = el('label', { for: id }, field.title, required && el('span', { class: 'quiet', 'aria-hidden': 'true' }, ' required'));
  return {
    field,
    input,
    element: el('div', { class: 'control' }, label, input, problem, hints.length > 0 && hint),
    changed: () => input.value !== before,
    value() {
      if (required && input.value.trim() === '') throw new Error('is required');
      return input.value === '' ? null : enteredValue(field, input.value);
    },
    complain(text) {
      problem.textContent = text;
      if (text === '') input.removeAttribute('aria-invalid');
      else input.setAttribute('aria-invalid', 'true');
    },
  };
}

/**
 * @param {Field} field
 * @param {string} text
 * @param {Readonly<Record<string, unknown>>} attributes
 */
function inputOf(field, text, attributes) {
  const { type, list, options, maxLength = 0 } = field;
  const choices = list ? undefined : type === 'boolean' ? ['true', 'false'] : options;
  if (choices) {
    const titles = /** @type {Readonly<Record<string, string>>} */ ({ true: 'Yes', false: 'No' });
    const all = text === '' || choices.includes(text) ? choices : [text, ...choices];
    return el(
      'select',
      attributes,
      el('option', { value: '' }, '–'),
      ...all.map((each) => el('option', { value: each, selected: each === text }, type === 'boolean' ? titles[each] : each)),
    );
  }
  if (list || type === 'map' || type === 'reference' || maxLength > LINE || text.includes('\n') || text.length > 200) {
    const area = el('textarea', {
      ...attributes,
      rows: Math.min(12, Math.max(2, text.split('\n').length)),
      class: isText(field) ? undefined : 'code',
    });
    area.value = text;
    return area;
  }
  const kind = type === 'secret' ? 'password' : 'text';
  return el('input', { ...attributes, type: kind, value: text, inputmode: /^(integer|byte|long|bigInteger)$/.test(type) ? 'numeric' : undefined });
}

/** @param {Field} field */
const isText = ({ type }) => type !== 'map' && type !== 'reference';

/** @param {Field} field */
function hintOf(field) {
  if (!isText(field)) return field.list ? 'A list of objects, as JSON.' : 'An object, as JSON.';
  if (field.list) return 'One value on each line.';
  if (field.type === 'dateTime') return 'A date and time such as 2026-11-21T10:00:00Z.';
  return field.type === 'bytes' ? 'Base64.' : undefined;
}

/**
 * @param {Field} field
 * @param {unknown} value
 */
function textOf(field, value) {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return '';
  if (!isText(field)) return jsonText(value, 2);
  return Array.isArray(value) ? value.map(String).join('\n') : String(value);
}

/**
 * @param {Field} field
 * @param {string} text
 */
function enteredValue(field, text) {
  if (!isText(field)) {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error(`is not JSON: ${/** @type {Error} */ (error).message}`);
    }
  }
  if (!field.list) return scalarOf(field, text);
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => scalarOf(field, line));
}

/**
 * @param {Field} field
 * @param {string} text
 */
function scalarOf({ type }, text) {
  switch (type) {
    case 'boolean':
      return text === 'true';
    case 'integer':
    case 'byte':
    case 'long':
    case 'bigInteger': {
      const digits = text.trim();
      if (!/^-?\d+$/.test(digits)) throw new Error('must be a whole number');
      // Digits that a number cannot hold go as text.
      return Number.isSafeInteger(Number(digits)) ? Number(digits) : digits;
    }
    case 'float':
    case 'double':
      if (text.trim() === '' || !Number.isFinite(Number(text))) throw new Error('must be a number');
      return Number(text);
    default:
      return text;
  }
}
