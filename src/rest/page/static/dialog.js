import { el } from './element.js';

/**
 * Opens a dialog: Escape closes it, focus stays in it and returns to where it was.
 *
 * @param {string} title
 * @param {(dialog: HTMLDialogElement) => readonly Node[]} content
 * @param {{ readonly wide?: boolean, readonly changed?: () => boolean }} [options]  `changed`: whether there is something to lose; then the first Escape only warns.
 */
export function openDialog(title, content, { wide = false, changed = () => false } = {}) {
  const before = document.activeElement;
  const dialog = el('dialog', { class: wide ? 'wide' : undefined, 'aria-labelledby': 'dialog-title' });
  dialog.append(el('h2', { id: 'dialog-title' }, title), ...content(dialog));
  const warning = el('p', { class: 'notice', role: 'alert' });
  dialog.addEventListener('cancel', (event) => {
    if (!changed() || warning.isConnected) return;
    event.preventDefault();
    dialog.querySelector('.buttons')?.before(warning);
    warning.textContent = 'What you have changed is not saved. Press Escape once more to discard it.';
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (!(before instanceof HTMLElement)) return;
    // The page may have been shown anew meanwhile.
    const again = before.isConnected ? before : (document.getElementById(before.id) ?? document.querySelector('h1'));
    again?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * Runs what a dialog is for, with its buttons at rest meanwhile. What goes wrong stands in the dialog.
 *
 * @param {HTMLDialogElement} dialog
 * @param {() => Promise<void>} action
 * @param {(error: unknown) => void} failed
 */
export async function runInDialog(dialog, action, failed) {
  const buttons = [...dialog.querySelectorAll('button')].filter(({ disabled }) => !disabled);
  for (const button of buttons) button.disabled = true;
  dialog.setAttribute('aria-busy', 'true');
  try {
    await action();
    dialog.close();
  } catch (error) {
    for (const button of buttons) button.disabled = false;
    failed(error);
  } finally {
    dialog.removeAttribute('aria-busy');
  }
}
