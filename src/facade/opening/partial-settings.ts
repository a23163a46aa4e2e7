import type { Problem } from '../../model/errors.ts';
import { standardOf } from '../../model/standard-schema.ts';
import { isObject } from '../../model/value-kind.ts';
import { type CheckedConfiguration, checkConfiguration } from '../../spi/configuration.ts';
import { configurationSchema, propertiesOf } from '../../spi/configuration-schema.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import { guardAt, guardedPaths } from '../../spi/secret-settings.ts';

/**
 * Checks a configuration of which some settings may not be there yet.
 *
 * What is wrong with a setting that is given counts, and a setting that is none; that one is missing does not, nor what only its being
 * missing brings about. Defaults are filled in and secrets guarded. A Standard Schema gives no value while settings are missing: then those
 * given are handed on as they were written, with the defaults that its JSON Schema names.
 */
export function partialSettings(connector: AnyConnector, input: unknown): CheckedConfiguration {
  const checked = checkConfiguration(connector.configuration, input);
  const problems = givenProblems(checked.problems ?? [], input);
  if (problems.length > 0) return { problems };
  const value = checked.value ?? checked.flawed ?? asWritten(connector.configuration, input);
  const broken = givenProblems(rulesBroken(connector, value), input);
  return broken.length > 0 ? { problems: broken } : { value };
}

/** Rules between settings count on values that may not be there. */
function rulesBroken(connector: AnyConnector, value: unknown): readonly Problem[] {
  const { checkConfiguration: rules } = connector as { checkConfiguration?(settings: unknown): readonly Problem[] };
  try {
    return rules?.call(connector, value) ?? [];
  } catch {
    return [];
  }
}

/** The problems but those of settings that are not there, and those of an object because something in it is not there. */
function givenProblems(problems: readonly Problem[], input: unknown): readonly Problem[] {
  const missing = problems.map(({ path }) => path).filter((path) => path !== '' && !isThere(path, input));
  return problems.filter(({ path }) => !missing.some((each) => each === path || path === '' || each.startsWith(`${path}.`)));
}

function isThere(path: string, input: unknown): boolean {
  let value = input;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    // A secret or a value of the program has no settings inside.
    if (!isObject(value) && !Array.isArray(value)) return value !== undefined;
    value = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return value !== undefined;
}

function asWritten(configuration: unknown, input: unknown): Record<string, unknown> {
  const standard = standardOf(configuration);
  const described = standard ? propertiesOf(configurationSchema(configuration)) : [];
  const defaults = described.flatMap(([name, schema]) => ('default' in schema ? [[name, schema.default] as const] : []));
  const settings = { ...Object.fromEntries(defaults), ...(input as object) };
  return guardAt(settings, standard ? guardedPaths(standard) : []) as Record<string, unknown>;
}
