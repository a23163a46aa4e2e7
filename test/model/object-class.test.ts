import { describe, expect, test } from 'vitest';
import { attr } from '../../src/model/attribute.ts';
import { findAttribute, objectClass } from '../../src/model/object-class.ts';
import { specialAttributes } from '../../src/model/special-attributes.ts';
import { standardOptions } from '../../src/model/standard-options.ts';

const Account = objectClass(
  '__ACCOUNT__',
  { __NAME__: attr.string({ required: true }), PermissionsBoundary: attr.string({ aliases: ['PermissionBoundary'] }), mail: attr.string() },
  { title: 'Account', options: { search: { SCOPE: standardOptions.SCOPE } } },
);

test('an object class is plain data with its traits', () => {
  expect(JSON.parse(JSON.stringify(Account))).toEqual({
    name: '__ACCOUNT__',
    title: 'Account',
    options: { search: { SCOPE: { enum: ['object', 'onelevel', 'subtree'] } } },
    attributes: {
      __NAME__: { type: 'string', required: true },
      PermissionsBoundary: { type: 'string', aliases: ['PermissionBoundary'] },
      mail: { type: 'string' },
    },
  });
});

describe('findAttribute', () => {
  test.each([
    ['mail', 'mail'],
    ['MAIL', 'mail'],
    ['__name__', '__NAME__'],
    ['PermissionBoundary', 'PermissionsBoundary'],
    ['permissionboundary', 'PermissionsBoundary'],
  ])('finds %s as %s', (name, expected) => {
    expect(findAttribute(Account, name)?.[0]).toBe(expected);
  });

  test.each(['', 'mai', '__UID__', 'constructor', 'toString', '__proto__'])('finds nothing for %j', (name) => {
    expect(findAttribute(Account, name)).toBeUndefined();
  });

  test('prefers the exact name over an alias of another', () => {
    const Odd = { name: 'odd', attributes: { a: { type: 'string', aliases: ['b'] }, b: { type: 'long' } } } as const;

    expect(findAttribute(Odd, 'b')?.[1].type).toBe('long');
  });
});

test('secrets are never readable, whatever their flags say', () => {
  expect(attr.secret({ readable: true } as never)).toMatchObject({ readable: false, returnedByDefault: false });
  expect(attr.secretBytes({ returnedByDefault: true })).toMatchObject({ readable: false, returnedByDefault: false });
});

test("ICF's own attributes have types and meanings", () => {
  expect(specialAttributes.__PASSWORD__.type).toBe('secret');
  expect(specialAttributes.__GROUPS__.multiValued).toBe(true);
  for (const { meaning } of Object.values(specialAttributes)) expect(meaning).toMatch(/\.$/);
});
