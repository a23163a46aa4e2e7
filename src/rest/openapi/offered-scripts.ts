import type { AnyFacade } from '../../facade/facade.ts';
import { operationRefusal } from '../systems/operation-refusal.ts';
import type { System } from '../systems/system.ts';

/** The scripts that callers may run. */
export interface OfferedScripts {
  readonly ids: readonly string[];
  /** Where they may run: PingIDM's scriptExecuteMode. */
  readonly modes: readonly ('connector' | 'resource')[];
}

/**
 * The scripts of a system's configuration, unless it refuses both ways to run them or the connector has neither.
 *
 * @param facade  Undefined for a system that cannot be opened: then only its configuration counts.
 */
export function offeredScripts(system: System, facade: AnyFacade | undefined): OfferedScripts {
  const scripts = system.definition.enabled === false ? {} : (system.definition.scripts ?? {});
  // A hook runs in either mode.
  const hooks = Object.values(scripts).some((actions) => actions.some(({ language }) => language === 'hook'));
  const runs = (operation: 'scriptOnConnector' | 'scriptOnResource') => hooks || facade?.supports(operation) !== false;
  const modes = [
    ...(runs('scriptOnConnector') && !operationRefusal(system, 'SCRIPT_ON_CONNECTOR') ? (['connector'] as const) : []),
    ...(runs('scriptOnResource') && !operationRefusal(system, 'SCRIPT_ON_RESOURCE') ? (['resource'] as const) : []),
  ];
  return { ids: modes.length > 0 ? Object.keys(scripts) : [], modes };
}
