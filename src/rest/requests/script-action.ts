import { ConnectorError } from '../../model/errors.ts';
import { CrestError, crestErrorOf } from '../crest/crest-error.ts';
import { objectBody } from '../crest/request-body.ts';
import type { System } from '../systems/system.ts';
import type { Answer } from './answer.ts';
import { ConfiguredScript } from './configured-script.ts';

/** Parameters that are about the call and not arguments of the script. */
const ownParameters = ['scriptId', 'scriptExecuteMode', 'scriptVariablePrefix'];

/**
 * Runs a script of the configuration by its id. PingIDM: `_action=script`.
 *
 * @returns `{ actions: [{ result } | { error }] }`, one for each action that is for this connector, in order: a script that fails is an answer.
 * @throws CrestError 400 for an unknown or missing id and for a body that is no object; 403 where the configuration denies scripts.
 */
export async function runScript(system: System, parameters: URLSearchParams, body: unknown, signal: AbortSignal): Promise<Answer> {
  const script = new ConfiguredScript(system, parameters.get('scriptId'), 'scriptId', parameters.get('scriptExecuteMode') === 'resource');
  const prefix = parameters.get('scriptVariablePrefix') ?? '';
  const given = [...parameters].filter(([name]) => !name.startsWith('_') && !ownParameters.includes(name));
  const all = { ...Object.fromEntries(given), ...(body === undefined ? {} : objectBody(body)) };
  const args = Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]));
  const results: unknown[] = [];
  for (const action of script.actions) results.push(await outcomeOf(() => script.run(action, args, signal)));
  return { status: 200, json: { actions: results } };
}

async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { result: (await run()) ?? null };
  } catch (error) {
    if (!ConnectorError.is(error) && !(error instanceof CrestError)) return { error: crestErrorOf(error).message };
    return { error: error.message };
  }
}
