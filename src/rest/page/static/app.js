import { browseView } from './browse-view.js';
import { Catalogue } from './catalogue.js';
import { forget, remember, rememberedHeaders } from './credentials.js';
import { el } from './element.js';
import { failure } from './failure.js';
import { Gateway } from './gateway.js';
import { loginView } from './login-view.js';
import { navigation } from './navigation.js';
import { objectView } from './object-view.js';
import { hashOf, routeOf } from './route.js';
import { systemView } from './system-view.js';
import { systemsView } from './systems-view.js';

/** @typedef {{ readonly gateway: Gateway, readonly caller: import('./gateway.js').Caller, readonly catalogue: Catalogue }} Session */

/** The page: who is logged in, and where they are. */
export class App {
  #path;
  #main;
  #nav;
  #who;
  /** @type {Session | undefined} */
  #session;
  #leaving = new AbortController();
  /** The address that is shown, without its search. */
  #shown = '';
  /** The last address of each list. @type {Map<string, string>} */
  #lists = new Map();

  /**
   * @param {string} path  `/openidm`.
   * @param {{ readonly main: HTMLElement, readonly nav: HTMLElement, readonly who: HTMLElement }} parts
   */
  constructor(path, { main, nav, who }) {
    this.#path = path;
    this.#main = main;
    this.#nav = nav;
    this.#who = who;
  }

  /** Shows the page: as who has stayed logged in, as everybody where the gateway lets everybody in, else the login. */
  async start() {
    addEventListener('popstate', () => void this.#show());
    const headers = rememberedHeaders() ?? {};
    try {
      this.#session = await this.#open(headers);
    } catch (error) {
      forget();
      this.#askForLogin(Object.keys(headers).length > 0 ? 'The login that this tab kept is no longer valid.' : '');
      if (/** @type {{ status?: number }} */ (error).status !== 401) this.#main.append(failure(error));
      return;
    }
    await this.#show();
  }

  /**
   * @param {Readonly<Record<string, string>>} headers
   * @returns {Promise<Session>}
   */
  async #open(headers) {
    const gateway = new Gateway(this.#path, headers, () => {
      if (!this.#session) return;
      this.#leave();
      this.#askForLogin('Your login is no longer valid. Log in again to go on.');
    });
    return { gateway, caller: await gateway.caller(), catalogue: new Catalogue(gateway) };
  }

  #leave() {
    this.#session = undefined;
    this.#leaving.abort();
    forget();
    document.querySelector('dialog')?.close();
    this.#nav.hidden = true;
    this.#who.replaceChildren();
  }

  /** @param {string} why */
  #askForLogin(why) {
    const { title, content } = loginView(why, async (headers, keep) => {
      this.#session = await this.#open(headers);
      if (keep) remember(headers);
      await this.#show();
    });
    this.#place(title, content);
    content.querySelector('input')?.focus();
  }

  /**
   * @param {string} title
   * @param {HTMLElement} content
   */
  #place(title, content) {
    document.title = `${title} · identity-connector`;
    this.#main.replaceChildren(content);
  }

  /** Shows what the address names. */
  async #show() {
    const session = this.#session;
    if (!session) return;
    this.#leaving.abort();
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    const visit = this.#visit(session, signal);
    document.querySelector('dialog')?.close();
    this.#main.setAttribute('aria-busy', 'true');
    /** @type {import('./visit.js').View} */
    let view;
    try {
      view = await viewOf(visit);
    } catch (error) {
      if (signal.aborted) return;
      const heading = el('h1', { tabindex: -1 }, visit.route.id ?? visit.route.type ?? visit.route.system ?? 'Systems');
      view = { title: 'Failure', content: el('section', {}, heading, failure(error, { retry: () => void this.#show() })) };
    }
    const nav = await navigation(visit).catch(() => el('ul'));
    if (signal.aborted) return;
    this.#main.removeAttribute('aria-busy');
    const focused = document.activeElement?.id;
    this.#nav.replaceChildren(nav);
    this.#nav.hidden = false;
    this.#greet(session);
    this.#place(view.title, view.content);
    const { system, type, id } = visit.route;
    if (system !== undefined && type !== undefined && id === undefined) this.#lists.set(hashOf([system, type]), location.hash);
    this.#focus(visit.route, focused);
  }

  /**
   * The focus stays on what was used, else it goes to the heading of the new place.
   *
   * @param {import('./route.js').Route} route
   * @param {string | undefined} focused
   */
  #focus({ system, type, id }, focused) {
    const place = [system, type, id].join('\n');
    const same = place === this.#shown;
    this.#shown = place;
    const again = focused && same ? document.getElementById(focused) : null;
    if (!same) scrollTo(0, 0);
    (again ?? this.#main.querySelector('h1'))?.focus({ preventScroll: same });
  }

  /** @param {Session} session */
  #greet({ caller: { name, role } }) {
    const leave = () => {
      this.#leave();
      this.#askForLogin('You are logged out.');
    };
    this.#who.replaceChildren(
      el('span', {}, name.replace(/^(user|token|jwt) /, '')),
      el('span', { class: 'badge' }, role === 'full' ? 'may change' : 'may read'),
      el('button', { type: 'button', id: 'leave', onclick: leave }, name === 'anonymous' ? 'Log in' : 'Log out'),
    );
  }

  /**
   * @param {Session} session
   * @param {AbortSignal} signal
   * @returns {import('./visit.js').Visit}
   */
  #visit({ gateway, catalogue, caller }, signal) {
    return {
      route: routeOf(location.hash),
      state: history.state,
      gateway,
      catalogue,
      mayWrite: caller.role === 'full',
      signal,
      go: (hash, state = null, replace = false) => {
        if (replace) history.replaceState(state, '', hash);
        else history.pushState(state, '', hash);
        void this.#show();
      },
      reload: () => void this.#show(),
      list: (system, type) => this.#lists.get(hashOf([system, type])) ?? hashOf([system, type]),
    };
  }
}

/**
 * @param {import('./visit.js').Visit} visit
 * @returns {Promise<import('./visit.js').View>}
 */
function viewOf(visit) {
  const { system, type, id } = visit.route;
  if (id !== undefined) return objectView(visit);
  if (type !== undefined) return browseView(visit);
  return system === undefined ? systemsView(visit) : systemView(visit);
}
