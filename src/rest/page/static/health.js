import { announce } from './announce.js';
import { el } from './element.js';

/**
 * How a system is, with a button that tests it.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} system
 * @param {() => void} [tested]  Called after a test by the user.
 */
export function healthOf(visit, system, tested = () => {}) {
  const state = el('span', { class: 'badge' }, 'Not tested');
  const reason = el('p', { class: 'reason' });
  const show = () => {
    const health = visit.catalogue.health.get(system);
    if (!health) return;
    state.className = `badge ${health.ok ? 'good' : health.enabled ? 'bad' : 'off'}`;
    state.textContent = health.ok ? 'Up' : health.enabled ? 'Down' : 'Switched off';
    reason.textContent = health.ok ? '' : (health.error ?? '');
  };
  const test = async () => {
    button.disabled = true;
    state.className = 'badge busy';
    state.textContent = 'Testing …';
    try {
      const { ok } = await visit.catalogue.test(system, visit.signal);
      show();
      announce(`System ${system} is ${ok ? 'up' : 'down'}.`, { seen: false });
    } catch (error) {
      if (visit.signal.aborted) return;
      state.className = 'badge bad';
      state.textContent = 'Not tested';
      reason.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      button.disabled = false;
    }
  };
  const button = el('button', {
    type: 'button',
    id: `test-${system}`,
    'aria-label': `Test ${system}`,
    async onclick() {
      await test();
      if (!visit.signal.aborted) tested();
    },
  });
  button.textContent = 'Test';
  show();
  return { state: el('div', { class: 'health' }, state, reason), button, test };
}
