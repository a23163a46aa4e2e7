import { describe, expect, test, vi } from 'vitest';
import { ConnectorError, type SearchCall, Secret } from '../../src/index.ts';
import { failure, open, person, untilAborted } from './scripted-connector.ts';

describe('a connector that takes deltas', () => {
  test('gets all three parts, converted, with revision and name hint', async () => {
    const updateDelta = vi.fn();
    const { people } = await open({ updateDelta });

    await people.update('1', { replace: { __PASSWORD__: 'correct horse' }, add: { tags: ['a'] } }, { revision: '5', nameHint: 'ada' });

    expect(updateDelta.mock.calls[0]?.[0]).toMatchObject({ uid: '1', revision: '5', nameHint: 'ada', changes: { add: { tags: ['a'] }, remove: {} } });
    expect(updateDelta.mock.calls[0]?.[0].changes.replace.__PASSWORD__).toBeInstanceOf(Secret);
  });

  test('is preferred where the connector has both', async () => {
    const handlers = { update: vi.fn(), updateDelta: vi.fn() };
    const { people } = await open(handlers);

    await people.update('1', { replace: { mail: 'x' } });

    expect(handlers.updateDelta).toHaveBeenCalledOnce();
    expect(handlers.update).not.toHaveBeenCalled();
  });
});

describe('a connector that can only replace', () => {
  const replacing = async (object: object | undefined) => {
    const handlers = { update: vi.fn(), get: vi.fn((_: { attributesToGet: ReadonlySet<string> }) => object) };
    return { ...handlers, ...(await open(handlers)) };
  };

  test('gets replaced values without a read', async () => {
    const { people, update, get } = await replacing(undefined);

    await people.update('1', { replace: { mail: 'x', age: null } });

    expect(update).toHaveBeenCalledWith(expect.objectContaining({ uid: '1', attributes: { mail: 'x', age: null } }));
    expect(get).not.toHaveBeenCalled();
  });

  test('gets what is added and removed merged into whole values, with the revision that was read', async () => {
    const { people, update, get } = await replacing({ ...person('1', { tags: ['a', 'b'], roles: ['user'] }), revision: '9' });

    await people.update('1', { replace: { mail: 'x' }, add: { tags: ['b', 'c'], roles: ['root'] }, remove: { tags: ['a', 'z'] } });

    expect([...(get.mock.calls[0]?.[0].attributesToGet ?? [])].sort()).toEqual(['roles', 'tags']);
    expect(update).toHaveBeenCalledWith(
      expect.objectContaining({ revision: '9', attributes: { mail: 'x', tags: ['b', 'c'], roles: ['user', 'root'] } }),
    );
  });

  test("the caller's revision wins over the one that was read", async () => {
    const { people, update } = await replacing({ ...person('1'), revision: '9' });

    await people.update('1', { add: { tags: ['a'] } }, { revision: '8' });

    expect(update).toHaveBeenCalledWith(expect.objectContaining({ revision: '8' }));
  });

  test('removing the last value clears', async () => {
    const { people, update } = await replacing(person('1', { tags: ['a'] }));

    await people.update('1', { remove: { tags: ['a'] } });

    expect(update).toHaveBeenCalledWith(expect.objectContaining({ attributes: { tags: null } }));
  });

  test('removing the last value of a required attribute is refused', async () => {
    const { people, update } = await replacing(person('1', { roles: ['user'] }));

    const error = await failure(people.update('1', { remove: { roles: ['user'] } }));

    expect([error.code, error.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'remove.roles']);
    expect(update).not.toHaveBeenCalled();
  });

  test('an object that is not there is UnknownUid', async () => {
    const { people, update } = await replacing(undefined);

    const error = await failure(people.update('7', { add: { tags: ['a'] } }));

    expect([error.code, error.uid]).toEqual(['UnknownUid', '7']);
    expect(update).not.toHaveBeenCalled();
  });

  test('values that could be read in part only are not merged', async () => {
    const { people, update } = await replacing({ ...person('1', { tags: ['a'] }), incomplete: ['tags'] });

    expect((await failure(people.update('1', { add: { tags: ['b'] } }))).code).toBe('ConnectorIO');
    expect(update).not.toHaveBeenCalled();
  });

  test('an attribute that cannot be read cannot be merged', async () => {
    const { people, update, get } = await replacing(person('1'));

    expect((await failure(people.update('1', { add: { secrets: ['x'] } }))).code).toBe('UnsupportedOperation');
    expect(get).not.toHaveBeenCalled();
    expect(update).not.toHaveBeenCalled();
  });

  test('without any way to read, adding is UnsupportedOperation', async () => {
    const { people } = await open({ update: vi.fn() });

    expect((await failure(people.update('1', { add: { tags: ['a'] } }))).code).toBe('UnsupportedOperation');
  });

  test('a read by search does not end the signal that the write is given', async () => {
    const { people } = await open({
      async *search({ signal }: SearchCall<never>) {
        expect(signal.aborted).toBe(false);
        yield { objects: [person('1', { tags: ['a'] })], cursor: 'more' };
      },
      update({ signal }: { signal: AbortSignal }) {
        signal.throwIfAborted();
      },
    });

    expect(await people.update('1', { add: { tags: ['b'] } })).toEqual({ uid: '1' });
  });

  test('the read and the write share one budget', async () => {
    vi.useFakeTimers();
    try {
      const { people } = await open({
        async get() {
          await new Promise((resolve) => setTimeout(resolve, 60));
          return person('1');
        },
        update: ({ signal }: { signal: AbortSignal }) => untilAborted(signal),
      });
      const update = failure(people.update('1', { add: { tags: ['a'] } }, { timeout: 100 }));
      let settled = false;
      update.then(() => {
        settled = true;
      });
      await vi.advanceTimersByTimeAsync(99);
      expect(settled).toBe(false);
      await vi.advanceTimersByTimeAsync(2);
      expect(settled).toBe(true);

      expect((await update).code).toBe('OperationTimeout');
    } finally {
      vi.useRealTimers();
    }
  });

  test('a foreign failure of the read says that nothing was written', async () => {
    const { people } = await open({
      get() {
        throw new Error('down');
      },
      update: vi.fn(),
    });

    const error = await failure(people.update('1', { add: { tags: ['a'] } }));

    expect([error.code, error.outcome]).toEqual(['Internal', 'none']);
  });
});

describe('answers', () => {
  test.each([
    ['a uid', '7', { uid: '7' }],
    [
      'a uid and what else changed',
      { uid: '7', revision: '2', sideEffects: { replace: { arn: 'x' } } },
      { uid: '7', revision: '2', sideEffects: { replace: { arn: 'x' } } },
    ],
  ])('%s is what the caller gets of create and update', async (_, answer, expected) => {
    const { people } = await open({ create: () => answer, updateDelta: async () => answer });

    expect(await people.create({ __NAME__: 'a' })).toEqual(expected);
    expect(await people.update('1', { replace: { mail: 'x' } })).toEqual(expected);
  });

  test("side effects are the caller's own", async () => {
    const answer = { uid: '7', sideEffects: { add: { tags: ['a'] } } };
    const { people } = await open({ create: () => answer });

    const { sideEffects } = (await people.create({ __NAME__: 'a' })) as unknown as { sideEffects: { add: { tags: string[] } } };
    sideEffects.add.tags.push('b');

    expect(answer.sideEffects.add.tags).toEqual(['a']);
  });

  test('an update that answers nothing leaves the uid', async () => {
    const { people } = await open({ updateDelta() {} });

    expect(await people.update('1', { replace: { mail: 'x' } })).toEqual({ uid: '1' });
  });

  test.each([undefined, null, '', 5, {}, { uid: '' }, { uid: 5 }, []])(
    'a create that answers no uid is a defect whose outcome is unknown: %j',
    async (answer) => {
      const { people } = await open({ create: () => answer });

      const error = await failure(people.create({ __NAME__: 'a' }));

      expect([error.code, error.outcome]).toEqual(['Internal', 'unknown']);
    },
  );

  test.each(['', 5, {}, { uid: '' }])('so is an update that answers something else: %j', async (answer) => {
    const { people } = await open({ updateDelta: () => answer });

    const error = await failure(people.update('1', { replace: { mail: 'x' } }));

    expect([error.code, error.outcome]).toEqual(['Internal', 'unknown']);
  });

  test('delete answers nothing, whatever the connector says', async () => {
    const { people } = await open({ delete: () => 'gone' });

    expect(await people.delete('1')).toBeUndefined();
  });
});

describe('failures', () => {
  test('a ConnectorError passes through untouched', async () => {
    const thrown = new ConnectorError('AlreadyExists', 'half', {
      outcome: 'partial',
      uid: '7',
      problems: [{ path: 'tags', message: 'not set' }],
      retryAfter: 5,
    });
    const { people } = await open({
      create() {
        throw thrown;
      },
    });

    expect(await failure(people.create({ __NAME__: 'a' }))).toBe(thrown);
  });

  test.each(['create', 'updateDelta', 'delete'])('a foreign exception in %s says that nobody knows what became of the write', async (operation) => {
    const { people } = await open({
      async [operation]() {
        throw new TypeError('socket');
      },
    });
    const attempt = operation === 'create' ? people.create({ __NAME__: 'a' }) : operation === 'delete' ? people.delete('1') : people.update('1', {});

    const error = await failure(attempt);

    expect([error.code, error.outcome, error.retryable, (error.cause as Error).message]).toEqual(['Internal', 'unknown', false, 'socket']);
  });
});
