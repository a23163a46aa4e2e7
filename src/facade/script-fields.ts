import type { Problem } from '../model/errors.ts';
import { printable } from '../model/wording.ts';
import { badArguments } from './connector-class.ts';
import type { ScriptText } from './facade.ts';

/**
 * What a connector is given of a script.
 *
 * @throws ConnectorError `InvalidArgument` for what is no script.
 */
export function scriptFields(script: ScriptText, what: string): object {
  const { language, text, args = {} } = script ?? {};
  const problems: Problem[] = [];
  for (const [path, value] of Object.entries({ language, text })) {
    if (typeof value !== 'string') problems.push({ path, message: `must be a text (got ${printable(value)})` });
  }
  if (typeof args !== 'object' || args === null) problems.push({ path: 'args', message: `must be an object (got ${printable(args)})` });
  if (problems.length > 0) throw badArguments(what, problems);
  return { language, text, args, options: {} };
}
