import { announce } from './announce.js';
import { fieldsParameter } from './columns.js';
import { openDialog, runInDialog } from './dialog.js';
import { el } from './element.js';
import { ObjectForm } from './object-form.js';
import { nameOf } from './object-types.js';
import { patchOf } from './patch-of.js';
import { hashOf } from './route.js';

/** @typedef {import('./object-types.js').Field} Field */

/**
 * Lets the user change an object. Fields whose values are not read yet are offered once they are: nobody overwrites what they have not seen.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} system
 * @param {import('./object-types.js').ObjectType} type
 * @param {import('./gateway.js').JsonObject} object
 * @param {ReadonlySet<Field>} loaded  The fields whose values are known.
 */
export function openEdit(visit, system, type, object, loaded) {
  const form = new ObjectForm();
  let known = object;
  // Passwords have a dialog of their own.
  const fields = type.fields.filter((field) => field.updateable && field.readable);
  const later = fields.filter((field) => !loaded.has(field));
  form.add(
    fields.filter((field) => loaded.has(field)),
    object,
  );
  const changed = () => form.changed();
  openDialog(
    `Edit ${nameOf(type, object)}`,
    (dialog) => {
      const load = el(
        'button',
        {
          type: 'button',
          async onclick() {
            load.disabled = true;
            try {
              const more = await visit.gateway.read(system, type.name, object._id, fieldsParameter(later) ?? '*');
              known = { ...more, ...object };
              form.add(later, more);
              load.remove();
              dialog
                .querySelector(`#field-${fields.length - later.length}`)
                ?.closest('.control')
                ?.scrollIntoView();
              /** @type {HTMLElement | null} */ (dialog.querySelector(`#field-${fields.length - later.length}`))?.focus();
            } catch (error) {
              load.disabled = false;
              form.fail(error);
            }
          },
        },
        later.length === 1 ? 'Load 1 more field' : `Load ${later.length} more fields`,
      );
      return [
        el(
          'form',
          {
            novalidate: true,
            onsubmit(/** @type {Event} */ event) {
              event.preventDefault();
              const changes = form.changes();
              if (!changes) return;
              const save = async () => {
                if (changes.length === 0) return;
                const after = await visit.gateway.patch(system, type.name, object, patchOf(changes, known));
                announce(`${nameOf(type, after)} is saved.`);
                visit.go(hashOf([system, type.name, after._id]), undefined, true);
              };
              void runInDialog(dialog, save, (error) => form.fail(error));
            },
          },
          form.element,
          later.length > 0 && el('p', {}, load),
          el(
            'div',
            { class: 'buttons' },
            el('button', { type: 'submit', class: 'primary' }, 'Save'),
            el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
          ),
        ),
      ];
    },
    { wide: true, changed },
  );
}
