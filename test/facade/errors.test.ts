import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { filters as f, Secret } from '../../src/index.ts';
import { failure, open, person } from './scripted-connector.ts';

const thrown = [new TypeError('leaked hunter2'), 'leaked hunter2', { password: 'hunter2' }, null, undefined, 5];
const operations = ['create', 'update', 'delete', 'get', 'search', 'sync', 'authenticate', 'resolveUsername', 'latestSyncToken'] as const;

function use(people: Awaited<ReturnType<typeof open>>['people'], operation: (typeof operations)[number]): Promise<unknown> {
  switch (operation) {
    case 'create':
      return people.create({ __NAME__: 'a', __PASSWORD__: 'hunter2-hunter2' });
    case 'update':
      return people.update('1', { replace: { __PASSWORD__: 'hunter2-hunter2' } });
    case 'authenticate':
      return people.authenticate('ada', 'hunter2');
    case 'search':
      return people.search({ filter: f.present('mail') }).toArray();
    case 'sync':
      return people.sync().toArray();
    case 'latestSyncToken':
      return people.latestSyncToken();
    default:
      return people[operation]('1');
  }
}

describe.each(operations)('%s', (operation) => {
  const handler = operation === 'update' ? 'updateDelta' : operation;

  test('a foreign exception, thrown at once, is Internal with the exception as cause and none of its text', async () => {
    for (const value of thrown) {
      const { people } = await open({
        [handler]() {
          throw value;
        },
      });
      const error = await failure(use(people, operation));

      expect([error.code, error.cause]).toEqual(['Internal', value]);
      expect(error.message + JSON.stringify(error.problems)).not.toContain('hunter2');
    }
  });

  test('so is one that comes later', async () => {
    for (const value of thrown) {
      const later = async () => {
        throw value;
      };
      const { people } = await open({
        [handler]: operation === 'search' || operation === 'sync' ? () => ({ [Symbol.asyncIterator]: () => ({ next: later }) }) : later,
      });

      expect((await failure(use(people, operation))).cause).toBe(value);
    }
  });
});

test('refused input never shows a secret', async () => {
  const { people } = await open({ create: () => '1', updateDelta: () => '1', search: () => undefined });
  const failures = [
    people.create({ __PASSWORD__: 'hunter2', secrets: ['hunter2', 5] as never }),
    people.create({ __PASSWORD__: ['hunter2'] as never, mail: new Secret('hunter2') as never }),
    people.create({ __NAME__: 'a' }, { options: { RUN_WITH_PASSWORD: { hunter2: 'hunter2' } } as never }),
    people.update('1', { replace: { secrets: 'hunter2' as never } }),
    people.search({ filter: f.equals('__PASSWORD__', 'hunter2') }).toArray(),
    people.search({ filter: f.equals('mail', new Secret('hunter2')) }).toArray(),
  ];

  for (const attempt of failures) {
    const error = await failure(attempt);
    expect(error.message + JSON.stringify(error.problems) + inspect(error, { depth: 9 })).not.toContain('hunter2');
  }
});

test('a handler that is a class instance has its private state', async () => {
  class Handlers {
    readonly #people = new Map([['1', person('1')]]);
    get({ uid }: { uid: string }) {
      return this.#people.get(uid);
    }
    async *search() {
      yield { objects: [...this.#people.values()] };
    }
    create() {
      this.#people.set('2', person('2'));
      return '2';
    }
    delete({ uid }: { uid: string }) {
      this.#people.delete(uid);
    }
  }
  const { people } = await open(new Handlers());

  await people.create({ __NAME__: 'b' });
  await people.delete('1');

  expect(await people.get('1')).toBeUndefined();
  expect(await people.search().count()).toBe(1);
});

test('an operation that is not implemented is UnsupportedOperation and names those that are', async () => {
  const { people } = await open({ search: () => undefined });

  for (const attempt of [
    people.create({}),
    people.update('1', {}),
    people.delete('1'),
    people.sync().toArray(),
    people.latestSyncToken(),
    people.authenticate('a', 'b'),
  ]) {
    const error = await failure(attempt);
    expect(error.code).toBe('UnsupportedOperation');
    expect(error.message).toContain('it implements get, search');
  }
  const live = people.liveSync()[Symbol.asyncIterator]();
  expect((await failure(live.next())).code).toBe('UnsupportedOperation');
});

test('an attribute called constructor is absent when it is absent', async () => {
  const { attr, objectClass } = await import('../../src/index.ts');
  const Odd = objectClass('person', {
    __NAME__: attr.string({ required: true }),
    constructor: attr.string(),
    toString: attr.string({ required: true, default: 'x' }),
  });
  const seen: unknown[] = [];
  const handlers = {
    create({ attributes }: { attributes: object }) {
      seen.push(Object.entries(attributes));
      return '1';
    },
    get: () => person('1'),
    async *search() {
      yield { objects: [person('1')] };
    },
  };
  const { people } = await open(handlers, {}, { objectClasses: [Odd] });

  await people.create({ __NAME__: 'a' } as never);

  expect(seen).toEqual([
    [
      ['__NAME__', 'a'],
      ['toString', 'x'],
    ],
  ]);
  expect(Object.keys((await people.get('1'))?.attributes ?? {})).toEqual([]);
  expect(await people.search({ filter: f.present('constructor') }).toArray()).toEqual([]);
});
