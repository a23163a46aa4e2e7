import { el } from './element.js';
import { GatewayError } from './gateway-error.js';

/**
 * Whether a failure is about the filter, so that it stands beside it.
 *
 * @param {unknown} error
 * @param {string} filter
 * @returns {error is GatewayError}
 */
export function isAboutFilter(error, filter) {
  return (
    error instanceof GatewayError &&
    error.status === 400 &&
    filter !== '' &&
    !error.problems.some(({ path }) => /^(cursor|sort|offset|pageSize)/.test(path))
  );
}

/**
 * The box to search by words, and the filter itself for those who know it.
 *
 * @param {import('./object-query.js').ObjectQuery} query
 * @param {GatewayError | undefined} error   What the gateway says of the filter.
 * @param {(change: { readonly q?: string | undefined, readonly filter?: string | undefined }) => void} search
 */
export function filterBar({ words, filter }, error, search) {
  const expert = words === '' && filter !== '';
  const box = el('input', {
    type: 'search',
    id: 'search',
    value: words,
    placeholder: 'Name and shown text columns',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const described = error ? 'filter-error filter-hint' : 'filter-hint';
  const input = el('input', {
    id: 'filter',
    type: 'text',
    class: 'code',
    value: filter,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': described,
    'aria-invalid': error ? 'true' : undefined,
  });
  return el(
    'div',
    { class: 'filters', role: 'search' },
    el(
      'form',
      {
        class: 'row',
        onsubmit(/** @type {Event} */ event) {
          event.preventDefault();
          search({ q: box.value.trim(), filter: undefined });
        },
      },
      el('label', { for: 'search' }, 'Search'),
      box,
      el('button', { type: 'submit', id: 'search-go' }, 'Search'),
      (words !== '' || expert) && el('button', { type: 'button', class: 'plain', id: 'search-clear', onclick: () => search({}) }, 'Clear'),
    ),
    el(
      'details',
      { open: expert || error !== undefined },
      el('summary', { id: 'filter-summary' }, 'Filter expression'),
      el(
        'form',
        {
          class: 'row',
          onsubmit(/** @type {Event} */ event) {
            event.preventDefault();
            search({ filter: input.value.trim(), q: undefined });
          },
        },
        el('label', { for: 'filter' }, el('code', {}, '_queryFilter')),
        input,
        el('button', { type: 'submit', id: 'filter-go' }, 'Apply'),
      ),
      error && filterError(error, filter),
      el(
        'p',
        { class: 'quiet', id: 'filter-hint' },
        'For example ',
        el('code', {}, '__NAME__ sw "a" and !(mail pr)'),
        '; operators eq, co, sw, ew, ca, gt, ge, lt, le, pr, and, or, !( ).',
      ),
    ),
  );
}

/**
 * @param {GatewayError} error
 * @param {string} filter
 */
function filterError(error, filter) {
  const place = Number(/character (\d+)/.exec(error.message)?.[1] ?? 0);
  return el(
    'div',
    { class: 'failure', id: 'filter-error', role: 'alert' },
    place > 0 &&
      el(
        'p',
        { class: 'code', 'aria-hidden': 'true' },
        filter.slice(0, place - 1),
        el('mark', {}, filter.slice(place - 1, place) || '\u00a0'),
        filter.slice(place),
      ),
    el('p', {}, el('strong', {}, 'The filter was not accepted.'), ' ', error.message),
  );
}
