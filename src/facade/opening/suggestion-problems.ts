import type { Problem } from '../../model/errors.ts';
import { standardOf } from '../../model/standard-schema.ts';
import { guarded, isObject } from '../../model/value-kind.ts';
import { printable, similarName } from '../../model/wording.ts';
import { checkConfiguration } from '../../spi/configuration.ts';
import { configurationSchema, propertiesOf } from '../../spi/configuration-schema.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { guardedPaths } from '../../spi/secret-settings.ts';

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
    // All in one, because making a validator costs more than using it.
    const list = { type: 'object', properties: { values: { type: 'array', items: property ?? {} } } };
    const alone = { type: 'object', properties: { [name]: list }, $defs: schema?.$defs ?? {}, definitions: schema?.definitions ?? {} };
    const { problems = [], value } = checkConfiguration(alone, { [name]: { values } });
    // Checking has made Secrets of those inside of a setting.
    return holdsSecret(value) ? [{ path: name, message: 'has a secret in it, and secrets are not suggested' }] : problems;
  });
}

function holdsSecret(value: unknown, depth = 0): boolean {
  if (guarded(value)) return true;
  if (depth > 20 || (!Array.isArray(value) && !isObject(value))) return false;
  return Object.values(value).some((each) => holdsSecret(each, depth + 1));
}

function standardProblems(configuration: unknown, given: unknown, name: string, value: unknown, path: string): Problem[] {
  const { problems = [] } = checkConfiguration(configuration, { ...(given as object), [name]: value });
  return problems.filter((problem) => problem.path === name || problem.path.startsWith(`${name}.`)).map(({ message }) => ({ path, message }));
}
