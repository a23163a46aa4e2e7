import { openDialog } from './dialog.js';
import { el } from './element.js';

/** @typedef {import('./object-types.js').Field} Field */
/** @typedef {import('./object-types.js').ObjectType} ObjectType */

/** Columns of a table at most, when nobody has chosen. */
const MOST = 7;

/** What fits into a cell. @param {Field} field */
const isBrief = ({ type, list }) => !list && !['map', 'bytes', 'reference'].includes(type);

/**
 * The columns: those that the address names, else the name and what a read brings unasked.
 *
 * @param {ObjectType} type
 * @param {string | null} chosen  Names of fields, separated by commas.
 * @returns {readonly Field[]}
 */
export function columnsOf(type, chosen) {
  const readable = type.fields.filter((field) => field.readable);
  const named = (chosen ?? '').split(',').flatMap((name) => readable.find((field) => field.name === name) ?? []);
  if (named.length > 0) return named;
  const brief = readable.filter((field) => field.byDefault && isBrief(field));
  const rank = (/** @type {Field} */ { attribute }) =>
    attribute === '__NAME__' ? 0 : attribute === '__ENABLE__' ? 1 : /^__.*__$/.test(attribute) ? 3 : 2;
  return brief
    .map((field, index) => ({ field, order: rank(field) * 1000 + index }))
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST)
    .map(({ field }) => field);
}

/**
 * The fields to ask for so that these columns have values.
 *
 * @param {readonly Field[]} columns
 */
export function fieldsParameter(columns) {
  const asked = columns.filter((field) => !field.byDefault).map(({ name }) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return asked.length === 0 ? undefined : ['*', ...asked].join(',');
}

/**
 * Lets the user choose the columns.
 *
 * @param {ObjectType} type
 * @param {readonly Field[]} columns
 * @param {(names: string) => void} choose
 */
export function openColumns(type, columns, choose) {
  openDialog('Columns', (dialog) => {
    const boxes = type.fields
      .filter(({ readable }) => readable)
      .map((field) => ({ field, box: el('input', { type: 'checkbox', checked: columns.includes(field) }) }));
    const form = el(
      'form',
      {
        onsubmit(/** @type {Event} */ event) {
          event.preventDefault();
          const names = boxes.filter(({ box }) => box.checked).map(({ field }) => field.name);
          dialog.close();
          choose(names.join(','));
        },
      },
      el(
        'fieldset',
        { class: 'choices' },
        el('legend', { class: 'quiet' }, 'Those read on request can make a page slower.'),
        ...boxes.map(({ field, box }) => el('label', {}, box, ' ', field.title, !field.byDefault && el('span', { class: 'quiet' }, ' on request'))),
      ),
      el(
        'div',
        { class: 'buttons' },
        el('button', { type: 'submit', class: 'primary' }, 'Show'),
        el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      ),
    );
    return [form];
  });
}
