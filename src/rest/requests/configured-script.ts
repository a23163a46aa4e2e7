import { Secret, SecretBytes } from '../../model/secret.ts';
import { CrestError } from '../crest/crest-error.ts';
import { operationRefusal } from '../systems/operation-refusal.ts';
import type { System } from '../systems/system.ts';
import type { ScriptAction } from '../systems/system-definition.ts';

/** A script of a system's configuration; texts never come over the network. */
export class ConfiguredScript {
  readonly #system: System;
  readonly #onResource: boolean;
  /** Its actions that are for this connector, in their order. */
  readonly actions: readonly ScriptAction[];

  /**
   * @param what  What names it, for messages: `scriptId`.
   * @throws CrestError 400 for an unknown or missing id, 403 where the configuration denies scripts.
   */
  constructor(system: System, id: unknown, what: string, onResource = false) {
    const scripts = system.definition.scripts ?? {};
    const actions = typeof id === 'string' && Object.hasOwn(scripts, id) ? scripts[id] : undefined;
    if (!actions) {
      const known = Object.keys(scripts).join(', ') || 'none';
      throw new CrestError(400, `${what} must name a script of system ${system.name} (got ${JSON.stringify(id) ?? 'nothing'}); there are ${known}`);
    }
    const refusal = operationRefusal(system, onResource ? 'SCRIPT_ON_RESOURCE' : 'SCRIPT_ON_CONNECTOR');
    if (refusal) throw refusal;
    const { connectorName } = system.connectorRef;
    this.#system = system;
    this.#onResource = onResource;
    this.actions = actions.filter(({ systemType }) => systemType === undefined || new RegExp(`^(?:${systemType})$`).test(connectorName));
  }

  /**
   * Runs one of its actions.
   *
   * @returns Its result as JSON has it. A secret that a hook makes, a new access key, leaves here and nowhere else: who calls is whom it was made for.
   */
  async run({ language, text }: ScriptAction, args: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<unknown> {
    const facade = await this.#system.facade();
    const timeout = this.#system.timeout(this.#onResource ? 'SCRIPT_ON_RESOURCE' : 'SCRIPT_ON_CONNECTOR');
    const call = timeout === undefined ? { signal } : { signal, timeout };
    if (language === 'hook') return revealed(await facade.runHook(text, args, call));
    const script = { language, text, args };
    return revealed(await (this.#onResource ? facade.scriptOnResource(script, call) : facade.scriptOnConnector(script, call)));
  }
}

function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (value instanceof SecretBytes) return Buffer.from(value.reveal()).toString('base64');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revealed(each)]));
}
