import { openColumns } from './columns.js';
import { openCreate } from './create-dialog.js';
import { el } from './element.js';
import { failure } from './failure.js';
import { filterBar, isAboutFilter } from './filter-bar.js';
import { objectQueryOf, parametersOf } from './object-query.js';
import { objectTable } from './object-table.js';
import { pager, start } from './pager.js';
import { hashOf } from './route.js';
import { typeOf } from './type-of.js';

/**
 * The objects of a type: search, filter, columns, order, pages.
 *
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<import('./visit.js').View>}
 */
export async function browseView(visit) {
  const { route, gateway, signal } = visit;
  const { system, type } = await typeOf(visit);
  const query = objectQueryOf(route.search, type);
  const place = /** @type {import('./pager.js').Place} */ (visit.state?.cookies ? visit.state : start);
  /** @type {any} */
  let found;
  /** @type {unknown} */
  let error;
  try {
    if (type.can.query) found = await gateway.query(system, type.name, parametersOf(query, place.cookies.at(-1)), signal);
  } catch (cause) {
    signal.throwIfAborted();
    error = cause;
  }
  const here = Object.fromEntries(route.search);
  const change = (/** @type {Readonly<Record<string, string | undefined>>} */ search) =>
    visit.go(hashOf([system, type.name], { ...here, ...search }));
  const turn = (/** @type {import('./pager.js').Place} */ to) => visit.go(hashOf([system, type.name], here), to);
  const bar = type.can.query && filterBar(query, isAboutFilter(error, query.filter) ? error : undefined, ({ q, filter }) => change({ q, filter }));
  const content = el(
    'section',
    {},
    el('p', { class: 'crumbs' }, el('a', { href: hashOf([system]) }, system), ' / ', el('span', {}, type.name)),
    el(
      'div',
      { class: 'heading' },
      el('h1', { tabindex: -1 }, type.title),
      el(
        'div',
        { class: 'actions' },
        el('button', { type: 'button', id: 'columns', onclick: () => openColumns(type, query.columns, (columns) => change({ columns })) }, 'Columns'),
        el('button', { type: 'button', id: 'reload', onclick: () => visit.reload() }, 'Reload'),
        visit.mayWrite &&
          type.can.create &&
          el('button', { type: 'button', id: 'create', class: 'primary', onclick: () => openCreate(visit, system, type) }, 'Create'),
      ),
    ),
    bar,
    !type.can.query && el('p', { class: 'notice' }, 'The system does not list objects of this type.'),
    error !== undefined && !isAboutFilter(error, query.filter) && failure(error, { retry: () => turn(start) }),
    found && found.result.length > 0 && objectTable(/** @type {any} */ (visit), type, query, found.result, (sort) => change({ sort })),
    found &&
      pager({
        place,
        count: found.result.length,
        size: query.size,
        next: found.pagedResultsCookie,
        total: found.totalPagedResults,
        estimate: found.totalPagedResultsPolicy === 'ESTIMATE',
        turn,
        resize: (size) => change({ size }),
      }),
  );
  return { title: `${type.title} · ${system}`, content };
}
