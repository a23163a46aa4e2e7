/** @typedef {Readonly<Record<string, string>>} Headers Who asks. */

const key = 'identity-connector login';

/**
 * A name and a password; in the form of RFC 5987, which carries every character.
 *
 * @param {string} name
 * @param {string} password
 * @returns {Headers}
 */
export function passwordHeaders(name, password) {
  return { 'X-OpenIDM-Username': extended(name), 'X-OpenIDM-Password': extended(password) };
}

/**
 * A bearer token.
 *
 * @param {string} token
 * @returns {Headers}
 */
export function tokenHeaders(token) {
  return { Authorization: `Bearer ${token}` };
}

/** @param {string} text */
const extended = (text) => `utf-8''${encodeURIComponent(text)}`;

/**
 * What the user let this tab keep until it is closed.
 *
 * @returns {Headers | undefined}
 */
export function rememberedHeaders() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {Headers} headers */
export function remember(headers) {
  sessionStorage.setItem(key, JSON.stringify(headers));
}

/** Forgets what this tab keeps. */
export function forget() {
  sessionStorage.removeItem(key);
}
