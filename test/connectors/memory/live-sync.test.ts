import { describe, expect, test } from 'vitest';
import memory from '../../../src/connectors/memory/index.ts';
import { ConnectorError, openConnector } from '../../../src/index.ts';

/** The stream has begun when the connector has been asked, which takes some turns. */
const begun = () => new Promise((resolve) => setImmediate(resolve));

describe('liveSync', () => {
  test('tells changes as they are made, and ends with its signal', async () => {
    const facade = await openConnector(memory, {});
    const accounts = facade.objectClass('__ACCOUNT__');
    await accounts.create({ __NAME__: 'before' });
    const leaving = new AbortController();
    const live = accounts.liveSync({ signal: leaving.signal })[Symbol.asyncIterator]();

    const first = live.next();
    await begun();
    const { uid } = await accounts.create({ __NAME__: 'ada', mail: 'ada@example.org' });
    await accounts.update(uid, { replace: { mail: null } });
    await facade.objectClass('__GROUP__').create({ __NAME__: 'group' });
    await accounts.delete(uid);

    expect((await first).value).toMatchObject({ type: 'create', uid, row: { name: 'ada', attributes: { mail: 'ada@example.org' } } });
    expect((await live.next()).value).toMatchObject({ type: 'update', uid, row: { name: 'ada' } });
    expect((await live.next()).value).toEqual({ objectClass: '__ACCOUNT__', type: 'delete', uid });
    const waiting = live.next();
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'OperationAborted' });
    expect(await live.next()).toEqual({ done: true, value: undefined });
  });

  test('of __ALL__ names the class of each change', async () => {
    const facade = await openConnector(memory, {});
    const live = facade.objectClass('__ALL__').liveSync()[Symbol.asyncIterator]();
    const first = live.next();
    await begun();
    await facade.objectClass('__GROUP__').create({ __NAME__: 'group' });
    await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });

    expect((await first).value).toMatchObject({ objectClass: '__GROUP__' });
    expect((await live.next()).value).toMatchObject({ objectClass: '__ACCOUNT__' });
    await live.return?.();
  });

  test('ends when the connector is closed', async () => {
    const facade = await openConnector(memory, {});
    const live = facade.objectClass('__ACCOUNT__').liveSync()[Symbol.asyncIterator]();
    const waiting = live.next();
    await begun();

    await facade.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  test('a consumer so slow that changes were let go hears of it', async () => {
    const facade = await openConnector(memory, { changesKept: 1 });
    const accounts = facade.objectClass('__ACCOUNT__');
    const live = accounts.liveSync()[Symbol.asyncIterator]();
    const first = live.next();
    await begun();
    await accounts.create({ __NAME__: 'n0' });
    await first;
    for (let number = 1; number < 5; number++) await accounts.create({ __NAME__: `n${number}` });

    await expect(live.next()).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('a required revision', () => {
  const open = async () => (await openConnector(memory, { requireRevision: true })).objectClass('__ACCOUNT__');

  test('is demanded of updates and deletions, and nothing is changed without', async () => {
    const accounts = await open();
    const { uid, revision } = await accounts.create({ __NAME__: 'ada' });

    for (const write of [accounts.update(uid, { replace: { mail: 'x' } }), accounts.delete(uid)]) {
      await expect(write).rejects.toMatchObject({ code: 'PreconditionRequired', uid, outcome: 'none' });
    }
    expect(await accounts.get(uid)).toMatchObject({ revision, attributes: {} });
    expect((await accounts.update(uid, { replace: { mail: 'x' } }, { revision })).revision).not.toBe(revision);
  });

  test('what is not there is UnknownUid all the same', async () => {
    const accounts = await open();
    const failure = await accounts.delete('nobody').catch((error: unknown) => error);

    expect(ConnectorError.is(failure) && failure.code).toBe('UnknownUid');
  });
});
