import { ALL } from '../../model/object-class.ts';
import { schemaOf } from './component-schemas.ts';
import type { DocumentedAction } from './documented-action.ts';
import { liveSyncAction } from './object-type-actions.ts';
import type { OfferedScripts } from './offered-scripts.ts';
import { parameter } from './parameter.ts';

/** What a system offers as a whole. */
export interface OfferedByAll {
  readonly scripts: OfferedScripts;
  /** The changes of all object types at once. */
  readonly sync: boolean;
}

/** The actions of one system. */
export function systemActions({ scripts, sync }: OfferedByAll): readonly DocumentedAction[] {
  const test: DocumentedAction = {
    name: 'test',
    description: 'Tests the connection. A system that cannot be used is an answer with ok: false.',
    answer: { description: 'How the system is.', schema: schemaOf('Status') },
  };
  return [...(scripts.ids.length > 0 ? [scriptAction(scripts)] : []), ...(sync ? [liveSyncAction(ALL, schemaOf('Changes'))] : []), test];
}

function scriptAction({ ids, modes }: OfferedScripts): DocumentedAction {
  return {
    name: 'script',
    description:
      'Runs the script of the configuration that scriptId names. The members of the body are its variables, and so are further parameters of the URL whose names do not begin with _.',
    parameters: [
      { ...parameter('scriptId', 'Which one; needed.', { type: 'string', enum: ids }), example: ids[0] },
      parameter('scriptExecuteMode', 'Where it runs: in the gateway, which is what connector means, or in the system.', {
        type: 'string',
        enum: modes,
        ...(modes.includes('connector') && { default: 'connector' }),
      }),
      parameter('scriptVariablePrefix', 'What the names of its variables begin with in the script.'),
    ],
    body: { schema: schemaOf('ScriptArguments'), example: {} },
    answer: {
      description: 'What each action of the script came to; one that fails is an answer too.',
      schema: schemaOf('ScriptResults'),
      example: { actions: [{ result: 42 }] },
    },
  };
}
