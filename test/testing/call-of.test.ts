import { describe, expect, test } from 'vitest';
import { derive, type Operations, Secret } from '../../src/index.ts';
import { callOf } from '../../src/testing/index.ts';
import { Account, Client, sampleConnector } from './sample-connector.ts';

const session = new Client(new Secret('k'));

const account = {
  create: ({ session, attributes }) => `${session.key}-${attributes.__NAME__}`,
  updateDelta: ({ uid, revision, changes }) => `${uid} ${revision ?? 'any'} ${changes.replace.mail}`,
  get: async ({ signal, uid }) => {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return { uid, name: uid, attributes: {} };
  },
  async *search({ pageSize, attributesToGet, filter }) {
    yield { objects: [], cursor: `${pageSize} ${[...attributesToGet].join()} ${filter?.op}` };
  },
} satisfies Operations<typeof Account, Client>;

describe('a call for one handler', () => {
  test('has what the test says and the defaults of the rest', async () => {
    expect(account.create(callOf(session, { objectClass: Account, attributes: { __NAME__: 'ada' } }))).toBe('k-ada');
    const changes = { replace: { mail: 'x' }, add: {}, remove: {} };
    expect(account.updateDelta(callOf(session, { objectClass: Account, uid: '1', changes }))).toBe('1 any x');
    const pages = account.search(callOf(session, { objectClass: Account }));
    expect((await pages.next()).value).toEqual({ objects: [], cursor: '100 mail,logins,photo,groups,created undefined' });
  });

  test('has the signal of the test, and one that is never aborted without', async () => {
    const leaving = new AbortController();
    const call = callOf(session, { objectClass: Account, uid: '1', signal: leaving.signal });
    const getting = account.get(call);

    leaving.abort(new Error('left'));

    await expect(getting).rejects.toThrow('left');
    const other = callOf(session);
    expect(other.signal.aborted).toBe(false);
    expect(other.signal).toBe(other.signal);
  });

  test('can be derived, the signal goes along; a spread loses it as that of a real call', () => {
    const leaving = new AbortController();
    const call = callOf(session, { uid: '1', signal: leaving.signal });

    const other = derive(call, { uid: '2' } as never) as typeof call;

    expect(other).toMatchObject({ uid: '2', session });
    expect(other.signal).toBe(leaving.signal);
    expect({ ...call }).not.toHaveProperty('signal');
  });

  test('takes the session in one place only', () => {
    expect(() => callOf(session, { session: 1 } as never)).toThrow(/first argument/);
  });

  test('fits hooks and the operations of a whole connector', async () => {
    const { hooks, test: check } = sampleConnector();

    expect(hooks?.whoAmI(callOf(session, { args: {} }))).toBe('k');
    expect(await hooks?.invite(callOf(session, { args: { mail: 'a@b' } }))).toMatchObject({ invited: 'a@b' });
    await check?.(callOf(session));
  });
});
