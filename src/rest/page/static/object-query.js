import { columnsOf, fieldsParameter } from './columns.js';
import { fieldFor } from './object-types.js';

/** @typedef {import('./object-types.js').ObjectType} ObjectType */

/** Objects of a page. */
export const sizes = [25, 50, 100];

/**
 * What an address asks for.
 *
 * @typedef {object} ObjectQuery
 * @property {string} words    Of the search box.
 * @property {string} filter   The `_queryFilter`; empty for all.
 * @property {string} sort     `-mail`; empty for none.
 * @property {number} size
 * @property {readonly import('./object-types.js').Field[]} columns
 */

/**
 * Reads what an address asks for.
 *
 * @param {URLSearchParams} search
 * @param {ObjectType} type
 * @returns {ObjectQuery}
 */
export function objectQueryOf(search, type) {
  const columns = columnsOf(type, search.get('columns'));
  const words = (search.get('q') ?? '').trim();
  const size = Number(search.get('size'));
  return {
    words,
    filter: search.get('filter') ?? (words === '' ? '' : searchFilter(words, type, columns)),
    sort: search.get('sort') ?? '',
    size: sizes.includes(size) ? size : (sizes[0] ?? 25),
    columns,
  };
}

/**
 * The filter that looks for words in the name and in the columns of text that are shown.
 *
 * @param {string} words
 * @param {ObjectType} type
 * @param {readonly import('./object-types.js').Field[]} columns
 */
export function searchFilter(words, type, columns) {
  const name = fieldFor(type, '__NAME__');
  const texts = columns.filter((field) => field.type === 'string');
  const fields = new Set(name ? [name, ...texts] : texts);
  const value = JSON.stringify(words);
  return fields.size === 0 ? `_id co ${value}` : [...fields].map((field) => `${field.name} co ${value}`).join(' or ');
}

/**
 * The parameters that ask the gateway.
 *
 * @param {ObjectQuery} query
 * @param {string | undefined} cookie
 */
export function parametersOf({ filter, sort, size, columns }, cookie) {
  return {
    _queryFilter: filter === '' ? 'true' : filter,
    _pageSize: String(size),
    _fields: fieldsParameter(columns),
    _sortKeys: sort || undefined,
    _pagedResultsCookie: cookie,
    _totalPagedResultsPolicy: 'ESTIMATE',
  };
}
