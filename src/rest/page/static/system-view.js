import { el } from './element.js';
import { GatewayError } from './gateway-error.js';
import { healthOf } from './health.js';
import { hashOf } from './route.js';

/**
 * One system: its connector, how it is, its object types.
 *
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<import('./visit.js').View>}
 */
export async function systemView(visit) {
  const { route, catalogue } = visit;
  const { system = '' } = route;
  const listed = (await catalogue.systems()).find(({ name }) => name === system);
  if (!listed) throw new GatewayError(`There is no system ${system}.`, 404);
  const types = await catalogue.types(system);
  const health = healthOf(visit, system, () => types.length === 0 && visit.reload());
  if (!catalogue.health.has(system)) void health.test();
  const { bundleName, connectorName, bundleVersion, displayName } = listed.connectorRef;
  const rows = types.map(({ name, title, objectClass, can, fields }) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, can.query ? el('a', { href: hashOf([system, name]) }, title) : title),
      el('td', { class: 'code' }, name === objectClass ? name : `${name} (${objectClass})`),
      el('td', { class: 'number' }, fields.length),
      el('td', { class: 'wrap' }, abilities(can)),
    ),
  );
  const heads = ['Object type', 'Name', 'Fields', 'Offers'].map((each) =>
    el('th', { scope: 'col', class: each === 'Fields' ? 'number' : undefined }, each),
  );
  const content = el(
    'section',
    {},
    el('p', { class: 'crumbs' }, el('a', { href: '#/' }, 'Systems'), ' / ', el('span', {}, system)),
    el('div', { class: 'heading' }, el('h1', { tabindex: -1 }, system), el('div', { class: 'actions' }, health.button)),
    el(
      'dl',
      { class: 'fields' },
      ...[
        ['Kind', displayName ?? connectorName],
        ['Connector', el('span', { class: 'code' }, connectorName)],
        ['Bundle', el('span', { class: 'code' }, `${bundleName} ${bundleVersion}`)],
        ['Health', health.state],
      ].map(([name = '', value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
    ),
    types.length === 0
      ? el(
          'p',
          { class: 'notice' },
          'The system cannot be opened now, so its object types are not known. Test it to see why, and again when that is mended.',
        )
      : el(
          'div',
          { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of object types' },
          el('table', {}, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows)),
        ),
  );
  return { title: system, content };
}

/** @param {import('./object-types.js').ObjectType['can']} can */
function abilities(can) {
  const offered = /** @type {const} */ (['query', 'read', 'create', 'update', 'delete']).filter((each) => can[each]);
  return offered.join(', ');
}
