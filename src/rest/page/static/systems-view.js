import { el } from './element.js';
import { healthOf } from './health.js';
import { hashOf } from './route.js';

/** Up to so many systems are tested unasked. */
const FEW = 4;

/**
 * All systems and how they are.
 *
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<import('./visit.js').View>}
 */
export async function systemsView(visit) {
  const systems = await visit.catalogue.systems();
  const healths = systems.map(({ name }) => healthOf(visit, name));
  const rows = systems.map(({ name, connectorRef: ref }, index) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, el('a', { href: hashOf([name]) }, name)),
      el('td', {}, ref.displayName ?? ref.connectorName),
      el('td', {}, el('span', { class: 'code' }, ref.connectorName.split('.').at(-1) ?? ''), ' ', el('span', { class: 'quiet' }, ref.bundleVersion)),
      el('td', { class: 'wrap' }, healths[index]?.state),
      el('td', { class: 'end' }, healths[index]?.button),
    ),
  );
  const testAll = async () => {
    // Two at a time: opening a system can be work.
    const waiting = [...healths];
    const run = async () => {
      for (let next = waiting.shift(); next && !visit.signal.aborted; next = waiting.shift()) await next.test();
    };
    await Promise.all([run(), run()]);
  };
  if (systems.length <= FEW && systems.some(({ name }) => !visit.catalogue.health.has(name))) void testAll();
  const heads = ['System', 'Kind', 'Connector', 'Health'].map((each) => el('th', { scope: 'col' }, each));
  const table = el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of systems' },
    el('table', {}, el('thead', {}, el('tr', {}, ...heads, el('td', {}))), el('tbody', {}, ...rows)),
  );
  const content = el(
    'section',
    {},
    el(
      'div',
      { class: 'heading' },
      el('h1', { tabindex: -1 }, 'Systems'),
      el('div', { class: 'actions' }, systems.length > 1 && el('button', { type: 'button', id: 'test-all', onclick: testAll }, 'Test all')),
    ),
    systems.length === 0 ? el('p', { class: 'notice' }, 'No systems are configured.') : table,
  );
  return { title: 'Systems', content };
}
