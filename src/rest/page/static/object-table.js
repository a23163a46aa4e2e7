import { el } from './element.js';
import { briefValue, isNumeric } from './field-value.js';
import { hashOf } from './route.js';

/** What can be put in order. @param {import('./object-types.js').Field} field */
const hasOrder = ({ type, list }) => !list && !['map', 'bytes', 'reference'].includes(type);

/**
 * The objects of a page.
 *
 * @param {import('./visit.js').Visit & { readonly route: { readonly system: string } }} visit
 * @param {import('./object-types.js').ObjectType} type
 * @param {import('./object-query.js').ObjectQuery} query
 * @param {readonly import('./gateway.js').JsonObject[]} objects
 * @param {(sort: string) => void} sortBy
 */
export function objectTable(visit, type, query, objects, sortBy) {
  const key = query.sort.replace(/^[+-]/, '');
  const head = query.columns.map((field) => {
    const direction = field.name !== key ? undefined : query.sort.startsWith('-') ? 'descending' : 'ascending';
    const next = direction === 'ascending' ? `-${field.name}` : direction === 'descending' ? '' : field.name;
    const arrow = el('span', { class: 'arrow', 'aria-hidden': 'true' }, direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : '↕');
    const content = hasOrder(field)
      ? el(
          'button',
          {
            type: 'button',
            class: 'sort',
            id: `sort-${field.name}`,
            title: field.sortable ? 'Sort' : 'Sort: the system cannot, so all objects are read for it',
            onclick: () => sortBy(next),
          },
          field.title,
          arrow,
        )
      : field.title;
    return el('th', { scope: 'col', class: isNumeric(field) ? 'number' : undefined, 'aria-sort': direction }, content);
  });
  const link = (/** @type {import('./gateway.js').JsonObject} */ object, /** @type {string} */ text) =>
    el('th', { scope: 'row' }, el('a', { href: hashOf([visit.route.system, type.name, object._id]) }, text));
  // Every row leads to its object, also where nobody wants to see the name.
  const named = query.columns.some(({ attribute }) => attribute === '__NAME__');
  const rows = objects.map((object) => {
    const cells = query.columns.map((field) => {
      if (field.attribute === '__NAME__') return link(object, String(object[field.name] ?? object._id));
      const content = briefValue(field, object[field.name]);
      return el('td', { class: isNumeric(field) ? 'number' : undefined, title: content.textContent }, content);
    });
    return el('tr', {}, ...(named ? [] : [link(object, object._id)]), ...cells);
  });
  if (!named) head.unshift(el('th', { scope: 'col' }, 'Id'));
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table of ${type.title}` },
    el(
      'table',
      {},
      el('caption', { class: 'unseen' }, `Objects of type ${type.title}`),
      el('thead', {}, el('tr', {}, ...head)),
      el('tbody', {}, ...rows),
    ),
  );
}
