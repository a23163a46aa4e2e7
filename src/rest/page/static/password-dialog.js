import { openDialog, runInDialog } from './dialog.js';
import { el } from './element.js';
import { ObjectForm } from './object-form.js';
import { fieldFor } from './object-types.js';
import { patchOf } from './patch-of.js';

/**
 * Lets the user set a password, for itself or with what demands one. It is shown nowhere.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} system
 * @param {import('./object-types.js').ObjectType} type
 * @param {import('./gateway.js').JsonObject} object
 * @param {object} purpose
 * @param {string} purpose.title
 * @param {string} purpose.action     What the button says.
 * @param {string} [purpose.text]
 * @param {readonly { readonly field: import('./object-types.js').Field, readonly value: unknown }[]} [purpose.also]  Changes that go with it; then the password is optional.
 * @param {() => void} purpose.done
 */
export function openPassword(visit, system, type, object, { title, action, text, also = [], done }) {
  const form = new ObjectForm();
  const password = fieldFor(type, '__PASSWORD__');
  const current = fieldFor(type, '__CURRENT_PASSWORD__');
  if (password?.updateable) {
    form.add([{ ...password, description: undefined }], {}, () => also.length === 0);
    form.add(
      [{ ...password, title: `${password.title}, once more`, name: 'once more', attribute: 'once more', description: undefined }],
      {},
      () => also.length === 0,
    );
  }
  if (also.length === 0 && current?.updateable) form.add([current], {});
  openDialog(title, (dialog) => [
    el(
      'form',
      {
        novalidate: true,
        onsubmit(/** @type {Event} */ event) {
          event.preventDefault();
          const entered = form.changes();
          if (!entered) return;
          const value = (/** @type {string | undefined} */ name) => entered.find(({ field }) => field.name === name)?.value;
          if (value(password?.name) !== value('once more')) {
            form.complain('once more', 'is not the same');
            return;
          }
          const changes = [...also, ...entered.filter(({ field }) => field.name !== 'once more')];
          const save = async () => {
            await visit.gateway.patch(system, type.name, object, patchOf(changes, object));
            done();
          };
          void runInDialog(dialog, save, (error) => form.fail(error));
        },
      },
      text !== undefined && el('p', {}, text),
      form.element,
      el(
        'div',
        { class: 'buttons' },
        el('button', { type: 'submit', class: 'primary' }, action),
        el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      ),
    ),
  ]);
}
