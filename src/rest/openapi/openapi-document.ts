import type { System } from '../systems/system.ts';
import { schemas } from './component-schemas.ts';
import { postOf } from './documented-action.ts';
import { fixedPaths } from './fixed-paths.ts';
import { gatewayActions } from './gateway-actions.ts';
import { type SystemPaths, systemPaths } from './system-paths.ts';

/**
 * The OpenAPI 3.1 document of the configured systems, with what their connectors have and their configurations do not refuse.
 *
 * @param path  Where PingIDM's paths begin: `/openidm`.
 */
export async function openApiDocument(systems: readonly System[], path: string): Promise<Readonly<Record<string, unknown>>> {
  const base = `${path}/system`;
  const described: SystemPaths[] = [];
  for (const system of systems) described.push(await systemPaths(system, base));
  const names = systems.map(({ name }) => name);
  const sources = described.flatMap((each) => each.sources);
  return {
    openapi: '3.1.0',
    info: {
      title: 'identity-connector',
      version: '1.0.0',
      description: [
        'The systems of an identity connector gateway, in PingIDM’s openidm/system dialect.',
        'A POST says by _action what it asks for. Its description tells what each action does and what role it takes; x-actions tells programs which parameters, body and answer belong to it.',
      ].join('\n\n'),
    },
    security: [{ openidm: [], openidmPassword: [] }, { basic: [] }, { bearer: [] }],
    paths: {
      [base]: { post: postOf('act on all', 'all systems', gatewayActions(names, sources)) },
      ...Object.assign({}, ...described.map((each) => each.paths)),
      ...fixedPaths(path),
    },
    components: {
      schemas: Object.assign({}, schemas, ...described.map((each) => each.schemas)),
      securitySchemes: {
        openidm: { type: 'apiKey', in: 'header', name: 'X-OpenIDM-Username' },
        openidmPassword: { type: 'apiKey', in: 'header', name: 'X-OpenIDM-Password' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
