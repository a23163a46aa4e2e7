import { ConnectorError, type Problem } from '../../model/errors.ts';
import { isObject } from '../../model/value-kind.ts';
import { printable } from '../../model/wording.ts';
import { badArguments } from '../classes/connector-class.ts';
import type { ScriptText } from '../facade.ts';

/** A script whose parts are there. */
export interface ScriptFields {
  readonly language: string;
  readonly text: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What a connector or an engine is given of a script.
 *
 * @throws ConnectorError `InvalidArgument` for what is no script; `PermissionDenied` for a text from the network where that is not allowed.
 */
export function scriptFields(script: ScriptText, what: string, allowed: { readonly allowsNetwork: boolean } | undefined): ScriptFields {
  const { language, text, args = {}, fromNetwork = false } = script ?? {};
  const problems: Problem[] = [];
  for (const [path, value] of Object.entries({ language, text })) {
    if (typeof value !== 'string') problems.push({ path, message: `must be a text (got ${printable(value)})` });
    else if (value.trim() === '') problems.push({ path, message: 'must not be empty' });
  }
  // What has no names of its own would be run without what it was given.
  if (!isObject(args) || args instanceof Map || args instanceof Set)
    problems.push({ path: 'args', message: `must be an object (got ${printable(args)})` });
  if (typeof fromNetwork !== 'boolean') problems.push({ path: 'fromNetwork', message: `must be true or false (got ${printable(fromNetwork)})` });
  if (problems.length > 0) throw badArguments(what, problems);
  if (fromNetwork && !allowed?.allowsNetwork) {
    throw new ConnectorError(
      'PermissionDenied',
      `${what}: text from the network is not run; open the connector with scripts.allowTextFromNetwork to allow it`,
    );
  }
  return { language, text, args, options: {} };
}
