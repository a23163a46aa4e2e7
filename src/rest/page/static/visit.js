/**
 * A visit to a place of the page: where, by whom, and how to leave.
 *
 * @typedef {object} Visit
 * @property {import('./route.js').Route} route
 * @property {any} state           Of the browser's history.
 * @property {import('./gateway.js').Gateway} gateway
 * @property {import('./catalogue.js').Catalogue} catalogue
 * @property {boolean} mayWrite    Whether the user's role allows changes.
 * @property {AbortSignal} signal  Ends when the user leaves.
 * @property {(hash: string, state?: unknown, replace?: boolean) => void} go
 * @property {() => void} reload
 * @property {(system: string, type: string) => string} list  The address of a type's objects as the user left it, with filter and columns.
 */

/**
 * What a place shows.
 *
 * @typedef {object} View
 * @property {string} title
 * @property {HTMLElement} content
 */

export {};
