import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { type AnyConnector, ConnectorError, openConnector } from '../../src/index.ts';
import { createFaults, createTape, loadTape, record, replay, type Tape, type TapeOptions, withFaults } from '../../src/testing/index.ts';
import { sampleConnector } from './sample-connector.ts';

/** A tape as it comes out of its file. */
const reloaded = (tape: Tape, options: TapeOptions = {}) => createTape({ ...options, from: JSON.parse(JSON.stringify(tape)) });

async function recording(tape = createTape()) {
  const facade = await openConnector(record(memory, tape), {});
  return { facade, tape, accounts: facade.objectClass('__ACCOUNT__') };
}

async function playing(tape: Tape, options = {}) {
  const facade = await openConnector(replay(memory, tape, options), {});
  return { facade, accounts: facade.objectClass('__ACCOUNT__') };
}

async function failureOf(call: Promise<unknown>): Promise<ConnectorError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!ConnectorError.is(error)) throw new Error('it did not fail with a ConnectorError');
  return error;
}

describe('what is recorded', () => {
  test('is answered again, values of every kind as they were', async () => {
    const { accounts, tape } = await recording();
    const work = async (of: typeof accounts) => {
      const { uid } = await of.create({
        __NAME__: 'ada',
        employeeNumber: 2n ** 60n,
        hired: new Date(86_400_000),
        photo: Uint8Array.of(1, 2, 255),
        otherMails: ['a', 'b'],
      });
      await of.update(uid, { replace: { mail: 'ada@example.org' }, add: { otherMails: ['c'] } });
      const found = await of.search({ filter: (f) => f.greaterThan('hired', new Date(0)), attributes: ['*', 'photo'] }).toArray();
      const changes = await of.sync().toArray();
      await of.delete(uid);
      return { uid, found, changes, left: await of.get(uid), token: await of.latestSyncToken() };
    };
    const before = await work(accounts);
    const loaded = reloaded(tape);

    const after = await work((await playing(loaded)).accounts);

    expect(after).toEqual(before);
    expect(after.found[0]?.attributes).toMatchObject({ employeeNumber: 2n ** 60n, hired: new Date(86_400_000), photo: Uint8Array.of(1, 2, 255) });
    expect(loaded.unplayed).toEqual([]);
  });

  test('has failures with all they say, and foreign ones without their text', async () => {
    const faults = createFaults();
    const tape = createTape();
    const facade = await openConnector(record(withFaults(memory, faults), tape), {});
    const wrong = [{ path: 'mail', message: 'is wrong' }];
    faults.failNext({
      code: 'RateLimited',
      retryAfter: 70,
      message: 'slow',
      problems: wrong,
      uid: '7',
      outcome: 'partial',
      retryable: false,
      messageKey: 'error.slow',
      messageArguments: { wait: 70 },
    });
    faults.failNext({ error: new TypeError('my password is hunter22') });
    const work = async (accounts: ReturnType<typeof facade.objectClass<'__ACCOUNT__'>>) => [
      await failureOf(accounts.create({ __NAME__: 'ada' })),
      await failureOf(accounts.get('1')),
    ];
    const before = await work(facade.objectClass('__ACCOUNT__'));

    const after = await work((await playing(reloaded(tape))).accounts);

    const toldBy = ({ code, message, retryable, retryAfter, outcome, uid, problems, messageKey, messageArguments }: ConnectorError) => {
      return { code, message, retryable, retryAfter, outcome, uid, problems, messageKey, messageArguments };
    };
    expect(after.map(toldBy)).toEqual(before.map(toldBy));
    expect(after[0]).toMatchObject({ retryAfter: 70, outcome: 'partial', messageKey: 'error.slow', messageArguments: { wait: 70 } });
    expect(after[1]?.cause).toMatchObject({ name: 'TypeError' });
    expect(JSON.stringify(tape)).not.toContain('hunter22');
  });

  test('keeps a stream that was left early, and one that broke off', async () => {
    const faults = createFaults();
    const tape = createTape();
    const real = await openConnector(record(withFaults(memory, faults), tape), {});
    for (const __NAME__ of ['a', 'b', 'c']) await real.objectClass('__ACCOUNT__').create({ __NAME__ });
    await real.objectClass('__ACCOUNT__').search({ pageSize: 1 }).first();
    faults.dropNext({ operation: 'search', when: 'before', skip: 2 });
    await failureOf(
      real
        .objectClass('__ACCOUNT__')
        .search({ pageSize: 1, attributes: ['mail'] })
        .toArray(),
    );

    const { accounts } = await playing(reloaded(tape));
    const seen: string[] = [];
    const broken = (async () => {
      for await (const row of accounts.search({ pageSize: 1, attributes: ['mail'] })) seen.push(row.name);
    })();

    expect((await failureOf(broken)).code).toBe('ConnectionBroken');
    expect(seen).toEqual(['a', 'b']);
    expect((await failureOf(accounts.search({ pageSize: 1 }).toArray())).message).toBe(
      'search __ACCOUNT__: the recording was left after 1 page, and the replay asks for more',
    );
    expect(tape.calls.filter(({ operation }) => operation === 'search')).toMatchObject([
      { ended: 'left', pages: [{}] },
      { error: { code: 'ConnectionBroken' }, pages: [{}, {}] },
    ]);
  });

  test('was never answered: it hangs again, until the caller gives up', async () => {
    const faults = createFaults();
    const tape = createTape();
    const real = await openConnector(record(withFaults(memory, faults), tape), {});
    faults.hangNext({ when: 'before' });
    const hanging = failureOf(real.objectClass('__ACCOUNT__').get('1'));
    const copy = reloaded(tape);
    faults.clear();
    await hanging;

    const { accounts } = await playing(copy);

    expect((await failureOf(accounts.get('1', { timeout: 5 }))).code).toBe('OperationTimeout');
  });

  test('does not reach the connector when it is replayed', async () => {
    const tape = createTape();
    await (await openConnector(record(sampleConnector(), tape), { url: 'x' })).test();
    const dead = {
      ...sampleConnector(),
      connect: () => Promise.reject(new Error('no network')),
      pool: { checkAlive: () => Promise.reject(new Error('no network')) },
    };

    await using facade = await openConnector(replay(dead as unknown as ReturnType<typeof sampleConnector>, tape), { url: 'x' });

    await facade.test();
  });

  test('cannot be what JSON cannot say: the call fails, recorded and replayed', async () => {
    const odd = { ...sampleConnector(), hooks: { whoAmI: () => ({ answer: () => 1 }) } } as unknown as ReturnType<typeof sampleConnector>;
    const tape = createTape();
    const facade = await openConnector(record(odd, tape), { url: 'x' });

    const error = await failureOf(facade.hook('whoAmI'));

    expect(error.message).toBe('the answer of hook whoAmI cannot be recorded: answer is a function, which JSON cannot say');
    const again = await openConnector(replay(odd, reloaded(tape)), { url: 'x' });
    expect((await failureOf(again.hook('whoAmI'))).message).toBe(error.message);
  });

  test('has names that look like marks as they are', async () => {
    const odd = {
      ...sampleConnector(),
      hooks: { whoAmI: () => [{ $date: 'x' }, { $any: { $secret: true } }, -0, Number.NaN, undefined, { ['__proto__']: 1 }] },
    };
    const tape = createTape();
    const before = await (await openConnector(record(odd as unknown as ReturnType<typeof sampleConnector>, tape), { url: 'x' })).hook('whoAmI');

    const facade = await openConnector(replay(odd as unknown as ReturnType<typeof sampleConnector>, reloaded(tape)), { url: 'x' });

    expect(await facade.hook('whoAmI')).toEqual(before);
  });
});

describe('matching', () => {
  async function twoCalls() {
    const { accounts, tape } = await recording();
    await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org' });
    await accounts.create({ __NAME__: 'bob' });
    return reloaded(tape);
  }

  test('loose takes calls in any order, the same ones in the recorded order', async () => {
    const { accounts, tape } = await recording();
    await accounts.search().count();
    await accounts.create({ __NAME__: 'ada' });
    await accounts.search().count();
    const { accounts: played } = await playing(reloaded(tape));

    await played.create({ __NAME__: 'ADA'.toLowerCase() });

    expect([await played.search().count(), await played.search().count()]).toEqual([0, 1]);
  });

  test('strict takes them in the recorded order only', async () => {
    const tape = await twoCalls();
    const { accounts } = await playing(tape, { order: 'strict' });

    expect((await failureOf(accounts.create({ __NAME__: 'bob' }))).message).toBe(
      'create __ACCOUNT__ is out of order: call 1 of the tape is create __ACCOUNT__, which differs in attributes.__NAME__ (recorded "ada", asked "bob"), attributes.mail (recorded "ada@example.org", asked nothing)',
    );
    await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org' });
    await accounts.create({ __NAME__: 'bob' });
    expect((await failureOf(accounts.get('1'))).message).toBe('get __ACCOUNT__ is not on the tape: all of its 2 calls have been played');
  });

  test('a call that is not on the tape says what is nearest and where it differs', async () => {
    const { accounts, facade } = await playing(await twoCalls());

    const error = await failureOf(accounts.create({ __NAME__: 'ada', mail: 'eva@example.org' }));

    expect(error).toMatchObject({ code: 'Internal', retryable: false });
    expect(error.message).toBe(
      'create __ACCOUNT__ is not on the tape with these arguments; nearest is call 1, which differs in attributes.mail (recorded "ada@example.org", asked "eva@example.org")',
    );
    expect((await failureOf(facade.objectClass('__GROUP__').create({ __NAME__: 'x' }))).message).toBe(
      'create __GROUP__ is not on the tape, which has create __ACCOUNT__',
    );
  });

  test('a call that is asked for more often than it was recorded says so, until the tape is rewound', async () => {
    const tape = await twoCalls();
    const { accounts } = await playing(tape);
    await accounts.create({ __NAME__: 'bob' });

    expect((await failureOf(accounts.create({ __NAME__: 'bob' }))).message).toContain(
      'is on the tape once with these arguments, and is asked for once more',
    );
    expect(tape.unplayed).toMatchObject([{ operation: 'create', arguments: { attributes: { __NAME__: 'ada' } } }]);
    tape.rewind();
    await accounts.create({ __NAME__: 'bob' });
  });

  test('the order in which attributes are named does not count; which are named does', async () => {
    const { accounts, tape } = await recording();
    await accounts.search({ attributes: ['mail', 'displayName'] }).count();
    const { accounts: played } = await playing(reloaded(tape));

    expect((await failureOf(played.search({ attributes: ['mail'] }).count())).code).toBe('Internal');
    expect(await played.search({ attributes: ['displayName', 'mail'] }).count()).toBe(0);
  });
});

describe('secrets', () => {
  test('are on no tape: passwords, settings, what is named like one, and texts that quote them', async () => {
    const faults = createFaults();
    const tape = createTape();
    const facade = await openConnector(record(withFaults(sampleConnector(), faults), tape), { url: 'x', key: 'settings-key' });
    const accounts = facade.objectClass('__ACCOUNT__');
    faults.failNext({
      operation: 'create',
      code: 'InvalidPassword',
      message: 'correct horse is too short',
      problems: [{ path: 'x', message: 'correct horse' }],
    });
    await accounts.update('1', { replace: { mail: 'said before: correct horse' } });
    await failureOf(accounts.create({ __NAME__: 'ada', __PASSWORD__: 'correct horse' }));
    await accounts.authenticate('ada', 'battery staple');
    expect(await facade.hook('whoAmI')).toBe('settings-key');
    await facade.hook('invite', { mail: 'a@b', password: 'hook-password' });
    await accounts.search().toArray();

    for (const text of [JSON.stringify(tape), JSON.stringify(tape.calls), JSON.stringify(tape.unplayed)]) {
      for (const secret of ['settings-key', 'correct horse', 'battery staple', 'hook-password', 'tok-123456']) expect(text).not.toContain(secret);
    }

    const played = await openConnector(replay(sampleConnector(), reloaded(tape)), { url: 'x' });
    expect((await failureOf(played.objectClass('__ACCOUNT__').create({ __NAME__: 'ada', __PASSWORD__: 'another' }))).code).toBe('InvalidPassword');
    expect(await played.objectClass('__ACCOUNT__').authenticate('ada', 'other')).toBe('ada');
    expect(await played.hook('whoAmI')).toBe('[secret]');
    expect(await played.hook('invite', { mail: 'a@b', password: 'x' })).toEqual({ invited: 'a@b', token: '[secret]' });
  });

  test('of a configuration whose schema makes no Secrets are found by their names', async () => {
    const standard = { version: 1 as const, vendor: 'x', validate: (value: unknown) => ({ value }) };
    const connect = ({ login }: { readonly login: { readonly password: string } }) => login.password;
    const hooks = { whoAmI: ({ session }: { readonly session: string }) => `I am ${session}` };
    const odd = { ...sampleConnector(), configuration: { '~standard': standard }, checkConfiguration: undefined, connect, hooks };
    const tape = createTape();
    const facade = await openConnector(record(odd as never, tape) as AnyConnector, { login: { password: 'plain password' } });

    expect(await facade.runHook('whoAmI')).toBe('I am plain password');

    expect(JSON.stringify(tape)).not.toContain('plain password');
  });

  test('are not in the message about a call that is not on the tape', async () => {
    const { accounts, tape } = await recording();
    await accounts.create({ __NAME__: 'ada', __PASSWORD__: 'correct horse' });
    const { accounts: played } = await playing(tape);

    const error = await failureOf(played.create({ __NAME__: 'ada', __DESCRIPTION__: 'his: battery staple', __PASSWORD__: 'battery staple' }));

    expect(error.message).toContain('__DESCRIPTION__');
    expect(error.message).not.toContain('staple');
  });

  test('count as far as that there is one', async () => {
    const { accounts, tape } = await recording();
    await accounts.create({ __NAME__: 'ada', __PASSWORD__: 'correct horse' });
    const { accounts: played } = await playing(reloaded(tape));

    expect((await failureOf(played.create({ __NAME__: 'ada' }))).message).toContain(
      'attributes.__PASSWORD__ (recorded {"$secret":true}, asked nothing)',
    );
  });
});

describe('redaction', () => {
  const redact = (attribute: string, value: unknown) => (attribute === 'mail' ? 'x@example.org' : attribute === '__NAME__' ? 'somebody' : value);

  test('keeps values of attributes off the tape, wherever they stand', async () => {
    const { accounts, tape } = await recording(createTape({ redact }));
    const { uid } = await accounts.create({ __NAME__: 'adalove', mail: 'ada@example.org' });
    await failureOf(accounts.create({ __NAME__: 'adalove' }));
    await accounts.update(uid, { replace: { mail: 'ada@example.com' } });
    await accounts.search({ filter: (f) => f.and(f.endsWith('mail', '@example.com'), f.present('mail')) }).toArray();
    await accounts.sync().toArray();

    for (const secret of ['adalove', 'ada@example', '@example.com']) expect(JSON.stringify(tape)).not.toContain(secret);
    expect(JSON.stringify(tape)).toContain('x@example.org');
  });

  test('does not stand in the way of a replay, which has the values that stand for them', async () => {
    const { accounts, tape } = await recording(createTape({ redact }));
    const { uid } = await accounts.create({ __NAME__: 'adalove', mail: 'ada@example.org' });
    await accounts.search({ filter: 'mail ew "@example.org"' }).toArray();
    const { accounts: played } = await playing(reloaded(tape));

    expect(await played.create({ __NAME__: 'other', mail: 'o@example.net' })).toMatchObject({ uid });
    const [row] = await played.search({ filter: 'mail ew "@example.org"' }).toArray();

    expect(row).toMatchObject({ uid, name: 'somebody', attributes: { mail: 'x@example.org' } });
  });
});

describe('files', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tape-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('a tape that is saved can be loaded and goes on', async () => {
    const { accounts, tape } = await recording();
    await accounts.search().count();
    await tape.save(join(folder, 'one.json'));

    const loaded = await loadTape(join(folder, 'one.json'));

    expect(loaded.calls).toEqual(tape.calls);
    expect(loaded.connector).toBe('memory');
    expect(await readFile(join(folder, 'one.json'), 'utf8')).toMatch(/\n$/);
    await (await openConnector(record(memory, loaded), {})).test();
    expect(loaded.calls.map(({ operation }) => operation)).toEqual(['search', 'test']);
  });

  test('what is no tape is refused', async () => {
    await writeFile(join(folder, 'text.json'), 'secret text');
    await writeFile(join(folder, 'other.json'), '{"format":"identity-connector tape","version":2,"calls":[]}');

    await expect(loadTape(join(folder, 'text.json'))).rejects.toMatchObject({
      code: 'InvalidArgument',
      message: expect.not.stringContaining('secret text'),
    });
    await expect(loadTape(join(folder, 'other.json'))).rejects.toThrow(
      'this is not a tape of version 1 (got format "identity-connector tape", version 2)',
    );
    expect(() => createTape({ from: { format: 'identity-connector tape', version: 1, connector: null, calls: [{}] } })).toThrow(ConnectorError);
    const given = { operation: 'get', objectClass: '__ACCOUNT__', arguments: {} };
    for (const wrong of [
      { ...given, operation: 'search', answer: 1 },
      { ...given, operation: 'search' },
      { ...given, pages: [] },
    ]) {
      const from = { format: 'identity-connector tape', version: 1, connector: 'memory', calls: [{ ...given, answer: null }, wrong] };
      expect(() => createTape({ from })).toThrow('call 2 of the tape is not one');
    }
    expect(() => replay(memory, createTape(), { order: 'strictly' as never })).toThrow('order of replay must be "loose" or "strict"');
    expect(() => replay(memory, { calls: [] } as never)).toThrow(/createTape or loadTape/);
  });

  test('a tape of another connector is refused', async () => {
    const { tape } = await recording();

    expect(() => replay(sampleConnector(), tape)).toThrow('the tape is of the connector "memory", not of "sample"');
    expect(() => record(sampleConnector(), tape)).toThrow(ConnectorError);
  });
});
