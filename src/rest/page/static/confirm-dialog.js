import { openDialog, runInDialog } from './dialog.js';
import { el } from './element.js';
import { failure } from './failure.js';

/**
 * Asks before something is done, and does it.
 *
 * @param {string} title
 * @param {object} question
 * @param {readonly (Node | string)[]} question.text
 * @param {string} question.action       What the button says.
 * @param {boolean} [question.danger]
 * @param {() => Promise<void>} question.run
 */
export function openConfirm(title, { text, action, danger = false, run }) {
  const failed = el('div', {});
  openDialog(title, (dialog) => [
    el(
      'form',
      {
        onsubmit(/** @type {Event} */ event) {
          event.preventDefault();
          failed.replaceChildren();
          void runInDialog(dialog, run, (error) => failed.replaceChildren(failure(error)));
        },
      },
      el('p', {}, ...text),
      failed,
      el(
        'div',
        { class: 'buttons' },
        el('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action),
        el('button', { type: 'button', autofocus: danger, onclick: () => dialog.close() }, 'Cancel'),
      ),
    ),
  ]);
}
