import { objectTypesOf } from './object-types.js';

/** @typedef {import('./object-types.js').ObjectType} ObjectType */

/** What is known of the systems: asked for once, tested when somebody asks. */
export class Catalogue {
  #gateway;
  /** @type {Promise<readonly import('./gateway.js').ListedSystem[]> | undefined} */
  #systems;
  /** @type {Map<string, Promise<readonly ObjectType[]>>} */
  #types = new Map();
  /** The last test of each system. @type {Map<string, import('./gateway.js').Health>} */
  health = new Map();

  /** @param {import('./gateway.js').Gateway} gateway */
  constructor(gateway) {
    this.#gateway = gateway;
  }

  systems() {
    this.#systems ??= this.#gateway.systems().catch((error) => {
      this.#systems = undefined;
      throw error;
    });
    return this.#systems;
  }

  /**
   * The object types of a system; none when it cannot be opened, which is tried again the next time.
   *
   * @param {string} system
   * @returns {Promise<readonly ObjectType[]>}
   */
  async types(system) {
    const known = this.#types.get(system) ?? this.#gateway.description(system).then((document) => objectTypesOf(document, system));
    this.#types.set(system, known);
    try {
      const types = await known;
      if (types.length === 0) this.#types.delete(system);
      return types;
    } catch (error) {
      this.#types.delete(system);
      throw error;
    }
  }

  /**
   * Tests a system and remembers how it is.
   *
   * @param {string} system
   * @param {AbortSignal} [signal]
   */
  async test(system, signal) {
    const health = await this.#gateway.test(system, signal);
    this.health.set(system, health);
    return health;
  }
}
