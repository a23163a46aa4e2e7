import type { AnyFacade } from '../../facade/facade.ts';
import type { ObjectType } from '../systems/object-type.ts';
import type { System } from '../systems/system.ts';
import { fixedPaths, schemas } from './fixed-parts.ts';
import { objectTypePaths, objectTypeSchemas } from './object-type-paths.ts';
import { offeredOperations } from './offered-operations.ts';

/**
 * The OpenAPI 3.1 document of the configured systems.
 *
 * A system that cannot be opened has its actions only: nobody knows its object types.
 *
 * @param base  Where the systems are: `/openidm/system`.
 */
export async function openApiDocument(systems: readonly System[], base: string): Promise<Readonly<Record<string, unknown>>> {
  const paths: Record<string, unknown> = {
    ...fixedPaths(
      base,
      systems.map(({ name }) => name),
    ),
  };
  const components: Record<string, unknown> = { ...schemas };
  for (const system of systems) {
    const known = await typesOf(system);
    if (!known) continue;
    for (const type of known.types) {
      if (!type.objectClass) continue;
      Object.assign(components, objectTypeSchemas(system.name, type));
      const path = `${base}/${encodeURIComponent(system.name)}/${encodeURIComponent(type.name)}`;
      Object.assign(paths, objectTypePaths(path, system.name, type, offeredOperations(system, type, known.facade)));
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'identity-connector',
      version: '1.0.0',
      description: 'The systems of an identity connector gateway, in PingIDM’s openidm/system dialect.',
    },
    security: [{ openidm: [], openidmPassword: [] }, { basic: [] }, { bearer: [] }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        openidm: { type: 'apiKey', in: 'header', name: 'X-OpenIDM-Username' },
        openidmPassword: { type: 'apiKey', in: 'header', name: 'X-OpenIDM-Password' },
        basic: { type: 'http', scheme: 'basic' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

async function typesOf(system: System): Promise<{ readonly types: readonly ObjectType[]; readonly facade: AnyFacade } | undefined> {
  try {
    return { types: [...(await system.forms()).values()].map(({ type }) => type), facade: await system.facade() };
  } catch {
    return undefined;
  }
}
