import { announce } from './announce.js';
import { openConfirm } from './confirm-dialog.js';
import { openEdit } from './edit-dialog.js';
import { el } from './element.js';
import { fieldFor, nameOf } from './object-types.js';
import { openPassword } from './password-dialog.js';

/**
 * The buttons of what the user may do with an object.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} system
 * @param {import('./object-types.js').ObjectType} type
 * @param {import('./gateway.js').JsonObject} object
 * @param {ReadonlySet<import('./object-types.js').Field>} loaded
 * @returns {readonly HTMLElement[]}
 */
export function objectActions(visit, system, type, object, loaded) {
  if (!visit.mayWrite) return [];
  const name = nameOf(type, object);
  const buttons = [];
  const enable = fieldFor(type, '__ENABLE__');
  const password = fieldFor(type, '__PASSWORD__');
  const button = (/** @type {string} */ id, /** @type {string} */ text, /** @type {() => void} */ onclick, kind = '') =>
    el('button', { type: 'button', id, class: kind || undefined, onclick }, text);
  if (type.can.update) {
    if (type.fields.some((field) => field.updateable && field.readable))
      buttons.push(button('edit', 'Edit', () => openEdit(visit, system, type, object, loaded), 'primary'));
    if (enable?.updateable && typeof object[enable.name] === 'boolean') {
      const on = object[enable.name] !== true;
      const verb = on ? 'Enable' : 'Disable';
      const done = () => {
        announce(`${name} is ${on ? 'enabled' : 'disabled'}.`);
        visit.reload();
      };
      const text = on
        ? 'Some systems take a new password in the same step; leave it empty where that is not needed.'
        : `${name} can no longer use ${system}.${enable.description ? ` ${enable.description}` : ''}`;
      buttons.push(
        button('enable', `${verb} …`, () =>
          openPassword(visit, system, on ? type : withoutPassword(type), object, {
            title: `${verb} ${name}?`,
            action: verb,
            text,
            also: [{ field: enable, value: on }],
            done,
          }),
        ),
      );
    }
    if (password?.updateable)
      buttons.push(
        button('password', 'Set password …', () =>
          openPassword(visit, system, type, object, {
            title: `Set the password of ${name}`,
            action: 'Set password',
            done() {
              announce(`${name} has a new password.`);
              visit.reload();
            },
          }),
        ),
      );
  }
  if (type.can.delete) {
    const remove = async () => {
      await visit.gateway.delete(system, type.name, object);
      announce(`${name} is deleted.`);
      visit.go(visit.list(system, type.name), undefined, true);
    };
    buttons.push(
      button(
        'delete',
        'Delete …',
        () =>
          openConfirm(`Delete ${name}?`, {
            text: [type.title, ' ', el('strong', {}, name), ' will be deleted from ', el('strong', {}, system), '. This cannot be undone.'],
            action: `Delete ${name}`,
            danger: true,
            run: remove,
          }),
        'danger',
      ),
    );
  }
  return buttons;
}

/** @param {import('./object-types.js').ObjectType} type */
function withoutPassword(type) {
  return { ...type, fields: type.fields.filter(({ attribute }) => attribute !== '__PASSWORD__') };
}
