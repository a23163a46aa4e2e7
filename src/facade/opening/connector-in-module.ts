import { isObject } from '../../model/value-kind.ts';
import { printable } from '../../model/wording.ts';
import { type AnyConnector, isConnector } from '../../spi/connector.ts';

/**
 * The connector that a module holds: its default export, also as the two module formats hand it to each other (`module.exports`, a
 * default in a default), or the only connector among its exports.
 *
 * @returns The connector, or the reason why there is none, to be read after the module's name.
 */
export function connectorIn(module: unknown): { readonly connector: AnyConnector } | { readonly connector?: undefined; readonly reason: string } {
  const outer = typeof module === 'function' ? module : defaultOf(module);
  for (const candidate of [outer, defaultOf(outer), module]) if (isConnector(candidate)) return { connector: candidate };
  const exported = new Map([...entriesOf(module), ...entriesOf(outer)].filter(([name]) => name !== 'default' && name !== 'module.exports'));
  const connectors = new Map([...exported].flatMap(([name, value]) => (isConnector(value) ? [[value, name] as const] : [])));
  const [only, ...others] = connectors.keys();
  if (only && others.length === 0) return { connector: only };
  if (only) return { reason: `exports several connectors (${[...connectors.values()].join(', ')}): make one of them the default export` };
  if (typeof outer === 'function') {
    return { reason: 'exports a function by default, which is no connector: export what defineConnector returns' };
  }
  const names = [...exported.keys()].slice(0, 10).join(', ');
  const found = outer === undefined ? (names === '' ? 'nothing' : names) : `${printable(outer)} by default${names === '' ? '' : `, and ${names}`}`;
  return { reason: `exports no connector (it exports ${found}): make what defineConnector returns the default export` };
}

function defaultOf(module: unknown): unknown {
  return isObject(module) ? module.default : undefined;
}

function entriesOf(module: unknown): readonly (readonly [string, unknown])[] {
  return isObject(module) && !isConnector(module) ? Object.entries(module) : [];
}
