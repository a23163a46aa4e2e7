import { attr } from '../../../src/model/attribute.ts';
import { objectClass } from '../../../src/model/object-class.ts';

/** A class with attributes of every type, subtype and facet. */
export const Everything = objectClass('everything', {
  __NAME__: attr.string({ required: true, sortable: true }),
  text: attr.string({ sortable: true }),
  short: attr.string({ minLength: 2, maxLength: 12 }),
  coded: attr.string({ pattern: '[A-Z]{2}-[0-9]{3}' }),
  level: attr.string({ allowedValues: ['low', 'middle', 'high'] }),
  loose: attr.string({ subtype: 'caseIgnore', multiValued: true, sortable: true }),
  home: attr.string({ subtype: 'uri', sortable: true }),
  dn: attr.string({ subtype: 'ldapDn' }),
  id: attr.string({ subtype: 'uuid' }),
  xml: attr.string({ subtype: 'xml' }),
  json: attr.string({ subtype: 'json' }),
  letter: attr.character({ sortable: true }),
  integer: attr.integer({ sortable: true }),
  byte: attr.byte({ multiValued: true }),
  long: attr.long({ sortable: true }),
  float: attr.float(),
  double: attr.double({ multiValued: true }),
  flag: attr.boolean(),
  bytes: attr.bytes({ returnedByDefault: false }),
  big: attr.bigInteger(),
  decimal: attr.bigDecimal({ sortable: true, multiValued: true }),
  date: attr.dateTime({ sortable: true, multiValued: true }),
  map: attr.map(),
  tags: attr.object({ Key: { type: 'string' }, Value: { type: 'string' } }, { multiValued: true, requiredProperties: ['Key'] }),
  owner: attr.reference({ objectClass: 'team' }),
  teams: attr.reference({ objectClass: 'team', multiValued: true, returnedByDefault: false }),
  secret: attr.secret(),
  secretBytes: attr.secretBytes(),
});

/** What references of the other point to. */
export const Team = objectClass('team', { __NAME__: attr.string({ required: true, sortable: true }) });
