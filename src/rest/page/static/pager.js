import { el } from './element.js';
import { sizes } from './object-query.js';

/**
 * Where a list is: the cookie of each page up to this one, and how many objects stand before it. Kept in the browser's history, so that
 * back leads to the page before.
 *
 * @typedef {{ readonly cookies: readonly string[], readonly starts: readonly number[] }} Place
 */

/** @type {Place} */
export const start = { cookies: [], starts: [] };

/**
 * Buttons to page, with what is shown.
 *
 * @param {object} shown
 * @param {Place} shown.place
 * @param {number} shown.count
 * @param {number} shown.size
 * @param {string | null} shown.next      The cookie of the next page.
 * @param {number} shown.total            -1 when it is not known.
 * @param {boolean} shown.estimate
 * @param {(place: Place) => void} shown.turn
 * @param {(size: string) => void} shown.resize
 */
export function pager({ place, count, size, next, total, estimate, turn, resize }) {
  const first = place.starts.at(-1) ?? 0;
  const number = (/** @type {number} */ value) => value.toLocaleString('en');
  const range = count === 0 ? 'Nothing found' : `${number(first + 1)}–${number(first + count)} ${ofAll()}`;
  function ofAll() {
    if (next === null) return `of ${number(first + count)}`;
    return total < 0 ? 'of more' : `of ${estimate ? 'about ' : ''}${number(total)}`;
  }
  const back = place.cookies.length === 0 ? undefined : () => turn({ cookies: place.cookies.slice(0, -1), starts: place.starts.slice(0, -1) });
  const forth = next === null ? undefined : () => turn({ cookies: [...place.cookies, next], starts: [...place.starts, first + count] });
  return el(
    'div',
    { class: 'pager' },
    el('p', { role: 'status', id: 'range' }, range),
    button('previous', '← Previous', back),
    button('next', 'Next →', forth),
    el('label', { for: 'size' }, 'Rows'),
    el(
      'select',
      { id: 'size', onchange: (/** @type {Event} */ event) => resize(/** @type {HTMLSelectElement} */ (event.target).value) },
      ...sizes.map((each) => el('option', { value: each, selected: each === size }, each)),
    ),
  );
}

/**
 * A button that can have the focus also when there is nothing to do: it stays where it is at the last page.
 *
 * @param {string} id
 * @param {string} text
 * @param {(() => void) | undefined} action
 */
function button(id, text, action) {
  return el('button', { type: 'button', id, 'aria-disabled': action ? undefined : 'true', onclick: action }, text);
}
