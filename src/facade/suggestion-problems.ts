import type { Problem } from '../model/errors.ts';
import { standardOf } from '../model/standard-schema.ts';
import { isObject } from '../model/value-kind.ts';
import { printable, similarName } from '../model/wording.ts';
import { checkConfiguration } from '../spi/configuration.ts';
import { configurationSchema, propertiesOf } from '../spi/configuration-schema.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { guardedPaths, writeOnlyPaths } from '../spi/secret-settings.ts';

/** What is wrong with the values that a connector suggests: settings that are none, values that do not fit, secrets. */
export function suggestionProblems(connector: AnyConnector, given: unknown, suggestions: unknown): Problem[] {
  if (!isObject(suggestions)) return [{ path: '', message: `must be values by setting (got ${printable(suggestions)})` }];
  const { configuration } = connector;
  const schema = configurationSchema(configuration);
  const standard = standardOf(configuration);
  const properties = new Map(propertiesOf(schema));
  const secrets = standard ? guardedPaths(standard) : [];
  const open = schema === undefined || (standard === undefined && 'additionalProperties' in schema && schema.additionalProperties !== false);
  return Object.entries(suggestions).flatMap(([name, suggestion]) => {
    const property = properties.get(name);
    if (!property && !open) {
      const near = similarName(name, [...properties.keys()]);
      return [{ path: name, message: near ? `is not a setting; did you mean "${near}"?` : 'is not a setting' }];
    }
    if (property?.writeOnly === true || secrets.some((path) => path === name || path.startsWith(`${name}.`)))
      return [{ path: name, message: 'is secret, and secrets are not suggested' }];
    if (!isObject(suggestion) || !Array.isArray(suggestion.values) || !['undefined', 'boolean'].includes(typeof suggestion.closed))
      return [{ path: name, message: 'must be { values, closed }, the values a list' }];
    const { values } = suggestion;
    if (standard) return values.flatMap((value, i) => standardProblems(configuration, given, name, value, `${name}.values[${i}]`));
    const inner = property ? writeOnlyPaths(property).map((path) => path.split('.')) : [];
    const revealing = values.findIndex((value) => inner.some((path) => isThere(value, path)));
    if (revealing >= 0) return [{ path: `${name}.values[${revealing}]`, message: 'has a secret in it, and secrets are not suggested' }];
    // All in one, because making a validator costs more than using it.
    const list = { type: 'object', properties: { values: { type: 'array', items: property ?? {} } } };
    const alone = { type: 'object', properties: { [name]: list }, $defs: schema?.$defs ?? {}, definitions: schema?.definitions ?? {} };
    return checkConfiguration(alone, { [name]: { values } }).problems ?? [];
  });
}

function isThere(value: unknown, [key = '', ...rest]: readonly string[]): boolean {
  const found = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return rest.length > 0 ? isThere(found, rest) : found !== undefined;
}

function standardProblems(configuration: unknown, given: unknown, name: string, value: unknown, path: string): Problem[] {
  const { problems = [] } = checkConfiguration(configuration, { ...(given as object), [name]: value });
  return problems.filter((problem) => problem.path === name || problem.path.startsWith(`${name}.`)).map(({ message }) => ({ path, message }));
}
