import { describe, expectTypeOf, test } from 'vitest';
import { type Facade, type ObjectClassOf, openConnector, type Secret } from '../../src/index.ts';
import { type Account, directory } from './directory.ts';

declare const facade: Facade<typeof directory>;
declare const accounts: ObjectClassOf<typeof directory, '__ACCOUNT__'>;
declare const groups: ObjectClassOf<typeof directory, '__GROUP__'>;

describe('configuration', () => {
  test('secrets may be strings and settings with a default may be left out', () => {
    openConnector(directory, { url: 'https://x', apiKey: 'key' });
    openConnector(directory, { url: 'https://x', apiKey: undefined as Secret | undefined, pageSize: 5, mode: 'dry' });
  });

  test('a missing required setting does not compile', () => {
    // @ts-expect-error url is missing
    openConnector(directory, { apiKey: 'key' });
  });

  test('an unknown setting does not compile', () => {
    // @ts-expect-error ulr is misspelt
    openConnector(directory, { url: 'https://x', ulr: 'https://x' });
  });

  test('a setting of the wrong type does not compile', () => {
    // @ts-expect-error pageSize is a number
    openConnector(directory, { url: 'https://x', pageSize: '5' });
    // @ts-expect-error mode is live or dry
    openConnector(directory, { url: 'https://x', mode: 'wet' });
  });
});

describe('object classes and operations', () => {
  test('an undeclared object class does not compile', () => {
    // @ts-expect-error there is no __ROLE__
    facade.objectClass('__ROLE__');
  });

  test('an operation that is not implemented does not compile', () => {
    // @ts-expect-error accounts cannot be deleted
    accounts.delete;
    // @ts-expect-error groups cannot be searched
    groups.search;
    // @ts-expect-error groups cannot be created
    groups.create;
    // @ts-expect-error no authenticate
    accounts.authenticate;
  });

  test('search brings get, and updateDelta brings update', () => {
    expectTypeOf(accounts.get).toBeFunction();
    expectTypeOf(accounts.update).toBeFunction();
    expectTypeOf(groups.get).toBeFunction();
  });
});

describe('create', () => {
  test('takes secrets as strings, longs as numbers and objects without their optional keys', () => {
    accounts.create({ __NAME__: 'ada', __PASSWORD__: 'x', logins: 5, tags: [{ Key: 'team' }], mail: undefined });
  });

  test('refuses wrong attributes', () => {
    // @ts-expect-error __NAME__ is required
    accounts.create({ mail: 'ada@example.org' });
    // @ts-expect-error mial is misspelt
    accounts.create({ __NAME__: 'ada', mial: 'ada@example.org' });
    // @ts-expect-error created is set by the system
    accounts.create({ __NAME__: 'ada', created: new Date() });
    // @ts-expect-error groups has many values
    accounts.create({ __NAME__: 'ada', groups: 'staff' });
    // @ts-expect-error mail is a text
    accounts.create({ __NAME__: 'ada', mail: 5 });
    // @ts-expect-error kind is person or robot
    accounts.create({ __NAME__: 'ada', kind: 'cat' });
    // @ts-expect-error Key is required in a tag
    accounts.create({ __NAME__: 'ada', tags: [{ Value: 'x' }] });
    // @ts-expect-error the uid is the system's
    accounts.create({ __NAME__: 'ada', __UID__: '1' });
  });
});

describe('update', () => {
  test('replaces, clears with null, adds and removes', () => {
    accounts.update('1', { replace: { mail: null, __NAME__: 'eva' }, add: { groups: ['a'] }, remove: { tags: [{ Key: 'team' }] } });
  });

  test('refuses wrong changes', () => {
    // @ts-expect-error mial is misspelt
    accounts.update('1', { replace: { mial: 'x' } });
    // @ts-expect-error required attributes cannot be cleared
    accounts.update('1', { replace: { __NAME__: null } });
    // @ts-expect-error created cannot be changed
    accounts.update('1', { replace: { created: new Date() } });
    // @ts-expect-error mail has a single value
    accounts.update('1', { add: { mail: 'x' } });
    // @ts-expect-error there is no such part
    accounts.update('1', { append: { groups: ['x'] } });
  });
});

describe('search', () => {
  test('rows have the attributes returned by default, the required ones certain', async () => {
    const row = await accounts.search().first();
    expectTypeOf(row?.attributes.created).toEqualTypeOf<Date | undefined>();
    expectTypeOf<NonNullable<typeof row>['attributes']['created']>().toEqualTypeOf<Date>();
    expectTypeOf<NonNullable<typeof row>['attributes']['mail']>().toEqualTypeOf<string | undefined>();
    // @ts-expect-error a password is never read
    row?.attributes.__PASSWORD__;
    // @ts-expect-error the name is row.name
    row?.attributes.__NAME__;
  });

  test('a projection has what it names and nothing else', async () => {
    const row = await accounts.search({ attributes: ['mail', 'created'] }).first();
    expectTypeOf<NonNullable<typeof row>['attributes']>().toEqualTypeOf<{ created: Date; mail?: string }>();
    // @ts-expect-error groups was not asked for
    row?.attributes.groups;
  });

  test('refuses wrong projections, sorts and options', () => {
    // @ts-expect-error mial is misspelt
    accounts.search({ attributes: ['mial'] });
    // @ts-expect-error a password is never read
    accounts.get('1', { attributes: ['__PASSWORD__'] });
    // @ts-expect-error groups cannot be sorted by
    accounts.search({ sort: [{ attribute: 'groups' }] });
    // @ts-expect-error there is no such option
    accounts.search({ options: { removed: true } });
    accounts.search({ sort: [{ attribute: 'mail' }], options: { deleted: true } });
  });

  test('refuses wrong filters', () => {
    // @ts-expect-error mial is misspelt
    accounts.search({ filter: (f) => f.equals('mial', 'x') });
    // @ts-expect-error mail is a text
    accounts.search({ filter: (f) => f.equals('mail', 5) });
    // @ts-expect-error created is no text
    accounts.search({ filter: (f) => f.startsWith('created', '2026') });
    // @ts-expect-error a password cannot be compared
    accounts.search({ filter: (f) => f.equals('__PASSWORD__', 'x') });
    // @ts-expect-error mail has a single value
    accounts.search({ filter: (f) => f.containsAllValues('mail', ['x']) });
    accounts.search({ filter: (f) => f.and(f.equals('groups', 'a'), f.greaterThan('logins', 5), f.present('__UID__')) });
  });
});

describe('hooks', () => {
  test('have typed arguments and results', () => {
    expectTypeOf(facade.hook('invite', { mail: 'a' })).toEqualTypeOf<Promise<number>>();
    // @ts-expect-error there is no such hook
    facade.hook('expel', {});
    // @ts-expect-error mail is missing
    facade.hook('invite', {});
    // @ts-expect-error the arguments are missing
    facade.hook('invite');
    expectTypeOf(facade.hook('ping')).toEqualTypeOf<Promise<string>>();
    facade.hook('ping', {}, { timeout: 1000 });
  });
});

describe('names for application code', () => {
  test('rows and inputs can be named', () => {
    type Accounts = ObjectClassOf<typeof directory, '__ACCOUNT__'>;
    type NewAccount = Parameters<Accounts['create']>[0];
    expectTypeOf<NewAccount['mail']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<(typeof Account)['name']>().toEqualTypeOf<'__ACCOUNT__'>();
  });
});
