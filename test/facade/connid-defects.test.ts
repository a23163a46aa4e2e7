import { describe, expect, test } from 'vitest';
import memory, { memoryConnector } from '../../src/connectors/memory/index.ts';
import { attr, ConnectorError, defineConnector, errors, filters, objectClass, openConnector, parseFilter } from '../../src/index.ts';

// Where ConnId 1.6 answers wrongly, or not at all, and what is right instead. Each test names the defect.

const Person = objectClass('person', {
  __NAME__: attr.string({ required: true, subtype: 'caseIgnore', sortable: true }),
  roles: attr.string({ multiValued: true }),
  scores: attr.integer({ multiValued: true }),
  logins: attr.long(),
  height: attr.double(),
  note: attr.string(),
  secretNote: attr.string({ returnedByDefault: false }),
  colour: attr.string({ allowedValues: ['red', 'green'] }),
});

const people = memoryConnector([Person]);
const seed = [
  { objectClass: 'person', uid: '1', name: 'Ada', attributes: { roles: ['admin', 'user'], scores: [3, 9], logins: 5, height: 1.7, note: 'first' } },
  { objectClass: 'person', uid: '2', name: 'bob', attributes: { roles: ['user', 'guest'], scores: [7, 8], logins: 12, height: 2, secretNote: 'x' } },
  { objectClass: 'person', uid: '3', name: 'cy', attributes: {} },
];
const open = async () => {
  const facade = await openConnector(people, { objects: seed });
  return facade.objectClass('person');
};
const names = async (filter: Parameters<Awaited<ReturnType<typeof open>>['search']>[0]) =>
  (await (await open()).search(filter).toArray()).map(({ name }) => name).sort();
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error: unknown) => (ConnectorError.is(error) ? error.code : error),
  );

describe('filters', () => {
  test('equals over a list goes by its values; ConnId goes by their order', async () => {
    expect(await names({ filter: (f) => f.equals('roles', ['user', 'admin']) })).toEqual(['Ada']);
  });

  test('lessThan on a multi-valued attribute tests its values; in ConnId it is true for every one', async () => {
    expect(await names({ filter: (f) => f.lessThan('scores', 5) })).toEqual(['Ada']);
    expect(await names({ filter: (f) => f.lessThan('scores', 1) })).toEqual([]);
  });

  test('contains, startsWith and endsWith test every value; ConnId looks at the first only', async () => {
    expect(await names({ filter: (f) => f.startsWith('roles', 'gu') })).toEqual(['bob']);
    expect(await names({ filter: (f) => f.contains('roles', 'ues') })).toEqual(['bob']);
    expect(await names({ filter: (f) => f.endsWith('roles', 'ser') })).toEqual(['Ada', 'bob']);
  });

  test('numbers compare by value, whatever their kind; ConnId throws a ClassCastException, or finds that Integer 1 is not Long 1', async () => {
    expect(await names({ filter: (f) => f.equals('logins', 5) })).toEqual(['Ada']);
    expect(await names({ filter: (f) => f.greaterThan('logins', 5n) })).toEqual(['bob']);
    expect(await names({ filter: 'height gt 1' })).toEqual(['Ada', 'bob']);
  });

  test('a comparison with an absent attribute does not match; ConnId throws a NullPointerException for a list that is null', async () => {
    expect(await names({ filter: (f) => f.greaterThan('scores', 0) })).toEqual(['Ada', 'bob']);
    expect(await names({ filter: (f) => f.not(f.present('roles')) })).toEqual(['cy']);
  });

  test('an attribute that is filtered by need not be asked for; in ConnId the projection comes first and nothing is found', async () => {
    const rows = await (await open()).search({ filter: (f) => f.equals('secretNote', 'x'), attributes: ['roles'] }).toArray();

    expect(rows.map(({ attributes }) => Object.keys(attributes))).toEqual([['roles']]);
  });

  test('a name is compared as its subtype says; ConnId compares with case whatever the system does', async () => {
    expect(await names({ filter: (f) => f.equals('__NAME__', 'ADA') })).toEqual(['Ada']);
  });

  test('or is or; the builder of ConnId made an and of it', () => {
    expect(filters.or(filters.present('a'), filters.present('b')).op).toBe('or');
    expect(parseFilter('a pr or b pr')).toMatchObject({ op: 'or' });
  });
});

describe('searches', () => {
  test('a page may be asked for with any filter; ConnId refuses paging as long as its own filter handler is on', async () => {
    const page = await (await open()).search({ filter: (f) => f.present('roles'), pageSize: 1 }).page();

    expect(page.rows).toHaveLength(1);
    expect(page.cursor).toBeDefined();
  });

  test('an empty list of attributes asks for none; in ConnId it asks for all', async () => {
    const [row] = await (await open()).search({ filter: (f) => f.equals('__NAME__', 'ada'), attributes: [] }).toArray();

    expect(row?.attributes).toEqual({});
  });

  test('"*" adds what is returned by default; the reduction of ConnId forgets RETURN_DEFAULT_ATTRIBUTES', async () => {
    const [row] = await (await open()).search({ filter: (f) => f.equals('__UID__', '2'), attributes: ['*', 'secretNote'] }).toArray();

    expect(row?.attributes).toMatchObject({ secretNote: 'x', logins: 12n });
  });

  test('a misspelt attribute is refused; ConnId ignores it and answers less', async () => {
    expect(await codeOf((await open()).search({ attributes: ['rolles'] as never[] }).toArray())).toBe('InvalidArgument');
  });
});

describe('writes', () => {
  test('two names that differ in case only are one attribute; the check of ConnId lets both pass', async () => {
    const facade = await openConnector(people, {});

    expect(await codeOf(facade.dynamic('person').create({ __NAME__: 'dee', note: 'a', NOTE: 'b' }))).toBe('InvalidAttributeValue');
  });

  test('adding a value that is there changes nothing; ConnId appends it once more', async () => {
    const accounts = await open();
    await accounts.update('1', { add: { roles: ['user', 'editor'] } });

    expect((await accounts.get('1'))?.attributes.roles).toEqual(['admin', 'user', 'editor']);
  });

  test('the same holds for a connector that can only replace, where the framework merges', async () => {
    let written: unknown;
    const replacing = defineConnector({
      name: 'replacing',
      version: '1.0.0',
      configuration: { type: 'object' },
      objectClasses: [Person],
      connect: () => ({}),
      operations: {
        person: {
          get: ({ uid }) => ({ uid, name: 'ada', attributes: { roles: ['admin', 'user'] } }),
          update: ({ attributes }) => {
            written = attributes;
          },
        },
      },
    });
    const accounts = (await openConnector(replacing, {})).objectClass('person');

    await accounts.update('1', { add: { roles: ['user', 'editor'] }, remove: { roles: ['admin', 'nobody'] } });
    expect(written).toEqual({ roles: ['user', 'editor'] });
  });

  test('a value that the schema does not allow never reaches the connector; ConnId compares nothing with the schema', async () => {
    const facade = await openConnector(people, {});

    expect(await codeOf(facade.dynamic('person').create({ __NAME__: 'dee', colour: 'blue' }))).toBe('InvalidAttributeValue');
    expect(await codeOf(facade.dynamic('person').create({ __NAME__: 'dee', scores: 'many' }))).toBe('InvalidAttributeValue');
    expect(await codeOf(facade.dynamic('person').create({}))).toBe('InvalidAttributeValue');
  });

  test('deleting what is not there is UnknownUid, which is no matter of credentials; in ConnId it is one by inheritance', async () => {
    const accounts = await open();

    expect(await codeOf(accounts.delete('nobody'))).toBe('UnknownUid');
    expect(errors.find(({ code }) => code === 'UnknownUid')?.status).toBe(404);
  });
});

describe('connections', () => {
  test('required settings, allowed values and types are checked by the framework; in ConnId they are hints', async () => {
    const strict = defineConnector({
      name: 'strict',
      version: '1.0.0',
      configuration: {
        type: 'object',
        properties: { url: { type: 'string' }, mode: { enum: ['fast', 'safe'] } },
        required: ['url', 'mode'],
        additionalProperties: false,
      },
      objectClasses: [Person],
      connect: () => ({}),
      operations: { person: {} },
    });

    const failure = await openConnector(strict, { mode: 'slow', uri: 'x' } as never).catch((error: unknown) => error as ConnectorError);
    expect(failure).toMatchObject({ code: 'Configuration' });
    expect((failure as ConnectorError).problems.map(({ path }) => path).sort()).toEqual(['mode', 'uri', 'url']);
  });

  test('a call may give no name hint; the getter of ConnId throws a NullPointerException then', async () => {
    const accounts = await open();

    expect(await accounts.update('3', { replace: { note: 'x' } })).toMatchObject({ uid: '3' });
    expect(await accounts.update('3', { replace: { note: 'y' } }, { nameHint: 'cy' })).toMatchObject({ uid: '3' });
  });

  test('latestSyncToken of a class that does not exist is refused; ConnId hands it to the connector', async () => {
    const facade = await openConnector(memory, {});

    expect(() => facade.dynamic('nothing')).toThrow('has no object class "nothing"');
  });

  test('a failed search of one page says so; a swallowed error would be half an answer', async () => {
    const halved = defineConnector({
      name: 'halved',
      version: '1.0.0',
      configuration: { type: 'object' },
      objectClasses: [Person],
      connect: () => ({}),
      operations: {
        person: {
          async *search() {
            yield { objects: [{ uid: '1', name: 'ada', attributes: {} }] };
            throw new ConnectorError('ConnectionBroken', 'the second page never came');
          },
        },
      },
    });
    const accounts = (await openConnector(halved, {})).objectClass('person');

    expect(await codeOf(accounts.search().toArray())).toBe('ConnectionBroken');
    expect(await codeOf(accounts.search().count())).toBe('ConnectionBroken');
  });
});
