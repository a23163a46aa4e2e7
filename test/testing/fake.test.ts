import { describe, expect, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { attr, defineConnector, objectClass, openConnector, validateConfiguration } from '../../src/index.ts';
import { fake } from '../../src/testing/index.ts';
import { sampleConnector } from './sample-connector.ts';

const url = { url: 'x' };
const open = async () => openConnector(fake(sampleConnector()), url);

describe('a fake', () => {
  test('does what the connector does, with memory behind it', async () => {
    await using facade = await open();
    const accounts = facade.objectClass('__ACCOUNT__');

    const { uid } = await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org', groups: ['a'] });
    await accounts.update(uid, { replace: { mail: 'eva@example.org' }, add: { groups: ['b'] } });

    const found = await accounts.search({ filter: (f) => f.equals('mail', 'eva@example.org') }).first();
    expect(found).toMatchObject({ name: 'ada', attributes: { groups: ['a', 'b'], created: expect.any(Date) } });
    await accounts.delete(uid);
    expect(await accounts.search().count()).toBe(0);
  });

  test('has the operations of the connector and no others', async () => {
    const real = await openConnector(sampleConnector(), url);
    const facade = await open();

    for (const name of ['__ACCOUNT__', 'role', '__ALL__']) {
      for (const operation of ['create', 'update', 'delete', 'get', 'search', 'sync', 'liveSync', 'authenticate', 'resolveUsername'] as const) {
        expect(facade.supports(name, operation), `${operation} ${name}`).toBe(real.supports(name, operation));
      }
    }
    for (const operation of ['test', 'scriptOnConnector', 'discoverConfiguration'] as const)
      expect(facade.supports(operation)).toBe(real.supports(operation));
    expect(await facade.schema()).toEqual(await real.schema());
    await expect(facade.dynamic('role').search().toArray()).rejects.toMatchObject({ code: 'UnsupportedOperation' });
  });

  test('checks the configuration as the connector does, rules between settings too', async () => {
    const mock = fake(sampleConnector());

    expect(validateConfiguration(mock, {})).toEqual([{ path: 'url', message: 'is required' }]);
    expect(validateConfiguration(mock, { url: 'nowhere' })).toEqual([{ path: 'url', message: 'is nowhere' }]);
    await expect(openConnector(mock, { url: 'x', pageSize: 'many' } as never)).rejects.toMatchObject({ code: 'Configuration' });
  });

  test('begins with its objects, those that only the system sets among their attributes', async () => {
    const created = new Date('2020-02-02');
    const mock = fake(sampleConnector(), [
      { objectClass: '__ACCOUNT__', uid: '7', name: 'ada', attributes: { created, logins: 5, __PASSWORD__: 'correct horse' } },
      { objectClass: 'role', name: 'admin', attributes: { level: 3 } },
    ]);
    await using facade = await openConnector(mock, url);

    expect(await facade.objectClass('__ACCOUNT__').get('7')).toMatchObject({ name: 'ada', attributes: { created, logins: 5n } });
    expect(await facade.objectClass('__ACCOUNT__').authenticate('ada', 'correct horse')).toBe('7');
  });

  test('refuses objects that are wrong when it is made, all at once', () => {
    const wrong = [
      { objectClass: '__ACCOUNT__', name: 'ada', attributes: { mial: 'x' } },
      { objectClass: 'rule', name: 'x' },
    ] as never;

    expect(() => fake(sampleConnector(), wrong)).toThrow(
      expect.objectContaining({
        code: 'Configuration',
        problems: [
          { path: 'objects[0].attributes.mial', message: expect.anything() },
          { path: 'objects[1].objectClass', message: expect.anything() },
        ],
      }),
    );
  });

  test('remembers what was written over openings, and another fake knows nothing of it', async () => {
    const mock = fake(sampleConnector(), [], { uid: 'name' });
    const first = await openConnector(mock, url);
    await first.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
    await first.close();

    await using again = await openConnector(mock, url);
    await using other = await openConnector(fake(sampleConnector()), url);

    expect((await again.objectClass('__ACCOUNT__').get('ada'))?.name).toBe('ada');
    expect(await other.objectClass('__ACCOUNT__').search().count()).toBe(0);
  });

  test('opens nothing: connect, test and hooks of the connector are not called', async () => {
    const calls: string[] = [];
    const real = { ...sampleConnector(), connect: () => calls.push('connect'), test: () => void calls.push('test') };
    await using facade = await openConnector(fake(real as unknown as ReturnType<typeof sampleConnector>), url);

    await facade.test();

    expect(calls).toEqual([]);
  });

  test('keeps the limits of a pool, and all its sessions see the same objects', async () => {
    const pooled = { ...sampleConnector(), pool: { max: 3, checkAlive: () => false } };
    const mock = fake(pooled);
    const facade = await openConnector(mock, url, { pool: { max: 2 } });
    const accounts = facade.objectClass('__ACCOUNT__');

    await Promise.all(['a', 'b', 'c', 'd'].map((__NAME__) => accounts.create({ __NAME__ })));

    expect(await accounts.search().count()).toBe(4);
    expect(mock.pool?.max).toBe(3);
    await facade.close();
  });

  test('says of itself all that the connector says', () => {
    const real = { ...sampleConnector(), category: 'x', messages: { de: { 'url.display': 'Adresse' } }, ownFact: 1 };

    const { name, version, displayName, configuration, objectClasses, category, messages, ownFact } = fake(real);

    expect({ ...real, name, version, displayName, configuration, objectClasses, category, messages, ownFact }).toEqual(real);
  });
});

test('liveSync tells what is done in any opening', async () => {
  const mock = fake(memory);
  await using one = await openConnector(mock, {});
  await using two = await openConnector(mock, {});
  const live = one.objectClass('__GROUP__').liveSync()[Symbol.asyncIterator]();

  const first = live.next();
  await new Promise((resolve) => setImmediate(resolve));
  await two.objectClass('__ACCOUNT__').create({ __NAME__: 'another class' });
  await two.objectClass('__GROUP__').create({ __NAME__: 'operator' });

  expect((await first).value).toMatchObject({ objectClass: '__GROUP__', type: 'create', row: { name: 'operator' } });
  await live.return?.();
});

describe('what memory cannot do', () => {
  test('a hook is not faked unless it is given', async () => {
    const mock = fake(sampleConnector(), [], { hooks: { whoAmI: () => 'root' } });
    await using facade = await openConnector(mock, url);

    expect(await facade.hook('whoAmI')).toBe('root');
    await expect(facade.hook('invite', { mail: 'a@b' })).rejects.toMatchObject({
      code: 'UnsupportedOperation',
      message: 'not faked: hook invite of sample; give fake() a stand-in, { hooks: { invite } }',
    });
  });

  test('a stand-in for a hook that the connector lacks is refused', () => {
    const hooks = { whoAmi: () => 'root' } as never;

    expect(() => fake(sampleConnector(), [], { hooks })).toThrow('whoAmi is not a hook of sample; did you mean "whoAmI"?');
  });

  test('scripts run in the stand-in', async () => {
    const scripted = { ...sampleConnector(), scriptOnConnector: () => 'real' };
    await using bare = await openConnector(fake(scripted), url);
    await using facade = await openConnector(fake(scripted, [], { scriptOnConnector: ({ text }) => `ran ${text}` }), url);

    await expect(bare.scriptOnConnector({ language: 'js', text: '1' })).rejects.toMatchObject({ code: 'UnsupportedOperation' });
    expect(await facade.scriptOnConnector({ language: 'js', text: '1' })).toBe('ran 1');
  });

  test('resolving a user name works without a password in the schema; authentication is not faked there', async () => {
    const bare = defineConnector({
      name: 'bare',
      version: '1',
      configuration: { type: 'object', properties: {} },
      objectClasses: [objectClass('__ACCOUNT__', { __NAME__: attr.string({ required: true }) })],
      connect: () => 1,
      operations: { __ACCOUNT__: { resolveUsername: () => 'x', authenticate: () => 'x' } },
    });
    await using facade = await openConnector(fake(bare, [{ objectClass: '__ACCOUNT__', uid: '7', name: 'ada' }]), {});

    expect(await facade.objectClass('__ACCOUNT__').resolveUsername('ada')).toBe('7');
    await expect(facade.objectClass('__ACCOUNT__').authenticate('ada', 'x')).rejects.toMatchObject({
      message: 'not faked: authenticate __ACCOUNT__ of bare',
    });
  });
});

describe('classes that only a schema operation finds', () => {
  const Printer = objectClass('printer', { __NAME__: attr.string({ required: true }), floor: attr.integer() });
  const dynamic = defineConnector({
    name: 'dynamic',
    version: '1',
    configuration: { type: 'object', properties: {} },
    objectClasses: [],
    connect: () => 1,
    schema: () => [Printer],
    dynamic: { create: () => 'x', search: async function* () {}, update: () => {} },
    operations: {},
  });

  test('are those of the options, with the operations of the connector', async () => {
    await using facade = await openConnector(fake(dynamic, [], { discovered: [Printer] }), {});
    const printers = facade.dynamic('printer');

    const { uid } = await printers.create({ __NAME__: 'p1', floor: 2 });
    await printers.update(uid, { replace: { floor: 3 } });

    expect((await printers.get(uid))?.attributes).toEqual({ floor: 3 });
    await expect(printers.delete(uid)).rejects.toMatchObject({ code: 'UnsupportedOperation' });
  });

  test('are none without them: the connector is not asked', async () => {
    await using facade = await openConnector(fake(dynamic), {});

    expect((await facade.schema()).objectClasses).toEqual([]);
  });
});

describe('fakes of the connectors that ship', () => {
  test('aws, whose uids are names', async () => {
    await using facade = await openConnector(fake(aws, [{ objectClass: '__GROUP__', name: 'staff' }], { uid: 'name' }), {
      useDefaultCredentials: true,
    });
    const accounts = facade.objectClass('__ACCOUNT__');

    await accounts.create({ __NAME__: 'ada', Path: '/engineering/' });

    expect((await accounts.get('ada'))?.attributes).toMatchObject({ Path: '/engineering/', Arn: 'Arn-ada' });
    expect(await facade.objectClass('__GROUP__').search({ filter: 'Path sw "/"' }).count()).toBe(0);
  });

  test('memory itself, with a sync over all classes', async () => {
    await using facade = await openConnector(fake(memory), {});

    await facade.objectClass('__GROUP__').create({ __NAME__: 'staff' });

    const changes = await facade.objectClass('__ALL__').sync().toArray();
    expect(changes).toMatchObject([{ objectClass: '__GROUP__', type: 'create' }]);
  });
});
