import { GatewayError } from './gateway-error.js';

/**
 * The object type that the address names.
 *
 * @param {import('./visit.js').Visit} visit
 * @throws {GatewayError} when there is no such system or type, or the system cannot be opened.
 */
export async function typeOf({ route, catalogue, signal }) {
  const { system = '', type: name = '' } = route;
  const types = await catalogue.types(system);
  const type = types.find((each) => each.name === name);
  if (type) return { system, type, types };
  if (!(await catalogue.systems()).some((each) => each.name === system)) throw new GatewayError(`There is no system ${system}.`, 404);
  if (types.length > 0) throw new GatewayError(`System ${system} has no object type ${name}.`, 404);
  const { error = 'it tells no object types' } = await catalogue.test(system, signal);
  throw new GatewayError(`System ${system} cannot be used now: ${error}`, 503);
}
