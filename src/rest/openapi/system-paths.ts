import type { AnyFacade } from '../../facade/facade.ts';
import type { ObjectType } from '../systems/object-type.ts';
import type { System } from '../systems/system.ts';
import { schemaOf } from './component-schemas.ts';
import { postOf } from './documented-action.ts';
import { objectTypePaths } from './object-type-paths.ts';
import { componentName, objectTypeSchemas } from './object-type-schemas.ts';
import { offeredOperations } from './offered-operations.ts';
import { offeredScripts } from './offered-scripts.ts';
import { patchSchema } from './patch-schema.ts';
import { systemActions } from './system-actions.ts';

type Json = Readonly<Record<string, unknown>>;

/** The part of the document that is about one system. */
export interface SystemPaths {
  readonly paths: Json;
  /** Among the components of the document. */
  readonly schemas: Json;
  /** What liveSync of all systems may be asked for: `system/NAME/TYPE`. */
  readonly sources: readonly string[];
}

/**
 * Describes a system. One that cannot be opened has its own actions only: nobody knows its object types.
 *
 * @param base  Where the systems are: `/openidm/system`.
 */
export async function systemPaths(system: System, base: string): Promise<SystemPaths> {
  const { name } = system;
  const known = await typesOf(system);
  const scripts = offeredScripts(system, known?.facade);
  const transforms = scripts.modes.includes('connector') ? scripts.ids : [];
  const patch = componentName(name, 'patch');
  const own = `${base}/${encodeURIComponent(name)}`;
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = transforms.length > 0 ? { [patch]: patchSchema(transforms) } : {};
  const patchReference = transforms.length > 0 ? { $ref: `#/components/schemas/${patch}` } : schemaOf('Patch');
  const types = known ? known.types.map((type) => ({ type, offered: offeredOperations(system, type, known.facade) })) : [];
  for (const { type, offered } of types) {
    if (type.objectClass) Object.assign(schemas, objectTypeSchemas(name, type, offered));
    Object.assign(paths, objectTypePaths(`${own}/${encodeURIComponent(type.name)}`, name, type, offered, patchReference));
  }
  const synced = types.filter(({ offered }) => offered.sync).map(({ type }) => type);
  const sync = synced.some(({ objectClass }) => objectClass === undefined);
  const post = postOf(`act on ${name}`, `system ${name}`, systemActions({ scripts, sync }));
  // A slash would end the name.
  const sources = synced.filter((type) => !name.includes('/') && !type.name.includes('/')).map((type) => `system/${name}/${type.name}`);
  return { paths: { [own]: { post }, ...paths }, schemas, sources };
}

interface KnownTypes {
  readonly types: readonly ObjectType[];
  readonly facade: AnyFacade;
}

async function typesOf(system: System): Promise<KnownTypes | undefined> {
  try {
    return { types: [...(await system.forms()).values()].map(({ type }) => type), facade: await system.facade() };
  } catch {
    return undefined;
  }
}
