import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type BatchOptions, type BatchResult, runBatch } from '../../src/facade/batch/batch.ts';
import { ConnectorError } from '../../src/index.ts';
import { deferred, failure, open, person } from './scripted-connector.ts';

afterEach(() => {
  vi.useRealTimers();
});

const create = (name: string) => ({ objectClass: 'person', operation: 'create', attributes: { __NAME__: name } }) as const;
const remove = (uid: string) => ({ objectClass: 'person', operation: 'delete', uid }) as const;

async function batch(operations: unknown, items: unknown, options?: BatchOptions) {
  const { facade } = await open(operations);
  return runBatch(facade, items as never, options);
}

const brief = (results: readonly BatchResult[]) =>
  results.map((result) => (result.ok ? `${result.index} ok` : `${result.index} ${result.skipped ? 'skipped' : result.error.code}`));

/** Reads a batch to its end, whichever way it ends. */
async function readAll(stream: AsyncIterable<BatchResult>) {
  const results: BatchResult[] = [];
  try {
    for await (const result of stream) results.push(result);
  } catch (error) {
    return { results, error };
  }
  return { results, error: undefined };
}

describe('a batch', () => {
  test('does what its items say, and answers what the operations answer', async () => {
    const calls: unknown[] = [];
    const note = (name: string, answer: unknown) => (call: Readonly<Record<string, unknown>>) => {
      calls.push([name, call.uid, call.attributes ?? call.changes, call.revision, call.options]);
      return answer;
    };
    const get = ({ uid, attributesToGet }: { readonly uid: string; readonly attributesToGet: ReadonlySet<string> }) =>
      uid === '9' ? undefined : person(uid, Object.fromEntries([...attributesToGet].map((name) => [name, 'x'])));
    const operations = {
      create: note('create', '7'),
      updateDelta: note('update', { uid: '8', revision: 'r' }),
      delete: note('delete', undefined),
      get,
    };

    const results = await (
      await batch(operations, [
        create('ada'),
        { objectClass: 'person', operation: 'update', uid: '1', changes: { replace: { mail: 'm' } }, revision: '3', options: { force: true } },
        remove('2'),
        { objectClass: 'person', operation: 'get', uid: '5', attributes: ['mail'] },
        { objectClass: 'person', operation: 'get', uid: '9' },
      ])
    ).toArray();

    expect(results).toEqual([
      { index: 0, ok: true, operation: 'create', value: { uid: '7' } },
      { index: 1, ok: true, operation: 'update', value: { uid: '8', revision: 'r' } },
      { index: 2, ok: true, operation: 'delete', value: undefined },
      { index: 3, ok: true, operation: 'get', value: { objectClass: 'person', uid: '5', name: 'name-5', attributes: { mail: 'x' } } },
      { index: 4, ok: true, operation: 'get', value: undefined },
    ]);
    expect(calls).toEqual([
      ['create', undefined, { __NAME__: 'ada', title: 'none', roles: ['user'] }, undefined, {}],
      ['update', '1', { replace: { mail: 'm' }, add: {}, remove: {} }, '3', { force: true }],
      ['delete', '2', undefined, undefined, {}],
    ]);
  });

  test('reports failures as results: of the connector, of the arguments, of items that are none', async () => {
    const operations = {
      create: () => {
        throw new TypeError('a defect');
      },
      delete: () => Promise.reject(new ConnectorError('UnknownUid', 'gone')),
    };
    const items = [
      create('ada'),
      remove('1'),
      { ...create('x'), attributes: { mial: 'x' } },
      { ...remove('1'), objectClass: 'persona' },
      { ...remove('1'), operation: 'search' },
      { ...remove(''), uid: 5 },
      { operation: 'get', uid: '1', objectClass: 'person' },
      { ...create('x'), objectClass: undefined },
      undefined,
      Promise.resolve(create('late')),
      { ...remove('1'), options: { no: 1 } },
    ];

    const { results, error } = await readAll(await batch(operations, items));

    expect(error).toBeUndefined();
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual([
      'Internal',
      'UnknownUid',
      'InvalidAttributeValue',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'UnsupportedOperation',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
      'InvalidArgument',
    ]);
    for (const result of results) expect(!result.ok && ConnectorError.is(result.error) && !result.skipped).toBe(true);
    const texts = results.map((result) => (result.ok ? '' : result.error.message));
    expect(texts[4]).toBe('1 problem in item 4 of the batch: operation must be create, update, delete or get (got "search")');
    expect(texts[8]).toBe('1 problem in item 8 of the batch: it must be an object (got nothing)');
  });

  test('is done once: nothing before it is read, and not again', async () => {
    const created = vi.fn(() => '1');
    const stream = await batch({ create: created }, [create('a'), create('b')]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(created).not.toHaveBeenCalled();

    await stream.toArray();
    expect((await failure(stream.toArray())).code).toBe('InvalidArgument');
    expect(created).toHaveBeenCalledTimes(2);
  });

  test('hands its items back, but not to who prints a result', async () => {
    const item = { ...create('ada'), attributes: { __NAME__: 'ada', __PASSWORD__: 'correct horse' } };
    const results = await (await batch({ create: () => '1' }, [item])).toArray();

    expect(results[0]?.item).toBe(item);
    expect(JSON.stringify(results) + inspect(results, { depth: 9 })).not.toContain('horse');
  });

  test('of nothing has no results', async () => {
    expect(await (await batch({}, [])).toArray()).toEqual([]);
  });

  test('refuses wrong options at once, all of them', async () => {
    const { facade } = await open({});
    const wrong = { concurrency: 0, stopOnError: 'yes', timeout: -1, signal: 5 } as unknown as BatchOptions;

    expect((await failure(() => runBatch(facade, 'abc' as never, wrong))).problems.map(({ path }) => path)).toEqual([
      'timeout',
      'signal',
      'concurrency',
      'stopOnError',
      'items',
    ]);
  });
});

test('10,000 items of an async iterable are read no further ahead than the window, run no more than allowed at once, and are reported in order', async () => {
  let read = 0;
  let reported = 0;
  let ahead = 0;
  let underWay = 0;
  let most = 0;
  async function* items() {
    for (; read < 10_000; ) {
      ahead = Math.max(ahead, ++read - reported);
      yield create(String(read - 1));
    }
  }
  const operations = {
    async create({ attributes }: { readonly attributes: { readonly __NAME__: string } }) {
      most = Math.max(most, ++underWay);
      // Now and then one takes long, and the others run ahead of it.
      if (Number(attributes.__NAME__) % 100 < 8) await new Promise((resolve) => setImmediate(resolve));
      else await null;
      underWay--;
      return attributes.__NAME__;
    },
  };

  for await (const result of await batch(operations, items(), { concurrency: 5 })) {
    expect(result).toEqual({ index: reported, ok: true, operation: 'create', value: { uid: String(reported) } });
    reported++;
  }

  expect(reported).toBe(10_000);
  expect(most).toBe(5);
  // One more than the window, because the result that makes room counts as reported when it is dealt with.
  expect([20, 21]).toContain(ahead);
});

test('items on one object run in order, all others at once up to the concurrency, and every item has its result', async () => {
  vi.useFakeTimers();
  const item = fc.record({
    uid: fc.constantFrom('a', 'b', 'c', 'd'),
    operation: fc.constantFrom('delete', 'create'),
    takes: fc.nat(50),
    fails: fc.boolean(),
  });
  const property = fc.asyncProperty(
    fc.array(item, { maxLength: 40 }),
    fc.integer({ min: 1, max: 6 }),
    fc.boolean(),
    async (specs, concurrency, later) => {
      const begun: Record<string, number[]> = {};
      const busy = new Set<string>();
      let overlaps = 0;
      let underWay = 0;
      let most = 0;
      const work = async (index: number, uid: string | undefined) => {
        const spec = specs[index];
        most = Math.max(most, ++underWay);
        if (uid !== undefined) {
          begun[uid] = [...(begun[uid] ?? []), index];
          if (busy.has(uid)) overlaps++;
          busy.add(uid);
        }
        await new Promise((resolve) => setTimeout(resolve, spec?.takes));
        if (uid !== undefined) busy.delete(uid);
        underWay--;
        if (spec?.fails) throw new ConnectorError('ConnectorIO', 'x');
      };
      const operations = {
        create: ({ attributes }: { readonly attributes: { readonly __NAME__: string } }) =>
          work(Number(attributes.__NAME__), undefined).then(() => 'new'),
        delete: ({ uid, nameHint }: { readonly uid: string; readonly nameHint: string }) => work(Number(nameHint), uid),
      };
      const items = specs.map(({ uid, operation }, index) =>
        operation === 'create' ? create(String(index)) : { objectClass: 'person', operation: 'delete', uid, nameHint: String(index) },
      );
      async function* slowly() {
        for (const each of items) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          yield each;
        }
      }

      const reading = readAll(await batch(operations, later ? slowly() : items, { concurrency }));
      await vi.runAllTimersAsync();
      const { results } = await reading;

      expect(brief(results)).toEqual(specs.map(({ fails }, index) => `${index} ${fails ? 'ConnectorIO' : 'ok'}`));
      expect(most).toBeLessThanOrEqual(concurrency);
      expect(overlaps).toBe(0);
      for (const indexes of Object.values(begun)) expect(indexes).toEqual([...indexes].sort((a, b) => a - b));
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  await fc.assert(property, { numRuns: 100 });
});

test('an item that waits for another on the same object keeps no place from the others', async () => {
  const gate = deferred<void>();
  const deleted: string[] = [];
  const operations = {
    delete({ uid }: { readonly uid: string }) {
      deleted.push(uid);
      return uid === 'a' ? gate.promise : undefined;
    },
  };
  const results = (await batch(operations, [remove('a'), remove('a'), remove('b')], { concurrency: 2 })).toArray();

  await vi.waitFor(() => expect(deleted).toEqual(['a', 'b']));
  gate.resolve();
  await results;
  expect(deleted).toEqual(['a', 'b', 'a']);
});

describe('stopOnError', () => {
  const failsOn = (names: readonly string[], log: string[] = []) => ({
    create: ({ attributes }: { readonly attributes: { readonly __NAME__: string } }) => {
      log.push(attributes.__NAME__);
      if (names.includes(attributes.__NAME__)) throw new ConnectorError('AlreadyExists', 'there');
      return '1';
    },
  });

  test('begins nothing more, and reports all that follows as skipped', async () => {
    const log: string[] = [];
    const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(create);
    const { results, error } = await readAll(await batch(failsOn(['c'], log), items, { concurrency: 1, stopOnError: true }));

    expect(error).toBeUndefined();
    expect(log).toEqual(['a', 'b', 'c']);
    expect(brief(results)).toEqual(['0 ok', '1 ok', '2 AlreadyExists', '3 skipped', '4 skipped', '5 skipped', '6 skipped']);
    const [, , , skipped] = results;
    expect(skipped).toMatchObject({ ok: false, error: { code: 'OperationAborted', outcome: 'none' } });
    expect(skipped?.ok === false && skipped.error.message).toBe('item 3 of the batch was not begun, because item 2 failed');
  });

  test('finishes what is under way', async () => {
    const gate = deferred<void>();
    const operations = {
      delete: ({ uid }: { readonly uid: string }) => (uid === 'slow' ? gate.promise : Promise.reject(new ConnectorError('UnknownUid', 'x'))),
    };
    const reading = readAll(await batch(operations, [remove('slow'), remove('b'), remove('c')], { concurrency: 2, stopOnError: true }));
    await new Promise((resolve) => setImmediate(resolve));
    gate.resolve();

    expect(brief((await reading).results)).toEqual(['0 ok', '1 UnknownUid', '2 skipped']);
  });

  test('left out, failures stop nothing', async () => {
    const { results } = await readAll(await batch(failsOn(['a', 'b']), ['a', 'b', 'c'].map(create)));

    expect(brief(results)).toEqual(['0 AlreadyExists', '1 AlreadyExists', '2 ok']);
  });
});

describe('the signal', () => {
  test('ends what is under way, begins nothing more, reports all that was read, and then ends the stream', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const begun: string[] = [];
    const read: string[] = [];
    const returned = vi.fn();
    async function* items() {
      try {
        for (let i = 0; ; i++) {
          read.push(String(i));
          yield remove(String(i));
        }
      } finally {
        returned();
      }
    }
    const operations = {
      delete({ uid }: { readonly uid: string }) {
        begun.push(uid);
        return uid === '0' ? undefined : new Promise(() => {});
      },
    };
    const reading = readAll(await batch(operations, items(), { concurrency: 2, signal }));
    await vi.waitFor(() => expect(begun).toHaveLength(3));
    controller.abort('enough');

    const { results, error } = await reading;
    expect(brief(results).slice(0, 4)).toEqual(['0 ok', '1 OperationAborted', '2 OperationAborted', '3 skipped']);
    const [, first] = results;
    expect(first?.ok === false && first.error.outcome).toBe('unknown');
    expect(results.length).toBeGreaterThanOrEqual(read.length - 1);
    expect(error).toMatchObject({ code: 'OperationAborted', cause: 'enough' });
    expect(returned).toHaveBeenCalledOnce();
    expect(begun).toHaveLength(3);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('aborted already, it keeps the batch from beginning', async () => {
    const source = vi.fn();
    function* items() {
      source();
      yield remove('1');
    }
    const { results, error } = await readAll(await batch({ delete: () => {} }, items(), { signal: AbortSignal.abort() }));

    expect(results).toEqual([]);
    expect(error).toMatchObject({ code: 'OperationAborted', outcome: 'none' });
    expect(source).not.toHaveBeenCalled();
  });

  test('ends the wait for a source that does not answer', async () => {
    const controller = new AbortController();
    const asked = deferred<void>();
    const items = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked.resolve();
          return new Promise<never>(() => {});
        },
        return: () => new Promise<never>(() => {}),
      }),
    };
    const reading = failure((await batch({}, items, { signal: controller.signal })).toArray());
    await asked.promise;
    controller.abort();

    expect((await reading).code).toBe('OperationAborted');
  });

  test('that aborts when everything was begun and read leaves only the results', async () => {
    const controller = new AbortController();
    const begun = deferred<void>();
    const operations = {
      get() {
        begun.resolve();
        return new Promise(() => {});
      },
    };
    const items = [{ objectClass: 'person', operation: 'get', uid: '1' }];
    const reading = readAll(await batch(operations, items, { signal: controller.signal }));
    await begun.promise;
    controller.abort();

    const { results, error } = await reading;
    expect([brief(results), error]).toEqual([['0 OperationAborted'], undefined]);
  });
});

test('the timeout is that of each item', async () => {
  vi.useFakeTimers();
  const operations = { get: ({ uid }: { readonly uid: string }) => new Promise((resolve) => setTimeout(() => resolve(person(uid)), Number(uid))) };
  const items = ['40', '40', '60'].map((uid) => ({ objectClass: 'person', operation: 'get', uid }));
  const reading = readAll(await batch(operations, items, { timeout: 50, concurrency: 1 }));
  await vi.runAllTimersAsync();

  expect(brief((await reading).results)).toEqual(['0 ok', '1 ok', '2 OperationTimeout']);
});

test('leaving early begins nothing more, waits for what is under way and ends the source', async () => {
  const log: string[] = [];
  const gates = new Map<string, ReturnType<typeof deferred<void>>>();
  const operations = {
    async delete({ uid }: { readonly uid: string }) {
      log.push(`begin ${uid}`);
      const gate = deferred<void>();
      gates.set(uid, gate);
      if (uid !== '0') await gate.promise;
      log.push(`end ${uid}`);
    },
  };
  function* items() {
    try {
      for (let i = 0; ; i++) yield remove(String(i));
    } finally {
      log.push('source ended');
    }
  }
  const left = (async () => {
    for await (const _ of await batch(operations, items(), { concurrency: 2 })) break;
    log.push('left');
  })();
  await vi.waitFor(() => expect(log).toContain('source ended'));
  expect(log).not.toContain('left');
  for (const gate of gates.values()) gate.resolve();
  await left;

  const [begun, ended] = [log.slice(0, log.indexOf('source ended')), log.slice(log.indexOf('source ended') + 1)];
  expect(begun.filter((each) => each.startsWith('begin')).length).toBeGreaterThan(1);
  expect(ended).toEqual([...[...gates.keys()].slice(1).map((uid) => `end ${uid}`), 'left']);
});

test('leaving early does not wait for a source that does not answer', async () => {
  let asked = 0;
  const ended = vi.fn(() => new Promise<never>(() => {}));
  const items = {
    [Symbol.asyncIterator]: () => ({
      next: async () => (asked++ === 0 ? { value: remove('1'), done: false as const } : new Promise<never>(() => {})),
      return: ended,
    }),
  };

  for await (const _ of await batch({ delete: () => {} }, items)) break;

  expect(ended).toHaveBeenCalledOnce();
});

test('a batch that is over listens to no signal any more', async () => {
  const { signal } = new AbortController();

  await (await batch({ delete: () => {} }, [remove('1'), remove('2')], { signal })).toArray();

  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test.each([
  ['at once', false],
  ['later', true],
])('a source that fails %s ends the batch with its error, after the results of what it gave', async (_, later) => {
  const broken = new Error('line 3 is no CSV');
  const items = later
    ? (async function* () {
        yield create('a');
        throw broken;
      })()
    : (function* () {
        yield create('a');
        throw broken;
      })();

  const { results, error } = await readAll(await batch({ create: async () => '1' }, items));

  expect([brief(results), error]).toEqual([['0 ok'], broken]);
});
