import { expect, test } from 'vitest';
import { ConnectorError } from '../../../src/model/errors.ts';
import { startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** All that can be seen of a user from outside the connector; undefined when there is none. */
async function stateOf(h: Harness, name: string) {
  h.server.faults.random(null);
  const row = await h.accounts.get(name, { attributes: ['UserId', 'Path', 'Tags', '__GROUPS__'] });
  if (!row) return undefined;
  const { __GROUPS__: groups = [], Tags = [], ...rest } = row.attributes;
  return { ...rest, Tags: [...Tags].sort((a, b) => a.Key.localeCompare(b.Key)), groups: [...groups].sort(), password: h.server.iam.passwordOf(name) };
}

/** What became of a call: undefined when it succeeded. */
async function outcomeOf(call: Promise<unknown>): Promise<ConnectorError['outcome'] | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code === 'Internal') throw error;
    if (error.outcome === 'partial') expect(error.problems.length).toBeGreaterThan(1);
    return error.outcome;
  }
}

test('whatever the network does, a write that says "done" is done and one that says "nothing" did nothing', { timeout: 60_000 }, async () => {
  const tally: Record<string, number> = {};
  for (let seed = 1; seed <= 60; seed++) {
    await using h = await startHarness({}, { maxAttempts: 2 });
    for (const name of ['a', 'b']) h.server.iam.addGroup({ name });
    const trouble = () => h.server.faults.random({ throttled: 0.1, unavailable: 0.1, reset: 0.2, seed });
    const count = (what: string, outcome: string | undefined) => {
      const key = `${what} ${outcome ?? 'done'}`;
      tally[key] = (tally[key] ?? 0) + 1;
    };

    trouble();
    const created = await outcomeOf(
      h.accounts.create({ __NAME__: 'ada', Tags: [{ Key: 'k', Value: '1' }], __GROUPS__: ['a'], __PASSWORD__: 'Correct-Horse-9' }),
    );
    const made = await stateOf(h, 'ada');
    count('create', created);
    if (created === 'none') expect(made, `seed ${seed}`).toBeUndefined();
    if (created === undefined)
      expect(made, `seed ${seed}`).toMatchObject({ Tags: [{ Key: 'k', Value: '1' }], groups: ['a'], password: 'Correct-Horse-9' });
    if (made === undefined) h.server.iam.addUser({ name: 'ada', groups: ['a'] });

    const before = await stateOf(h, 'ada');
    trouble();
    const changes = {
      replace: { __NAME__: 'ada.l', Path: '/x/', Tags: [{ Key: 'n', Value: '2' }], __GROUPS__: ['b'], __PASSWORD__: 'Wrong-Stable-10' },
    };
    const updated = await outcomeOf(h.accounts.update('ada', changes));
    count('update', updated);
    if (updated === 'none') expect(await stateOf(h, 'ada'), `seed ${seed}`).toEqual(before);
    if (updated === undefined) {
      expect(await stateOf(h, 'ada.l'), `seed ${seed}`).toEqual({
        UserId: before?.UserId,
        Path: '/x/',
        Tags: [{ Key: 'n', Value: '2' }],
        groups: ['b'],
        password: 'Wrong-Stable-10',
      });
      expect(await stateOf(h, 'ada')).toBeUndefined();
    }

    const name = (await stateOf(h, 'ada')) ? 'ada' : 'ada.l';
    const last = await stateOf(h, name);
    trouble();
    const deleted = await outcomeOf(h.accounts.delete(name));
    count('delete', deleted);
    if (deleted === 'none') expect(await stateOf(h, name), `seed ${seed}`).toEqual(last);
    if (deleted === undefined) expect(await stateOf(h, name), `seed ${seed}`).toBeUndefined();
  }

  // Otherwise the test has not seen what it is about.
  for (const what of ['create', 'update', 'delete'])
    for (const outcome of ['done', 'none', 'partial']) {
      if (what !== 'create' || outcome !== 'partial') expect(tally, JSON.stringify(tally)).toHaveProperty(`${what} ${outcome}`);
    }
});
