import type { Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable, similarName } from '../../model/wording.ts';
import type { SystemDefinition } from '../systems/system-definition.ts';
import { scriptsOf } from './script-definitions.ts';

/** What a file of ours may hold. */
const keys = [
  ...['connector', 'configuration', 'enabled', 'displayName', 'dialect', 'timeZone', 'objectTypes', 'scripts'],
  ...['operationOptions', 'operationTimeout', 'open'],
] as const;

/** A system as a file describes it, before its connector is loaded. */
export interface DescribedSystem extends Omit<SystemDefinition, 'connector'> {
  /** A built-in name, the path of a module, or a package. */
  readonly specifier: string;
}

/**
 * Reads `systems/NAME.json`.
 *
 * @param name      The file's name without `.json`.
 * @param content   Of the file, values resolved.
 * @param problems  Grows by what is wrong.
 */
export function ownSystemFile(
  name: string,
  content: Readonly<Record<string, unknown>>,
  directory: string,
  problems: Problem[],
): DescribedSystem | undefined {
  const before = problems.length;
  for (const key of Object.keys(content)) {
    if ((keys as readonly string[]).includes(key) || key === '$schema') continue;
    const near = similarName(key, keys);
    problems.push({ path: key, message: `is no part of a system file${near ? `; did you mean "${near}"?` : `; there are ${keys.join(', ')}`}` });
  }
  const {
    connector,
    configuration = {},
    enabled,
    displayName,
    dialect,
    timeZone,
    objectTypes,
    scripts,
    operationOptions,
    operationTimeout,
    open,
  } = content;
  if (typeof connector !== 'string' || connector === '')
    problems.push({ path: 'connector', message: 'must be a built-in name, the path of a module, or a package' });
  for (const [path, value] of Object.entries({ configuration, objectTypes, operationOptions, operationTimeout, open })) {
    if (value !== undefined && !isObject(value)) problems.push({ path, message: `must be an object (got ${printable(value)})` });
  }
  if (dialect !== undefined && dialect !== 'ping' && dialect !== 'standard')
    problems.push({ path: 'dialect', message: `must be standard or ping (got ${printable(dialect)})` });
  if (enabled !== undefined && typeof enabled !== 'boolean') problems.push({ path: 'enabled', message: 'must be true or false' });
  const read = scripts === undefined ? undefined : scriptsOf(scripts, 'scripts', directory, problems);
  if (problems.length > before) return undefined;
  return {
    ...({ enabled, displayName, dialect, timeZone, objectTypes, operationOptions, operationTimeout, open } as Omit<
      DescribedSystem,
      'name' | 'specifier' | 'configuration'
    >),
    name,
    specifier: connector as string,
    configuration: configuration as Readonly<Record<string, unknown>>,
    ...(read && { scripts: read }),
  };
}
