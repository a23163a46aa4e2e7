import { parseExactly } from './exact-json.js';
import { errorOf, GatewayError } from './gateway-error.js';

/**
 * @typedef {{ readonly name: string, readonly role: string }} Caller
 * @typedef {{ readonly bundleName: string, readonly connectorName: string, readonly bundleVersion: string, readonly displayName?: string }} ConnectorRef
 * @typedef {{ readonly name: string, readonly connectorRef: ConnectorRef }} ListedSystem
 * @typedef {{ readonly ok: boolean, readonly error?: string, readonly enabled: boolean, readonly objectTypes: readonly string[], readonly displayName: string }} Health
 * @typedef {Readonly<Record<string, any>> & { readonly _id: string, readonly _rev?: string }} JsonObject
 * @typedef {{ readonly result: readonly JsonObject[], readonly pagedResultsCookie: string | null, readonly error?: unknown }} QueryResult
 * @typedef {{ readonly body?: string | undefined, readonly headers?: Readonly<Record<string, string>>, readonly signal?: AbortSignal | undefined, readonly parameters?: Readonly<Record<string, string | undefined>> }} Asking
 */

/** Asks the gateway as whoever has logged in. */
export class Gateway {
  #path;
  #headers;
  #refused;

  /**
   * @param {string} path  `/openidm`.
   * @param {Readonly<Record<string, string>>} headers  Who asks.
   * @param {(error: GatewayError) => void} refused  Called when the gateway does not know who asks.
   */
  constructor(path, headers, refused) {
    this.#path = path;
    this.#headers = headers;
    this.#refused = refused;
  }

  /** @returns {Promise<Caller>} */
  async caller() {
    const { authenticationId, authorization } = await this.#ask('GET', `${this.#path}/info/login`);
    return { name: authenticationId, role: authorization.roles[0] };
  }

  /** @returns {Promise<readonly ListedSystem[]>} */
  async systems() {
    return (await this.#ask('GET', `${this.#path}/info/systems`)).result;
  }

  /**
   * The part of the OpenAPI document that is about one system.
   *
   * @param {string} system
   */
  description(system) {
    return this.#ask('GET', '/openapi.json', { parameters: { system } });
  }

  /**
   * @param {string} system
   * @param {AbortSignal} [signal]
   * @returns {Promise<Health>}
   */
  test(system, signal) {
    return this.#ask('POST', this.#objects(system), { parameters: { _action: 'test' }, signal });
  }

  /**
   * @param {string} system
   * @param {string} type
   * @param {Readonly<Record<string, string | undefined>>} parameters
   * @param {AbortSignal} signal
   * @returns {Promise<QueryResult>}
   */
  async query(system, type, parameters, signal) {
    const found = await this.#ask('GET', this.#objects(system, type), { parameters, signal });
    if (found.error) throw errorOf(found.error, found.error.code, new Headers());
    return found;
  }

  /**
   * @param {string} system
   * @param {string} type
   * @param {string} id
   * @param {string} fields
   * @param {AbortSignal} [signal]
   * @returns {Promise<JsonObject>}
   */
  read(system, type, id, fields, signal) {
    return this.#ask('GET', this.#objects(system, type, id), { parameters: { _fields: fields }, signal });
  }

  /**
   * @param {string} system
   * @param {string} type
   * @param {string} body
   * @returns {Promise<JsonObject>}
   */
  create(system, type, body) {
    return this.#ask('POST', this.#objects(system, type), { parameters: { _action: 'create' }, body });
  }

  /**
   * @param {string} system
   * @param {string} type
   * @param {JsonObject} object  As it was read: a change in between is refused where the system has revisions.
   * @param {string} body
   * @returns {Promise<JsonObject>}
   */
  patch(system, type, object, body) {
    return this.#ask('PATCH', this.#objects(system, type, object._id), { body, headers: ifMatch(object) });
  }

  /**
   * @param {string} system
   * @param {string} type
   * @param {JsonObject} object
   * @returns {Promise<JsonObject>}
   */
  delete(system, type, object) {
    return this.#ask('DELETE', this.#objects(system, type, object._id), { headers: ifMatch(object) });
  }

  /** @param {...string} parts */
  #objects(...parts) {
    return `${this.#path}/system/${parts.map(encodeURIComponent).join('/')}`;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {Asking} [asking]
   * @returns {Promise<any>}
   */
  async #ask(method, path, { body, headers = {}, signal, parameters = {} } = {}) {
    const given = Object.entries(parameters).filter((entry) => /** @type {[string, string | undefined]} */ (entry)[1] !== undefined);
    const query = new URLSearchParams(/** @type {[string, string][]} */ (given)).toString();
    let answer;
    let text;
    try {
      answer = await fetch(query === '' ? path : `${path}?${query}`, {
        method,
        headers: { ...this.#headers, ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
        body: body ?? null,
        signal: signal ?? null,
        // Without it the browser would ask for a name and a password itself when the gateway answers 401.
        credentials: 'omit',
        cache: 'no-store',
      });
      text = await answer.text();
    } catch {
      signal?.throwIfAborted();
      throw new GatewayError('The gateway cannot be reached. It may have stopped, or the network is down.', 0);
    }
    const json = parsed(text);
    if (answer.ok && json !== undefined) return json;
    const error = errorOf(json, answer.status, answer.headers);
    if (answer.status === 401) this.#refused(error);
    throw error;
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/**
 * The object is to be as it was read. A header carries ASCII only.
 *
 * @param {JsonObject} object
 * @returns {Readonly<Record<string, string>>}
 */
function ifMatch({ _rev }) {
  return _rev !== undefined && /^[\x21\x23-\x7e]+$/.test(_rev) ? { 'If-Match': `"${_rev}"` } : {};
}
