import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError, type OpenOptions, openConnector } from '../../src/index.ts';
import { type ConnectorFaults, callOf, createFaults, fake, fakeClock, withFaults } from '../../src/testing/index.ts';
import { Account, sampleConnector } from './sample-connector.ts';

async function start(options: OpenOptions = {}, faults = createFaults()) {
  const facade = await openConnector(withFaults(memory, faults), {}, options);
  return { facade, faults, accounts: facade.objectClass('__ACCOUNT__') };
}

/** What became of each of some calls, in short: `ok`, or the code and the outcome. */
async function fateOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: unknown) => (ConnectorError.is(error) ? `${error.code} ${error.outcome}` : `not a ConnectorError: ${String(error)}`),
  );
}

const ada = { __NAME__: 'ada' };

describe('faults that do not happen', () => {
  test('are told, until they have happened as often as planned', async () => {
    const { faults, accounts } = await start();
    faults.failNext({ operation: 'creat', code: 'RateLimited' });
    faults.failNext({ operation: 'create', code: 'RateLimited', times: 2 });
    faults.failNext({ operation: 'get', code: 'RateLimited', times: Number.POSITIVE_INFINITY });
    const unmet = () => faults.unmet.map(({ operation }) => operation);
    expect(unmet()).toEqual(['creat', 'create', 'get']);

    await fateOf(accounts.create(ada));
    await fateOf(accounts.get('1'));
    expect(unmet()).toEqual(['creat', 'create']);
    await fateOf(accounts.create(ada));
    expect(unmet()).toEqual(['creat']);

    faults.clear();
    expect(unmet()).toEqual([]);
  });
});

describe('without a fault', () => {
  test('nothing changes: private state, this, hooks and the rest of the definition', async () => {
    const real = sampleConnector();
    const flaky = withFaults(real, createFaults());
    await using facade = await openConnector(flaky, { url: 'x', key: 'k' });

    await facade.objectClass('__ACCOUNT__').create(ada);

    expect(await facade.objectClass('__ACCOUNT__').search().count()).toBe(1);
    expect(await facade.hook('whoAmI')).toBe('k');
    await facade.test();
    expect([flaky.name, flaky.displayName, flaky.configuration, flaky.objectClasses]).toEqual([
      real.name,
      real.displayName,
      real.configuration,
      real.objectClasses,
    ]);
    await expect(openConnector(flaky, { url: 'nowhere' })).rejects.toMatchObject({ code: 'Configuration' });
  });

  test('a connector that is an instance of a class keeps what its class gives it', async () => {
    const { name, version, configuration, objectClasses, operations } = sampleConnector();
    class Instance {
      readonly name = name;
      readonly version = version;
      readonly configuration = configuration;
      readonly objectClasses = objectClasses;
      readonly operations = operations;
      #connected = 0;
      connect() {
        return ++this.#connected;
      }
      get category() {
        return `connected ${this.#connected} times`;
      }
    }
    const flaky = withFaults(new Instance() as never, createFaults()) as ReturnType<typeof sampleConnector>;

    await using facade = await openConnector(flaky, { url: 'x' });

    expect(await facade.objectClass('__ACCOUNT__').search().count()).toBe(0);
    expect(flaky.category).toBe('connected 0 times');
  });
});

test('a configuration schema that is a function is kept, and its settings are not in the log of calls', async () => {
  const standard = { version: 1 as const, vendor: 'x', validate: (value: unknown) => ({ value }) };
  const schema = Object.assign(() => {}, { '~standard': standard });
  const faults = createFaults();

  const facade = await openConnector(withFaults({ ...sampleConnector(), configuration: schema, checkConfiguration: undefined } as never, faults), {
    apiKey: 'plain',
  } as never);

  expect(faults.calls.map(({ operation }) => operation)).toEqual(['connect']);
  expect(JSON.stringify(faults.calls)).not.toContain('plain');
  await facade.close();
});

describe('failNext', () => {
  test('fails as many calls as it says, with the code and what else it says', async () => {
    const { accounts, faults } = await start();
    faults.failNext({ operation: 'create', times: 2, code: 'RateLimited', retryAfter: 1000, message: 'slow down' });

    await expect(accounts.create(ada)).rejects.toMatchObject({
      code: 'RateLimited',
      retryAfter: 1000,
      retryable: true,
      message: 'slow down',
      outcome: 'none',
    });
    await expect(accounts.create(ada)).rejects.toMatchObject({ code: 'RateLimited' });
    await accounts.create(ada);

    expect(faults.countOf('create')).toBe(3);
  });

  test('throws the very error when one is given', async () => {
    const { accounts, faults } = await start();
    const error = new ConnectorError('QuotaExceeded', 'full');
    faults.failNext({ error });
    faults.failNext({ error: new TypeError('foreign') });

    await expect(accounts.create(ada)).rejects.toBe(error);
    await expect(accounts.get('1')).rejects.toMatchObject({ code: 'Internal', cause: expect.any(TypeError) });
  });

  test('after the call, the object is there and the outcome is unknown', async () => {
    const { accounts, faults } = await start();
    faults.failNext({ operation: 'create', when: 'after', code: 'ConnectionBroken' });

    await expect(accounts.create(ada)).rejects.toMatchObject({ outcome: 'unknown', retryable: false });

    expect(await accounts.search().count()).toBe(1);
  });

  test('is for the calls it names: by operation, class, and what they are about', async () => {
    const { facade, accounts, faults } = await start();
    faults.failNext({ operation: 'c*', objectClass: '__GROUP__', code: 'Retryable' });
    faults.failNext({ matches: (call) => (call.arguments.attributes as { mail?: string })?.mail === 'x', code: 'PermissionDenied' });

    expect(await fateOf(accounts.create(ada))).toBe('ok');
    expect(await fateOf(accounts.create({ __NAME__: 'bob', mail: 'x' }))).toBe('PermissionDenied none');
    expect(await fateOf(facade.objectClass('__GROUP__').create({ __NAME__: 'staff' }))).toBe('Retryable none');
  });

  test('refuses counts that are none', () => {
    expect(() => createFaults().failNext({ times: 0, code: 'Internal' })).toThrow(RangeError);
    expect(() => createFaults().failNext({ skip: 1.5, code: 'Internal' })).toThrow(RangeError);
  });
});

describe('streams', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  async function filled(faults: ConnectorFaults = createFaults()) {
    const started = await start({}, faults);
    for (const __NAME__ of names) await started.accounts.create({ __NAME__ });
    return started;
  }

  test('fail after as many pages as the fault lets through, and the rows before have come', async () => {
    const { accounts, faults } = await filled();
    faults.failNext({ operation: 'search', skip: 2, code: 'ConnectionBroken' });
    const seen: string[] = [];

    const reading = (async () => {
      for await (const row of accounts.search({ pageSize: 2 })) seen.push(row.name);
    })();

    await expect(reading).rejects.toMatchObject({ code: 'ConnectionBroken', outcome: 'none' });
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    expect(await accounts.search({ pageSize: 2 }).count()).toBe(5);
  });

  test('end the generator of the connector when they fail', async () => {
    let ended = false;
    const real = sampleConnector();
    const operations = {
      ...real.operations,
      __ACCOUNT__: {
        async *search() {
          try {
            for (;;) yield { objects: [{ uid: '1', name: 'a', attributes: {} }] };
          } finally {
            ended = true;
          }
        },
      },
    };
    const faults = createFaults({ plan: [{ kind: 'drop', operation: 'search', when: 'before', skip: 1 }] });
    const flaky = withFaults({ ...real, operations } as unknown as typeof real, faults);
    const reading = (async () => {
      for await (const _ of flaky.operations.__ACCOUNT__.search(callOf(undefined as never, { objectClass: Account })));
    })();

    expect(await fateOf(reading)).toBe('ConnectionBroken none');

    await vi.waitFor(() => expect(ended).toBe(true));
  });

  test('left early leave the connector, and count the pages that came', async () => {
    const { accounts, faults } = await filled();

    await accounts.search({ pageSize: 2 }).first();

    expect(faults.calls.at(-1)).toMatchObject({ operation: 'search', answers: 1, applied: true, fault: undefined });
  });

  test('of changes fail too', async () => {
    const { accounts, faults } = await filled();
    faults.dropNext({ operation: 'sync', when: 'before' });

    expect(await fateOf(accounts.sync().toArray())).toBe('ConnectionBroken none');
    expect((await accounts.sync().toArray()).length).toBe(5);
  });
});

describe('dropNext', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s the call: nobody can tell whether the write arrived', async (when, made) => {
    const { accounts, faults } = await start();
    faults.dropNext({ operation: 'create', when });

    await expect(accounts.create(ada)).rejects.toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown', retryable: false });

    expect(await accounts.search().count()).toBe(made);
    expect(faults.calls.find(({ operation }) => operation === 'create')).toMatchObject({ applied: made === 1, fault: 'drop', answers: 0 });
  });

  test('after a call that the connector refused, the refusal is lost', async () => {
    const { accounts, faults } = await start();
    faults.dropNext({ operation: 'delete', when: 'after' });

    expect(await fateOf(accounts.delete('nobody'))).toBe('ConnectionBroken unknown');
    expect(await fateOf(accounts.delete('nobody'))).toBe('UnknownUid none');
  });

  test('of a read has the outcome none', async () => {
    const { accounts, faults } = await start();
    faults.dropNext({ when: 'before' });

    expect(await fateOf(accounts.get('1'))).toBe('ConnectionBroken none');
  });
});

describe('hangNext', () => {
  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s the call: it ends when the caller gives up, and the outcome is unknown', async (when, made) => {
    const { accounts, faults } = await start();
    const leaving = new AbortController();
    faults.hangNext({ operation: 'create', when });
    const creating = accounts.create(ada, { signal: leaving.signal });
    await vi.waitFor(() => expect(faults.hanging).toBe(1));

    leaving.abort();

    expect(await fateOf(creating)).toBe('OperationAborted unknown');
    expect(faults.hanging).toBe(0);
    expect(await accounts.search().count()).toBe(made);
  });

  test('ends with the timeout of the call', async () => {
    const { accounts, faults } = await start();
    faults.hangNext({ when: 'before' });

    expect(await fateOf(accounts.get('1', { timeout: 5 }))).toBe('OperationTimeout none');
  });

  test('of a page of a stream', async () => {
    const { accounts, faults } = await start();
    await accounts.create(ada);
    faults.hangNext({ operation: 'search', when: 'before', skip: 1 });

    expect(await fateOf(accounts.search({ timeout: 5 }).toArray())).toBe('OperationTimeout none');
  });

  test('is ended by clear, as a connection that is cut', async () => {
    const { accounts, faults } = await start();
    faults.hangNext({ when: 'before' });
    const getting = accounts.get('1');
    await vi.waitFor(() => expect(faults.hanging).toBe(1));

    faults.clear();

    expect(await fateOf(getting)).toBe('ConnectionBroken none');
  });
});

describe('latency', () => {
  test('is waited for on the clock of the faults', async () => {
    const clock = fakeClock();
    const { accounts, faults } = await start({}, createFaults({ clock }));
    faults.latency(30_000, { operation: 'create' });
    let done = false;
    const creating = accounts.create(ada).then(() => {
      done = true;
    });

    await clock.advanceAsync(29_999);
    expect([done, await accounts.search().count()]).toEqual([false, 0]);
    await clock.advanceAsync(1);
    await creating;

    faults.latency(0);
    await accounts.create({ __NAME__: 'bob' });
    expect(faults.calls.filter(({ operation }) => operation === 'create').map(({ at }) => at - clock.now())).toEqual([-30_000, 0]);
  });

  test('ends when the caller gives up, and the connector was not called', async () => {
    const clock = fakeClock();
    const { accounts, faults } = await start({}, createFaults({ clock }));
    const leaving = new AbortController();
    faults.latency(1000);
    const getting = accounts.get('1', { signal: leaving.signal });
    await clock.advanceAsync(10);

    leaving.abort();

    expect(await fateOf(getting)).toBe('OperationAborted none');
    expect([faults.calls.at(-1)?.applied, clock.timers]).toEqual([false, 0]);
  });

  test('follows the fake timers of a test framework', async () => {
    vi.useFakeTimers();
    try {
      const { accounts, faults } = await start();
      faults.latency(5000);
      const getting = accounts.get('1');
      await vi.advanceTimersByTimeAsync(5000);
      expect(await fateOf(getting)).toBe('ok');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('throttle', () => {
  test('refuses every n-th answer', async () => {
    const { accounts, faults } = await start();
    faults.throttle({ every: 3, retryAfter: 250 });

    const fates = [];
    for (let call = 0; call < 6; call++) fates.push(await fateOf(accounts.get('1')));

    expect(fates).toEqual(['ok', 'ok', 'RateLimited none', 'ok', 'ok', 'RateLimited none']);
    faults.throttle(null);
    expect(await fateOf(accounts.get('1'))).toBe('ok');
  });

  test('is a bucket that fills on the clock of the faults and says when to come back', async () => {
    const clock = fakeClock();
    const { accounts, faults } = await start({}, createFaults({ clock }));
    faults.throttle({ perSecond: 2, burst: 1 });

    expect(await fateOf(accounts.get('1'))).toBe('ok');
    await expect(accounts.get('1')).rejects.toMatchObject({ code: 'RateLimited', retryAfter: 500 });
    clock.advance(500);
    expect(await fateOf(accounts.get('1'))).toBe('ok');
  });

  test('refuses limits that are none', () => {
    expect(() => createFaults().throttle({ every: 0 })).toThrow(RangeError);
    expect(() => createFaults().throttle({ perSecond: 0, burst: 1 })).toThrow(RangeError);
  });
});

describe('sessions', () => {
  test('that are dead fail every call; new ones work', async () => {
    const faults = createFaults();
    const real = withFaults(sampleConnector(), faults);
    await using old = await openConnector(real, { url: 'x' });

    faults.breakSessions();
    await using fresh = await openConnector(real, { url: 'x' });

    expect(await fateOf(old.objectClass('__ACCOUNT__').create(ada))).toBe('ConnectionBroken none');
    expect(await fateOf(old.test())).toBe('ConnectionBroken none');
    expect(await fateOf(fresh.objectClass('__ACCOUNT__').create(ada))).toBe('ok');
  });

  test('that are dead are not alive to a pool', async () => {
    const faults = createFaults();
    const pooled = withFaults({ ...sampleConnector(), pool: { max: 1, checkAlive: (_: unknown) => true } }, faults);
    const session = await pooled.connect({ url: 'x', pageSize: 2 }, { log: () => {}, instanceName: undefined, signal: new AbortController().signal });

    expect(await pooled.pool?.checkAlive(session)).toBe(true);
    faults.breakSessions();
    expect(await pooled.pool?.checkAlive(session)).toBe(false);
    expect(pooled.pool?.max).toBe(1);
  });

  test('that are dead are replaced by the pool of an opened connector', async () => {
    const faults = createFaults();
    const pooled = withFaults(fake({ ...sampleConnector(), pool: { max: 1, checkAlive: (_: unknown) => true } }), faults);
    const facade = await openConnector(pooled, { url: 'x' });
    await facade.objectClass('__ACCOUNT__').create(ada);

    faults.breakSessions();

    expect(await fateOf(facade.objectClass('__ACCOUNT__').create({ __NAME__: 'bob' }))).toBe('ok');
    expect(faults.countOf('connect')).toBe(2);
    await facade.close();
  });

  test('cannot be made while connect fails; a fault without an operation leaves it alone', async () => {
    const faults = createFaults();
    const flaky = withFaults(memory, faults);
    faults.failNext({ times: 9, code: 'Internal' });
    faults.dropNext({ operation: 'connect', when: 'before' });

    expect(await fateOf(openConnector(flaky, {}))).toBe('ConnectionFailed none');
    expect(await fateOf(openConnector(flaky, {}))).toBe('ok');
  });
});

describe('deny and random', () => {
  test('deny refuses what matches until everything is switched off', async () => {
    const { accounts, faults } = await start();
    faults.deny({ operation: 'create' });

    expect(await fateOf(accounts.create(ada))).toBe('PermissionDenied none');
    faults.clear();
    expect(await fateOf(accounts.create(ada))).toBe('ok');
  });

  test('chance is the same for the same seed, and what a write says is so', async () => {
    const tally = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const runs = [];
        for (let run = 0; run < 2; run++) {
          const { accounts, faults } = await start();
          faults.random({ throttled: 0.2, unavailable: 0.2, reset: 0.3, seed });
          const fates: string[] = [];
          for (const __NAME__ of ['a', 'b', 'c', 'd']) fates.push(await fateOf(accounts.create({ __NAME__ })));
          faults.random(null);
          const made = (await accounts.search().toArray()).map(({ name }) => name);
          for (const [index, fate] of fates.entries()) {
            const isMade = made.includes('abcd'[index] as string);
            tally.add(`${fate} ${isMade}`);
            if (fate === 'ok') expect(isMade).toBe(true);
            if (fate.endsWith('none')) expect(isMade).toBe(false);
          }
          runs.push({ fates, made });
        }
        expect(runs[0]).toEqual(runs[1]);
      }),
      { numRuns: 30 },
    );
    // Otherwise the test has not seen what it is about.
    expect([...tally].sort()).toEqual([
      'ConnectionBroken unknown false',
      'ConnectionBroken unknown true',
      'ConnectionFailed none false',
      'RateLimited none false',
      'ok true',
    ]);
  });

  test('refuses shares that are none', () => {
    expect(() => createFaults().random({ throttled: 0.8, reset: 0.8, seed: 1 })).toThrow(RangeError);
  });
});

test('calls are counted, by operation and class, until they are cleared', async () => {
  const { facade, accounts, faults } = await start();
  await accounts.create(ada);
  await facade.objectClass('__GROUP__').create({ __NAME__: 'staff' });
  await fateOf(accounts.get('x'));

  expect([faults.countOf('create'), faults.countOf('create', '__GROUP__'), faults.countOf('*')]).toEqual([2, 1, 4]);
  faults.clearCalls();
  expect(faults.calls).toEqual([]);
});

test('secrets in the log of calls do not print', async () => {
  const { accounts, faults } = await start();
  await accounts.create({ __NAME__: 'ada', __PASSWORD__: 'correct horse' });

  expect(JSON.stringify(faults.calls)).not.toContain('correct horse');
});

test('what is no switches is refused', () => {
  expect(() => withFaults(memory, {} as never)).toThrow(/createFaults/);
});
