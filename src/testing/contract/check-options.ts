import type { Attributes } from '../../model/attribute.ts';
import type { Problem } from '../../model/errors.ts';
import { problemsError } from '../../model/problems-error.ts';
import { similarName } from '../../model/wording.ts';
import type { ClassOptions, ContractOptions } from './contract-options.ts';
import { covers } from './kinds.ts';

/**
 * Refuses options that would be ignored: a kind that there is not, a class or an attribute that the connector does not have.
 *
 * @param kinds  All kinds of cases that the connector has.
 * @throws ConnectorError `Configuration` naming every problem.
 */
export function checkOptions(
  options: ContractOptions,
  kinds: ReadonlySet<string>,
  classes: readonly { readonly name: string; readonly attributes: Attributes }[],
): void {
  const problems: Problem[] = [];
  const kindProblems = (path: string, given: readonly string[]) => {
    for (const each of given) {
      if ([...kinds].some((kind) => covers(each, kind))) continue;
      const near = similarName(each, [...kinds]);
      problems.push({ path, message: `${JSON.stringify(each)} is no kind of case${near ? `; did you mean "${near}"?` : ''}` });
    }
  };
  kindProblems('only', options.only ?? []);
  kindProblems('skip', Object.keys(options.skip ?? {}));
  for (const [name, own] of Object.entries((options.objectClasses ?? {}) as Readonly<Record<string, ClassOptions>>)) {
    const objectClass = classes.find((each) => each.name === name);
    if (!objectClass)
      problems.push({
        path: `objectClasses.${name}`,
        message: `is no class of the connector; it has ${classes.map((each) => each.name).join(', ')}`,
      });
    kindProblems(`objectClasses.${name}.skip`, Object.keys(own.skip ?? {}));
    for (const attribute of [...(own.leave ?? []), ...Object.keys(own.changes ?? {}), ...Object.keys(own.resolution ?? {})])
      if (objectClass && !Object.hasOwn(objectClass.attributes, attribute))
        problems.push({ path: `objectClasses.${name}`, message: `${JSON.stringify(attribute)} is no attribute of the class` });
    for (const [attribute, unit] of Object.entries((own.resolution ?? {}) as Readonly<Record<string, number>>)) {
      const path = `objectClasses.${name}.resolution.${attribute}`;
      const type = objectClass?.attributes[attribute]?.type;
      if (type !== undefined && type !== 'dateTime') problems.push({ path, message: `is of a ${type}; only a dateTime has one` });
      if (!Number.isSafeInteger(unit) || unit < 1) problems.push({ path, message: 'must be a whole number of milliseconds, 1 or more' });
    }
  }
  const { timeout } = options;
  if (timeout !== undefined && !(timeout >= 1 && timeout <= 2 ** 30))
    problems.push({ path: 'timeout', message: 'must be a number of milliseconds, 1 or more' });
  if (problems.length > 0) throw problemsError('Configuration', 'the options of the contract', problems);
}
