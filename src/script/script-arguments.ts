import type { Problem } from '../model/errors.ts';
import { problemsError } from '../model/problems-error.ts';
import { printable } from '../model/wording.ts';
import { CrossingError, encodeCrossing } from './crossing.ts';

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$_\u200c\u200d]*$/u;
const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import ' +
    'in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while ' +
    'with yield eval arguments'
  ).split(' '),
);
const taken = new Set(['__proto__', 'connector', 'console', 'log', 'undefined', 'NaN', 'Infinity', 'globalThis']);

/**
 * The arguments of a script, encoded.
 *
 * @throws ConnectorError `InvalidArgument` naming every argument that cannot be a variable or whose value cannot cross.
 */
export function scriptArguments(args: Readonly<Record<string, unknown>>, where: string): string {
  const problems: Problem[] = [];
  const prototype: unknown = Object.getPrototypeOf(args);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    problems.push({ path: 'args', message: 'must be plain data (got an object of a class)' });
  for (const [name, value] of Object.entries(args)) {
    const path = `args.${name}`;
    if (!identifier.test(name) || reserved.has(name)) problems.push({ path, message: `cannot be a variable: ${printable(name)} is no identifier` });
    else if (taken.has(name)) problems.push({ path, message: 'would hide what every script has; choose another name' });
    try {
      encodeCrossing(value, path);
    } catch (error) {
      if (!(error instanceof CrossingError)) throw error;
      problems.push({ path, message: error.message.replace(`${path} `, '') });
    }
  }
  if (problems.length > 0) throw problemsError('InvalidArgument', where, problems);
  return encodeCrossing(args, 'args');
}
