/**
 * Where the page is: `#/system/type/id?filter=…`.
 *
 * @typedef {{ readonly system?: string | undefined, readonly type?: string | undefined, readonly id?: string | undefined, readonly search: URLSearchParams }} Route
 */

/**
 * Reads the part of the address after `#`.
 *
 * @param {string} hash
 * @returns {Route}
 */
export function routeOf(hash) {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [system, type, id] = path.split('/').map(decoded);
  return { system: system || undefined, type: type || undefined, id: id || undefined, search: new URLSearchParams(search) };
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * The address of a place.
 *
 * @param {readonly string[]} parts  System, type, id.
 * @param {Readonly<Record<string, string | undefined>>} [search]  Empty ones are left out.
 */
export function hashOf(parts, search = {}) {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${text && `?${text}`}`;
}
