import type { Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable, similarName } from '../../model/wording.ts';
import { isConnector } from '../../spi/connector.ts';
import { classWide } from '../classes/operation-names.ts';

/**
 * What keeps a value from being opened as a connector, for those whose compiler does not say it: plain JavaScript, and modules that are
 * loaded by name. An empty list means that it can be opened.
 */
export function definitionProblems(connector: unknown): readonly Problem[] {
  if (!isConnector(connector)) return [unlike(connector)];
  const problems: Problem[] = [];
  if (!isObject(connector.configuration) && typeof connector.configuration !== 'function') {
    problems.push({
      path: 'connector.configuration',
      message: `must be a JSON Schema of type object, or a Standard Schema (got ${printable(connector.configuration)})`,
    });
  }
  for (const [objectClass, operations] of Object.entries(connector.operations as Readonly<Record<string, unknown>>)) {
    // Those of a class may be on its prototype, beside functions of its own; those of a literal are all meant.
    if (!isObject(operations) || Object.getPrototypeOf(Object.getPrototypeOf(operations) ?? {}) !== null) continue;
    for (const name of Object.keys(operations)) {
      if ((classWide as readonly string[]).includes(name)) continue;
      const near = similarName(name, classWide);
      problems.push({
        path: `connector.operations.${objectClass}.${name}`,
        message: `is no operation${near ? `; did you mean "${near}"?` : `; there are ${classWide.join(', ')}`}`,
      });
    }
  }
  return problems;
}

function unlike(value: unknown): Problem {
  const path = 'connector';
  const inner = isObject(value) ? value.default : undefined;
  if (isConnector(inner)) return { path, message: 'must be a connector, not its module: pass the default export' };
  const parts: readonly (readonly [string, string])[] = [
    ['name', 'string'],
    ['version', 'string'],
    ['connect', 'function'],
    ['operations', 'object'],
    ['objectClasses', 'object'],
  ];
  const missing = isObject(value) ? parts.filter(([name, type]) => typeof value[name] !== type).map(([name]) => name) : [];
  const lacks = missing.length > 0 && missing.length < parts.length ? `; it lacks ${missing.join(', ')}` : '';
  return { path, message: `must be what defineConnector makes (got ${printable(value)}${lacks})` };
}
