import { passwordHeaders, tokenHeaders } from './credentials.js';
import { el } from './element.js';
import { failure } from './failure.js';

/**
 * The form to log in: with a name and a password, or with a bearer token.
 *
 * @param {string} why  Why there is something to log in to, for example because a login has ended; may be empty.
 * @param {(headers: Readonly<Record<string, string>>, keep: boolean) => Promise<void>} login  Throws when the gateway refuses.
 * @returns {import('./visit.js').View}
 */
export function loginView(why, login) {
  const name = el('input', { id: 'name', type: 'text', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false' });
  const password = el('input', { id: 'password', type: 'password', autocomplete: 'current-password' });
  const token = el('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const keep = el('input', { id: 'keep', type: 'checkbox' });
  const failed = el('div', {});
  const button = el('button', { type: 'submit', class: 'primary' }, 'Log in');
  const enter = async () => {
    const byToken = token.value.trim() !== '';
    failed.replaceChildren();
    button.disabled = true;
    try {
      await login(byToken ? tokenHeaders(token.value.trim()) : passwordHeaders(name.value, password.value), keep.checked);
    } catch (error) {
      failed.replaceChildren(failure(error));
      for (const input of [password, token]) input.value = '';
      (byToken ? token : password).focus();
    } finally {
      button.disabled = false;
    }
  };
  const content = el(
    'section',
    { class: 'login' },
    el('h1', { tabindex: -1 }, 'Log in'),
    why !== '' && el('p', { class: 'notice', role: 'status' }, why),
    el(
      'form',
      {
        onsubmit(/** @type {Event} */ event) {
          event.preventDefault();
          void enter();
        },
      },
      failed,
      el('div', { class: 'control' }, el('label', { for: 'name' }, 'Name'), name),
      el('div', { class: 'control' }, el('label', { for: 'password' }, 'Password'), password),
      el(
        'details',
        {},
        el('summary', {}, 'With a bearer token instead'),
        el('div', { class: 'control' }, el('label', { for: 'token' }, 'Token'), token),
      ),
      el('label', { class: 'check', for: 'keep' }, keep, ' Stay logged in until this tab is closed'),
      el('div', { class: 'buttons' }, button),
    ),
  );
  return { title: 'Log in', content };
}
