import fc from 'fast-check';
import { expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError, openConnector } from '../../src/index.ts';
import { createTape, record, replay } from '../../src/testing/index.ts';

const name = fc.constantFrom('ada', 'bob', 'eva', 'ADA');
const value = fc.record(
  {
    mail: fc.string({ maxLength: 5 }),
    otherMails: fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 3 }),
    employeeNumber: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    hired: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }),
    photo: fc.uint8Array({ maxLength: 4 }),
    __PASSWORD__: fc.string({ minLength: 12, maxLength: 20 }).map((text) => `pw:${text}`),
  },
  { requiredKeys: [] },
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), name, value }),
  fc.record({ kind: fc.constant('update' as const), name, value }),
  fc.record({ kind: fc.constant('delete' as const), name }),
  fc.record({ kind: fc.constant('get' as const), name }),
  fc.record({ kind: fc.constant('search' as const), pageSize: fc.integer({ min: 1, max: 3 }), take: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('sync' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Everything that an application sees of a sequence of calls. */
async function run(connector: typeof memory, steps: readonly Step[]): Promise<readonly unknown[]> {
  await using facade = await openConnector(connector, {});
  const accounts = facade.objectClass('__ACCOUNT__');
  const uids = new Map<string, string>();
  const seen: unknown[] = [];
  const uidOf = (of: string) => uids.get(of.toLowerCase()) ?? 'nobody';
  for (const each of steps) {
    try {
      if (each.kind === 'create') {
        const written = await accounts.create({ __NAME__: each.name, ...each.value });
        uids.set(each.name.toLowerCase(), written.uid);
        seen.push(written);
      } else if (each.kind === 'update') seen.push(await accounts.update(uidOf(each.name), { replace: each.value }));
      else if (each.kind === 'delete') seen.push(await accounts.delete(uidOf(each.name)));
      else if (each.kind === 'get') seen.push(await accounts.get(uidOf(each.name), { attributes: ['*', 'photo'] }));
      else if (each.kind === 'sync') seen.push(await facade.objectClass('__ALL__').sync().toArray());
      else {
        const rows = [];
        if (each.take > 0) {
          for await (const row of accounts.search({ pageSize: each.pageSize })) if (rows.push(row) >= each.take) break;
        }
        seen.push(rows);
      }
    } catch (error) {
      if (!ConnectorError.is(error)) throw error;
      const { code, message, problems, uid, outcome, retryable } = error;
      seen.push({ code, message, problems, uid, outcome, retryable });
    }
  }
  return seen;
}

test('whatever an application does, the replay answers what the recording answered, and no password is on the tape', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.constantFrom('loose' as const, 'strict' as const), async (steps, order) => {
      const tape = createTape();
      const before = await run(record(memory, tape), steps);
      const file = JSON.stringify(tape);
      const loaded = createTape({ from: JSON.parse(file) });

      const after = await run(replay(memory, loaded, { order }), steps);

      expect(after).toEqual(before);
      expect(loaded.unplayed).toEqual([]);
      const passwords = steps.flatMap((each) =>
        'value' in each && each.value.__PASSWORD__ ? [JSON.stringify(each.value.__PASSWORD__).slice(1, -1)] : [],
      );
      for (const password of passwords) expect(file).not.toContain(password);
    }),
    { numRuns: 100 },
  );
});
