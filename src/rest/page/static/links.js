import { el } from './element.js';
import { hashOf } from './route.js';

/** @typedef {import('./object-types.js').ObjectType} ObjectType */

/** Which class the values of an attribute name. ICF: __GROUPS__; the others as the connectors of this package call them. */
const classes = /** @type {Readonly<Record<string, string>>} */ ({
  __GROUPS__: '__GROUP__',
  Groups: '__GROUP__',
  Group: '__GROUP__',
  GroupName: '__GROUP__',
  Members: '__ACCOUNT__',
  members: '__ACCOUNT__',
  Users: '__ACCOUNT__',
  BoundedUsers: '__ACCOUNT__',
  Roles: 'Role',
  BoundedRoles: 'Role',
  AttachedPolicies: 'ManagedPolicy',
  PermissionsBoundary: 'ManagedPolicy',
  PolicyArn: 'ManagedPolicy',
});

/**
 * Where the objects that a field or the key of a map names are, if the system shows such objects.
 *
 * @typedef {object} Links
 * @property {(attribute: string) => boolean} has
 * @property {(attribute: string, id: string, text?: string) => Node} link  Plain text when there is no such type.
 * @property {(reference: any) => Node | undefined} reference  Of ICF's references: `{ objectClass, uid, name }`.
 */

/**
 * The links from objects of a system.
 *
 * @param {string} system
 * @param {readonly ObjectType[]} types
 * @returns {Links}
 */
export function linksOf(system, types) {
  const typeOf = (/** @type {string | undefined} */ objectClass) => types.find((type) => type.objectClass === objectClass && type.can.read);
  const to = (/** @type {ObjectType} */ type, /** @type {string} */ id, /** @type {string} */ text) =>
    el('a', { href: hashOf([system, type.name, id]) }, text);
  return {
    has: (attribute) => typeOf(Object.hasOwn(classes, attribute) ? classes[attribute] : undefined) !== undefined,
    link(attribute, id, text = id) {
      const type = typeOf(Object.hasOwn(classes, attribute) ? classes[attribute] : undefined);
      return type && id !== '' ? to(type, id, text) : document.createTextNode(text);
    },
    reference(reference) {
      const type = typeOf(reference?.objectClass);
      return type && typeof reference.uid === 'string' ? to(type, reference.uid, String(reference.name ?? reference.uid)) : undefined;
    },
  };
}
