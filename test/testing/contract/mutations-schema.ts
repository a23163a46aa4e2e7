import type { AttributeInfo } from '../../../src/model/attribute.ts';
import { changed, operations, replace, schemaWith } from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

const adding = (name: string, attribute: AttributeInfo) => schemaWith((attributes) => ({ ...attributes, [name]: attribute }));
const changing = (name: string, flags: object) => schemaWith((attributes) => changed(attributes, name, flags));

/** Schemas that cannot be kept. */
export const schemaMutations: readonly Mutation[] = [
  { kind: 'schema/name', name: 'an object has several names', break: changing('__NAME__', { multiValued: true }) },
  { kind: 'schema/name', name: 'the name cannot be read', break: changing('__NAME__', { readable: false }) },
  { kind: 'schema/no-uid', name: 'the uid is an attribute', break: adding('__UID__', { type: 'string' }) },
  { kind: 'schema/distinct-names', name: 'two attributes differ in case alone', break: adding('__Description__', { type: 'string' }) },
  {
    kind: 'schema/distinct-names',
    name: 'an alias is the name of another attribute',
    break: adding('note', { type: 'string', aliases: ['__DESCRIPTION__'] }),
  },
  { kind: 'schema/special-types', name: 'a description is a number', break: changing('__DESCRIPTION__', { type: 'integer' }) },
  {
    kind: 'schema/special-types',
    name: 'a name that ICF does not have',
    break: adding('__PASWORD__', { type: 'secret', readable: false, returnedByDefault: false }),
  },
  { kind: 'schema/secrets-hidden', name: 'a password can be read', break: changing('__PASSWORD__', { readable: true }) },
  { kind: 'schema/hidden-not-returned', name: 'what cannot be read is returned', break: adding('hint', { type: 'string', readable: false }) },
  {
    kind: 'schema/required-possible',
    name: 'what is required can be neither set nor read',
    break: adding('token', { type: 'string', required: true, creatable: false, readable: false, returnedByDefault: false }),
  },
  {
    kind: 'schema/required-possible',
    name: 'a default that nobody gets',
    break: adding('state', { type: 'string', required: true, creatable: false, default: 'new' }),
  },
  {
    kind: 'schema/usable',
    name: 'an attribute is of no use',
    break: adding('nothing', { type: 'string', creatable: false, updateable: false, readable: false, returnedByDefault: false }),
  },
  { kind: 'schema/facets', name: 'no length is right', break: changing('__DESCRIPTION__', { minLength: 5, maxLength: 2 }) },
  { kind: 'schema/facets', name: 'a pattern is none', break: changing('__DESCRIPTION__', { pattern: '[' }) },
  { kind: 'schema/facets', name: 'a default is not allowed', break: changing('__DESCRIPTION__', { maxLength: 3, default: 'long text' }) },
  {
    kind: 'schema/facets',
    name: 'an allowed value is not allowed',
    break: changing('__DESCRIPTION__', { maxLength: 3, allowedValues: ['long text'] }),
  },
  { kind: 'schema/sortable', name: 'maps are sorted', break: adding('address', { type: 'map', sortable: true }) },
  {
    kind: 'schema/references',
    name: 'a reference points to a class that is not there',
    break: adding('boss', { type: 'reference', objectClass: 'Ghost' }),
  },
  {
    kind: 'schema/options',
    name: 'options of an operation that is not there',
    break: replace(({ objectClasses }) => ({
      objectClasses: objectClasses.map((each) => ({ ...each, options: { authenticate: { deep: { type: 'boolean' } } } })),
    })),
  },
  { kind: 'schema/operations', name: 'sync comes without its token', break: operations(() => () => ({ latestSyncToken: undefined }) as never) },
  {
    kind: 'schema/operations',
    name: 'a class can do nothing',
    break: replace(({ operations: own }) => ({ operations: { ...(own as object), __GROUP__: {} } })),
  },
];
