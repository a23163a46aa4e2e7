import { el } from './element.js';
import { hashOf } from './route.js';

/**
 * The systems, and the object types of the one that is shown.
 *
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<HTMLElement>}
 */
export async function navigation({ catalogue, route }) {
  const systems = await catalogue.systems();
  const types =
    route.system !== undefined && systems.some(({ name }) => name === route.system) ? await catalogue.types(route.system).catch(() => []) : [];
  const current = (/** @type {boolean} */ is) => (is ? 'page' : undefined);
  return el(
    'ul',
    {},
    el('li', {}, el('a', { href: '#/', 'aria-current': current(route.system === undefined) }, 'All systems')),
    ...systems.map(({ name }) =>
      el(
        'li',
        {},
        el('a', { href: hashOf([name]), 'aria-current': current(name === route.system && route.type === undefined) }, name),
        name === route.system &&
          types.length > 0 &&
          el(
            'ul',
            {},
            ...types.map((type) =>
              el('li', {}, el('a', { href: hashOf([name, type.name]), 'aria-current': current(type.name === route.type) }, type.title)),
            ),
          ),
      ),
    ),
  );
}
