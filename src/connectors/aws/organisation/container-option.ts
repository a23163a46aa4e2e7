import { ConnectorError } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { isId, parentIdHint, parentIdPattern } from './organization-ids.ts';

/** Where in the tree of the organisation a search looks. */
export interface Scope {
  /** A root or an organisational unit. */
  readonly container: string;
  readonly reach: 'object' | 'onelevel' | 'subtree';
}

/** ICF's options of a search in a tree. */
export interface TreeOptions {
  readonly SCOPE?: 'object' | 'onelevel' | 'subtree' | undefined;
  readonly CONTAINER?: { readonly objectClass: string; readonly uid: string } | undefined;
}

/**
 * What ICF's options CONTAINER and SCOPE say; undefined for the whole organisation. SCOPE is `subtree` when only the container is given.
 *
 * @throws ConnectorError `InvalidArgument` when the container is no root and no organisational unit.
 */
export function scopeOf({ SCOPE, CONTAINER }: TreeOptions): Scope | undefined {
  if (CONTAINER === undefined) return undefined;
  const { objectClass, uid } = CONTAINER;
  if (objectClass === 'OrganizationalUnit' && isId(uid, { pattern: parentIdPattern, wording: '' }))
    return { container: uid, reach: SCOPE ?? 'subtree' };
  const message = `must be an OrganizationalUnit and ${parentIdHint} (got ${printable(objectClass)} ${printable(uid)})`;
  throw new ConnectorError('InvalidArgument', `CONTAINER ${message}`, { problems: [{ path: 'CONTAINER', message }] });
}
