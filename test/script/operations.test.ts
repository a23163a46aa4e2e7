import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import type { AnyFacade } from '../../src/facade/facade.ts';
import type { ScriptHost } from '../../src/facade/scripts/script-engine.ts';
import { ConnectorError, openConnector, Secret } from '../../src/index.ts';
import { javascript } from '../../src/script/index.ts';
import { ScriptBench } from './script-bench.ts';

let bench: ScriptBench;
beforeEach(async () => {
  bench = await ScriptBench.open({ rows: 3 });
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('the connector of a script', () => {
  test('has a name and the settings', async () => {
    expect(await bench.run('[connector.name, connector.configuration.pageSize]')).toEqual(['memory', 1000]);
  });

  test('creates, reads, changes and deletes', async () => {
    const result = await bench.run(
      `
      const { uid } = await connector.create('__ACCOUNT__', { __NAME__: name, mail: 'eva@example.org' });
      const before = await connector.get('__ACCOUNT__', uid);
      await connector.update('__ACCOUNT__', uid, { replace: { mail: 'new@example.org' } });
      const after = await connector.get('__ACCOUNT__', uid, { attributes: ['mail'] });
      await connector.delete('__ACCOUNT__', uid);
      return [before.name, before.attributes.mail, after.attributes, await connector.get('__ACCOUNT__', uid)];`,
      { name: 'eva' },
    );

    expect(result).toEqual(['eva', 'eva@example.org', { mail: 'new@example.org' }, undefined]);
  });

  test('what it writes is there for the application', async () => {
    const { uid } = (await bench.run('connector.create("__ACCOUNT__", { __NAME__: "eva", __PASSWORD__: "correct horse" })')) as { uid: string };

    expect((await bench.facade.dynamic('__ACCOUNT__').get(uid))?.name).toBe('eva');
  });

  test.each(['\'mail sw "ada"\'', '{ op: "startsWith", attribute: "mail", value: "ada" }'])(
    'searches with a filter in either form: %s',
    async (filter) => {
      expect(await bench.run(`(await connector.search('__ACCOUNT__', { filter: ${filter} })).map((row) => row.name)`)).toEqual(['ada']);
    },
  );

  test('a search that would bring more rows than allowed fails, and pages bring them all', async () => {
    const text = 'for (const name of ["b", "c", "d", "e"]) await connector.create("__ACCOUNT__", { __NAME__: name });';

    const error = await bench.failure(`${text} return connector.search("__ACCOUNT__")`);
    expect(error).toMatchObject({ code: 'QuotaExceeded', outcome: 'partial' });
    expect(await bench.run('(await connector.search("__ACCOUNT__", { limit: 3 })).length')).toBe(3);
    expect((await bench.failure('connector.search("__ACCOUNT__", { limit: 4 })')).code).toBe('InvalidArgument');
    expect((await bench.failure('connector.page("__ACCOUNT__", { pageSize: 4 })')).code).toBe('InvalidArgument');
    expect(
      await bench.run(`
        const names = [];
        let cursor;
        do {
          const page = await connector.page('__ACCOUNT__', { pageSize: 2, cursor });
          names.push(...page.rows.map((row) => row.name));
          cursor = page.cursor;
        } while (cursor);
        names.sort().join()`),
    ).toBe('ada,b,c,d,e');
  });

  test('authenticates and resolves names', async () => {
    const result = await bench.run(`
      const { uid } = await connector.create('__ACCOUNT__', { __NAME__: 'eva', __PASSWORD__: 'correct horse' });
      return [uid === await connector.authenticate('__ACCOUNT__', 'eva', 'correct horse'), uid === await connector.resolveUsername('__ACCOUNT__', 'eva'),
        await connector.authenticate('__ACCOUNT__', 'eva', 'wrong').catch((error) => error.code)];`);

    expect(result).toEqual([true, true, 'InvalidPassword']);
  });

  test('follows changes from a token to its end', async () => {
    const result = await bench.run(`
      let token = await connector.latestSyncToken('__ACCOUNT__');
      for (const name of ['b', 'c', 'd', 'e', 'f']) await connector.create('__ACCOUNT__', { __NAME__: name });
      const names = [];
      for (;;) {
        const answer = await connector.sync('__ACCOUNT__', { token });
        token = answer.token;
        if (answer.changes.length === 0) return names.join();
        names.push(...answer.changes.map((change) => change.row.name));
      }`);

    expect(result).toBe('b,c,d,e,f');
  });

  test('knows the schema, what is supported and whether the system answers', async () => {
    expect(
      await bench.run(`
      const { objectClasses } = await connector.schema();
      return [objectClasses.map(({ name }) => name), await connector.supports('__ACCOUNT__', 'create'), await connector.supports('__ACCOUNT__', 'x'), await connector.test()];`),
    ).toEqual([['__ACCOUNT__', '__GROUP__'], true, false, undefined]);
  });

  test('calls hooks', async () => {
    expect(await bench.run('connector.hook("double", { value: 21 })')).toBe(42);
  });

  test('logs, as text', async () => {
    await bench.run('console.log("one", 2, { a: 3n }); console.error("bad"); log("warn", "careful"); connector.log("debug", new Error("x"))');

    expect(bench.lines).toEqual([
      { level: 'info', message: 'one 2 {"a":{"$":["bigint","3"]}}' },
      { level: 'error', message: 'bad' },
      { level: 'warn', message: 'careful' },
      { level: 'debug', message: 'Error: x' },
    ]);
  });

  test('runs calls side by side', async () => {
    const text = '(await Promise.all(["b", "c", "d"].map((name) => connector.create("__ACCOUNT__", { __NAME__: name })))).length';

    expect(await bench.run(text)).toBe(3);
  });
});

describe('errors of the connector', () => {
  test('come into the script with what is known, without cause and stack', async () => {
    const result = await bench.run(`
      const seen = async (call) => { try { await call(); } catch (error) {
        return [error instanceof Error, error.name, error.code, error.outcome, error.retryable, Array.isArray(error.problems), 'cause' in error, error.stack]; } };
      return [
        await seen(() => connector.create('__ACCOUNT__', { __NAME__: 'ada' })),
        await seen(() => connector.create('__ACCOUNT__', { mial: 'x' })),
        await seen(() => connector.get('__NOTHING__', 'x')),
        await seen(() => connector.search('__ACCOUNT__', 5)),
        await seen(() => connector.get(5, 'x')),
      ];`);

    expect(result).toEqual([
      [true, 'ConnectorError', 'AlreadyExists', 'none', false, true, false, ''],
      [true, 'ConnectorError', 'InvalidAttributeValue', 'none', false, true, false, ''],
      [true, 'ConnectorError', 'InvalidArgument', 'none', false, true, false, ''],
      [true, 'ConnectorError', 'InvalidArgument', 'none', false, true, false, ''],
      [true, 'ConnectorError', 'InvalidArgument', 'none', false, true, false, ''],
    ]);
  });

  test('that the script does not catch keep their code, problems and cause outside', async () => {
    const error = await bench.failure('connector.create("__ACCOUNT__", { mial: "x" })');

    expect(error.code).toBe('InvalidAttributeValue');
    expect(error.problems.map(({ path }) => path)).toContain('mial');
  });

  test('of a foreign kind do not show their text to the script', async () => {
    expect(await bench.run('connector.hook("shout").catch((error) => JSON.stringify([error.code, error.message, error.outcome]))')).toMatch(
      /^\["Internal","(?!.*hunter2).*"unknown"\]$/,
    );
  });

  test('name the object concerned', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const create = () =>
      Promise.reject(new ConnectorError('AlreadyExists', 'there already', { uid: '7', retryAfter: 5, cause: new Error('hunter2') }));
    const host = { facade: { dynamic: () => ({ create }) } as unknown as AnyFacade, connectorName: 'x', configuration: {}, log: () => {} };
    const text = 'connector.create("a", {}).catch(({ uid, retryAfter, cause }) => [uid, retryAfter, cause])';

    expect(await engine.run({ text, args: {} }, host, new AbortController().signal)).toEqual(['7', 5, undefined]);
  });

  test('an error after a write tells that something is left behind', async () => {
    const first = await bench.failure('await connector.create("__ACCOUNT__", { __NAME__: "eva" }); await connector.delete("__ACCOUNT__", "nobody")');
    const second = await bench.failure('await connector.create("__ACCOUNT__", { __NAME__: "eve" }); throw new Error("stop")');

    expect(first).toMatchObject({ code: 'UnknownUid', outcome: 'partial', retryable: false });
    expect(first.message).toContain('1 write took effect before it');
    expect(second).toMatchObject({ code: 'Internal', outcome: 'partial', retryable: false });
  });

  test('a script that ends before its writes fails, once they are done', async () => {
    const error = await bench.failure('connector.create("__ACCOUNT__", { __NAME__: "eva" }); "done"');

    expect(error).toMatchObject({ code: 'InvalidArgument', outcome: 'partial' });
    expect(error.message).toContain('await each');
    expect(await bench.run('(await connector.search("__ACCOUNT__", { filter: \'__NAME__ eq "eva"\' })).length')).toBe(1);
  });
});

describe('a script that ends while calls are under way', () => {
  const signal = new AbortController().signal;
  const hanging = () => new Promise(() => {});
  const hostOf = (objectClass: object): ScriptHost => ({
    facade: { dynamic: () => objectClass } as unknown as AnyFacade,
    connectorName: 'x',
    configuration: {},
    log: () => {},
  });

  test('does not wait for what it only reads', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const run = (text: string) => engine.run({ text, args: {} }, hostOf({ get: hanging }), signal);

    await expect(run('connector.get("a", "b"); throw new Error("stop")')).rejects.toMatchObject({ code: 'Internal', outcome: 'none' });
    await expect(run('connector.get("a", "b"); 1')).rejects.toMatchObject({ code: 'InvalidArgument', outcome: 'none' });
    expect(await run('1')).toBe(1);
  });

  test('waits for its writes to end', async () => {
    await using engine = javascript({ timeout: 20_000 });
    let finish: ((value: unknown) => void) | undefined;
    const create = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const host = { ...hostOf({ create }), log: () => void setImmediate(() => setImmediate(() => finish?.({ uid: '1' }))) };

    const run = engine.run({ text: 'connector.create("a", {}); log("info", "the end"); 1', args: {} }, host, signal);

    await expect(run).rejects.toMatchObject({ code: 'InvalidArgument', outcome: 'partial' });
  });

  test('waits for writes, and keeps its own error when they do not end', async () => {
    await using engine = javascript({ timeout: 500 });
    const run = engine.run({ text: 'connector.create("a", {}); throw new Error("stop")', args: {} }, hostOf({ create: hanging }), signal);

    await expect(run).rejects.toMatchObject({ code: 'Internal', outcome: 'unknown', message: expect.stringContaining('threw Error: stop') });
  });

  test('begins none of the calls that were still waiting', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const begun: unknown[] = [];
    const create = async ({ __NAME__: name }: { __NAME__: number }) => {
      begun.push(name);
      await new Promise(setImmediate);
      if (name === 0) throw new ConnectorError('PermissionDenied', 'no');
      return { uid: String(name) };
    };
    const text = 'await Promise.all(Array.from({ length: 100 }, (_, i) => connector.create("a", { __NAME__: i })))';

    await expect(engine.run({ text, args: {} }, hostOf({ create }), signal)).rejects.toMatchObject({ code: 'PermissionDenied', outcome: 'partial' });
    expect(begun.length).toBeLessThan(100);
  });
});

describe('secrets', () => {
  const host = (facade: object, configuration = {}): ScriptHost => ({
    facade: facade as AnyFacade,
    connectorName: 'x',
    configuration,
    log: () => {},
  });
  const signal = new AbortController().signal;

  test('of the configuration are not among the settings, even where the host gives them', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const configuration = { url: 'https://example.org', key: new Secret('hunter2'), deep: { list: [new Secret('hunter2'), 1], run: () => 1 } };

    expect(await engine.run({ text: 'connector.configuration', args: {} }, host({}, configuration), signal)).toEqual({
      url: 'https://example.org',
      deep: { list: [1] },
    });
  });

  test('of a real connector are not among the settings', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const { default: aws } = await import('../../src/connectors/aws/index.ts');
    await using facade = await openConnector(
      aws,
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'hunter2hunter2hunter2hunter2hunter2hunter' } as never,
      { scripts: { engine } },
    );

    expect(JSON.stringify(await facade.scriptOnConnector({ language: 'js', text: 'connector.configuration' }))).not.toContain('hunter2');
  });

  test('in an answer are refused, and a write that shows one once has happened all the same', async () => {
    await using engine = javascript({ timeout: 20_000 });
    const facade = {
      dynamic: () => ({
        get: async () => ({ attributes: { key: new Secret('hunter2') } }),
        create: async () => ({ uid: '7', sideEffects: { replace: { key: new Secret('hunter2') } } }),
      }),
    };
    const run = (text: string) => engine.run({ text, args: {} }, host(facade), signal);

    expect(await run('connector.create("a", {})')).toEqual({ uid: '7' });
    const error = await run('connector.get("a", "b")').catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'InvalidArgument' });
    expect(String(error)).toMatch(/attributes\.key is a secret(?!.*hunter2)/);
  });
});

test('the memory connector does not notice scripts that are not run', async () => {
  await using plain = await openConnector(memory, {});

  await expect(plain.scriptOnConnector({ language: 'javascript', text: '1' })).rejects.toMatchObject({ code: 'UnsupportedOperation' });
});
