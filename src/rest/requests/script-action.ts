import { ConnectorError } from '../../model/errors.ts';
import { Secret, SecretBytes } from '../../model/secret.ts';
import { CrestError, crestErrorOf } from '../crest/crest-error.ts';
import { objectBody } from '../crest/request-body.ts';
import { operationRefusal } from '../systems/operation-refusal.ts';
import type { System } from '../systems/system.ts';
import type { ScriptAction } from '../systems/system-definition.ts';
import type { Answer } from './answer.ts';

/** Parameters that are about the call and not arguments of the script. */
const ownParameters = ['scriptId', 'scriptExecuteMode', 'scriptVariablePrefix'];

/**
 * Runs a script of the configuration by its id. PingIDM: `_action=script`; texts never come over the network.
 *
 * @returns `{ actions: [{ result } | { error }] }`, one for each action that is for this connector, in order: a script that fails is an answer.
 * @throws CrestError 400 for an unknown or missing id and for a body that is no object; 403 where the configuration denies scripts.
 */
export async function runScript(system: System, parameters: URLSearchParams, body: unknown, signal: AbortSignal): Promise<Answer> {
  const id = parameters.get('scriptId');
  const scripts = system.definition.scripts ?? {};
  const actions = id !== null && Object.hasOwn(scripts, id) ? scripts[id] : undefined;
  if (!actions) {
    const known = Object.keys(scripts).join(', ') || 'none';
    throw new CrestError(400, `scriptId must name a script of system ${system.name} (got ${JSON.stringify(id)}); there are ${known}`);
  }
  const onResource = parameters.get('scriptExecuteMode') === 'resource';
  const refusal = operationRefusal(system, onResource ? 'SCRIPT_ON_RESOURCE' : 'SCRIPT_ON_CONNECTOR');
  if (refusal) throw refusal;
  const prefix = parameters.get('scriptVariablePrefix') ?? '';
  const given = [...parameters].filter(([name]) => !name.startsWith('_') && !ownParameters.includes(name));
  const all = { ...Object.fromEntries(given), ...(body === undefined ? {} : objectBody(body)) };
  const args = Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]));
  const { connectorName } = system.connectorRef;
  const results: unknown[] = [];
  for (const action of actions) {
    if (action.systemType !== undefined && !new RegExp(`^(?:${action.systemType})$`).test(connectorName)) continue;
    results.push(await outcomeOf(() => runAction(system, action, args, onResource, signal)));
  }
  return { status: 200, json: { actions: results } };
}

async function runAction(
  system: System,
  { language, text }: ScriptAction,
  args: Readonly<Record<string, unknown>>,
  onResource: boolean,
  signal: AbortSignal,
) {
  const facade = await system.facade();
  const timeout = system.timeout(onResource ? 'SCRIPT_ON_RESOURCE' : 'SCRIPT_ON_CONNECTOR');
  const call = timeout === undefined ? { signal } : { signal, timeout };
  if (language === 'hook') return facade.runHook(text, args, call);
  const script = { language, text, args };
  return onResource ? facade.scriptOnResource(script, call) : facade.scriptOnConnector(script, call);
}

async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { result: revealed(await run()) ?? null };
  } catch (error) {
    if (!ConnectorError.is(error) && !(error instanceof CrestError)) return { error: crestErrorOf(error).message };
    return { error: error.message };
  }
}

/** A secret that a hook makes, a new access key, leaves here and nowhere else: whoever calls the script is whom it was made for. */
function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (value instanceof SecretBytes) return Buffer.from(value.reveal()).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}
