import { announce } from './announce.js';
import { openDialog, runInDialog } from './dialog.js';
import { el } from './element.js';
import { jsonText } from './exact-json.js';
import { ObjectForm } from './object-form.js';
import { nameOf } from './object-types.js';
import { hashOf } from './route.js';

/**
 * Lets the user make an object.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} system
 * @param {import('./object-types.js').ObjectType} type
 */
export function openCreate(visit, system, type) {
  const form = new ObjectForm();
  const isNeeded = (/** @type {import('./object-types.js').Field} */ field) => field.required;
  const fields = type.fields.filter(({ creatable, type: valueType }) => creatable && valueType !== 'secretBytes');
  form.add([...fields.filter(isNeeded), ...fields.filter((field) => !isNeeded(field))], {}, isNeeded);
  openDialog(
    `Create ${type.title}`,
    (dialog) => [
      el(
        'form',
        {
          novalidate: true,
          onsubmit(/** @type {Event} */ event) {
            event.preventDefault();
            const changes = form.changes();
            if (!changes) return;
            const body = jsonText(Object.fromEntries(changes.map(({ field, value }) => [field.name, value])));
            const create = async () => {
              const made = await visit.gateway.create(system, type.name, body);
              announce(`${nameOf(type, made)} is made.`);
              visit.go(hashOf([system, type.name, made._id]));
            };
            void runInDialog(dialog, create, (error) => form.fail(error));
          },
        },
        form.element,
        el(
          'div',
          { class: 'buttons' },
          el('button', { type: 'submit', class: 'primary' }, 'Create'),
          el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
        ),
      ),
    ],
    { wide: true, changed: () => form.changed() },
  );
}
