import { schemaOf } from './component-schemas.ts';
import type { DocumentedAction } from './documented-action.ts';
import { liveSyncAction } from './object-type-actions.ts';
import { parameter } from './parameter.ts';

const memory = { bundleName: 'identity-connector', connectorName: 'memory', bundleVersion: '[0.1,2)' };
const known = { connectorRef: memory, configurationProperties: { uid: 'name' } };

/**
 * The actions on `system` itself.
 *
 * @param systems  The names of the systems.
 * @param sources  What liveSync may be asked for: `system/NAME/TYPE`.
 */
export function gatewayActions(systems: readonly string[], sources: readonly string[]): readonly DocumentedAction[] {
  const configured = { description: 'The configuration.', schema: schemaOf('Configuration') };
  const status = schemaOf('Status');
  const id = { type: 'string', ...(systems.length > 0 && { enum: systems }) };
  const liveSync = liveSyncAction('__ACCOUNT__', schemaOf('Changes'));
  const source = { ...parameter('source', 'Whose changes; needed.', { type: 'string', enum: sources }), example: sources[0] };
  return [
    {
      name: 'createCoreConfig',
      description: 'Makes a configuration to begin with: every setting of a connector with its default.',
      body: { schema: schemaOf('ConfigurationRequest'), required: true, example: { connectorRef: memory } },
      answer: configured,
    },
    {
      name: 'createFullConfig',
      description: 'Makes a configuration with the object types of the live system, which it connects to.',
      body: { schema: schemaOf('ConfigurationRequest'), required: true, example: known },
      answer: configured,
    },
    {
      name: 'createConfiguration',
      description:
        'The three phases of old: availableConnectors for an empty body, createCoreConfig for a connectorRef, createFullConfig for settings as well.',
      body: { schema: { anyOf: [schemaOf('ConfigurationRequest'), { type: 'object', maxProperties: 0 }] }, example: {} },
      answer: { description: 'What the phase answers.', schema: { anyOf: [schemaOf('Connectors'), schemaOf('Configuration')] } },
    },
    {
      name: 'testConfig',
      description: 'Tries a configuration that is not saved. One that does not work is an answer with ok: false.',
      body: { schema: schemaOf('NewConfiguration'), required: true, example: { name: 'new', ...known } },
      answer: { description: 'Whether it works.', schema: schemaOf('ConfigurationStatus'), example: { name: 'new', ok: true } },
    },
    ...(sources.length > 0 ? [{ ...liveSync, parameters: [source, ...(liveSync.parameters ?? [])] }] : []),
    {
      name: 'test',
      description: 'Tests all systems, or the one whose name the body has as id.',
      body: { schema: { title: 'Which system', type: 'object', properties: { id } }, example: {} },
      answer: { description: 'How the systems are, or the one.', schema: { anyOf: [{ type: 'array', items: status }, status] } },
    },
    {
      name: 'availableConnectors',
      description: 'Lists the connectors that configurations may use.',
      answer: { description: 'The connectors.', schema: schemaOf('Connectors') },
    },
  ];
}
