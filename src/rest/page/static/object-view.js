import { fieldsParameter } from './columns.js';
import { el } from './element.js';
import { failure } from './failure.js';
import { enabledBadge, wholeValue } from './field-value.js';
import { linksOf } from './links.js';
import { objectActions } from './object-actions.js';
import { fieldFor, nameOf } from './object-types.js';
import { hashOf } from './route.js';
import { typeOf } from './type-of.js';

/** @typedef {import('./object-types.js').Field} Field */

/**
 * One object: its fields, what it is linked to, what can be done with it.
 *
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<import('./visit.js').View>}
 */
export async function objectView(visit) {
  const { gateway, signal, route } = visit;
  const { system, type, types } = await typeOf(visit);
  const id = route.id ?? '';
  const links = linksOf(system, types);
  const isLink = (/** @type {Field} */ field) => links.has(field.attribute) || field.type === 'reference';
  let object = await gateway.read(system, type.name, id, '*', signal);
  /** @type {Set<Field>} */
  const loaded = new Set(type.fields.filter(({ byDefault }) => byDefault));
  /** Why fields could not be loaded. @type {unknown} */
  let failed;
  const content = el('section', {});

  /** @param {readonly Field[]} fields */
  const load = async (fields) => {
    if (fields.length === 0) return;
    content.setAttribute('aria-busy', 'true');
    try {
      const more = await gateway.read(system, type.name, id, fieldsParameter(fields) ?? '*', signal);
      object = { ...object, ...more };
      for (const field of fields) loaded.add(field);
      failed = undefined;
    } catch (error) {
      if (signal.aborted) return;
      failed = error;
    } finally {
      content.removeAttribute('aria-busy');
    }
    show();
  };

  function show() {
    const focused = content.contains(document.activeElement) ? document.activeElement : null;
    const readable = type.fields.filter((field) => field.readable);
    const has = (/** @type {Field} */ { name }) => object[name] !== undefined && (!Array.isArray(object[name]) || object[name].length > 0);
    const known = readable.filter((field) => loaded.has(field) || has(field));
    const enable = fieldFor(type, '__ENABLE__');
    const related = known.filter((field) => isLink(field) && has(field));
    const empty = known.filter((field) => !has(field));
    const missing = readable.filter((field) => !known.includes(field));
    const rows = (/** @type {readonly Field[]} */ fields) =>
      el('dl', { class: 'fields' }, ...fields.map((field) => row(field, wholeValue(field, object[field.name], links))));
    content.replaceChildren(
      el('p', { class: 'crumbs' }, el('a', { href: hashOf([system]) }, system), ' / ', el('a', { href: visit.list(system, type.name) }, type.title)),
      el(
        'div',
        { class: 'heading' },
        el('h1', { tabindex: -1, id: 'title' }, nameOf(type, object)),
        enable && typeof object[enable.name] === 'boolean' ? enabledBadge(object[enable.name]) : '',
        el('div', { class: 'actions' }, ...objectActions(visit, system, type, object, loaded)),
      ),
      el(
        'p',
        { class: 'quiet ids' },
        'id ',
        el('code', {}, object._id),
        ...(object._rev === undefined ? [] : [' · revision ', el('code', {}, object._rev)]),
      ),
      rows(known.filter((field) => has(field) && !isLink(field))),
      ...(related.length > 0 ? [el('h2', {}, 'Linked objects'), rows(related)] : []),
      ...(empty.length > 0 ? [el('h2', {}, 'Without a value'), el('p', { class: 'quiet' }, empty.map(({ title }) => title).join(', '))] : []),
      ...(missing.length > 0 ? notLoaded(missing, load) : []),
      ...(failed === undefined ? [] : [failure(failed, { id: 'load-failed' })]),
    );
    if (!focused) return;
    const again = document.getElementById(focused.id) ?? document.getElementById('load-all') ?? document.getElementById('title');
    again?.focus({ preventScroll: true });
  }

  show();
  // What most want to see, although the system tells it only on request.
  void load(type.fields.filter((field) => field.readable && !field.byDefault && (isLink(field) || field.attribute === '__ENABLE__')));
  return { title: `${nameOf(type, object)} · ${system}`, content };
}

/**
 * @param {Field} field
 * @param {Node} value
 */
function row(field, value) {
  return el('div', {}, el('dt', { title: field.description }, field.title), el('dd', { 'data-field': field.name }, value));
}

/**
 * The fields that a read brings on request only.
 *
 * @param {readonly Field[]} fields
 * @param {(fields: readonly Field[]) => Promise<void>} load
 */
function notLoaded(fields, load) {
  return [
    el(
      'div',
      { class: 'heading' },
      el('h2', {}, 'Read on request'),
      el('button', { type: 'button', id: 'load-all', onclick: () => load(fields) }, fields.length === 1 ? 'Load it' : `Load all ${fields.length}`),
    ),
    el(
      'ul',
      { class: 'chips' },
      ...fields.map((field) =>
        el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              class: 'chip',
              id: `load-${field.name}`,
              title: field.description,
              'aria-label': `Load ${field.title}`,
              onclick: () => load([field]),
            },
            field.title,
          ),
        ),
      ),
    ),
  ];
}
