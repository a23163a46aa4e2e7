import { describe, expect, test } from 'vitest';
import memory from '../../../src/connectors/memory/index.ts';
import { findRunner, registryOf } from '../../../src/testing/contract/contract-runner.ts';
import { contract } from '../../../src/testing/contract/index.ts';
import { discoveringConnector } from './discovering-connector.ts';
import { RecordedRunner } from './recorded-runner.ts';

describe('contract', () => {
  test('registers all its tests before it answers, so nobody has to await it', async () => {
    const runner = new RecordedRunner();

    const done = contract(memory, { configuration: {}, runner });

    expect(runner.lines).toEqual(['describe contract of memory']);
    expect(runner.tests.length).toBeGreaterThan(200);
    expect(runner.ends.length).toBe(1);
    await done;
  });

  test('what it registers passes, and ends the session and what the configuration started', async () => {
    const runner = new RecordedRunner();
    const events: string[] = [];
    contract(memory, {
      configuration: async () => {
        events.push('started');
        return {};
      },
      teardown: () => void events.push('ended'),
      only: ['create', 'session'],
      runner,
    });

    expect(await runner.run()).toEqual([]);
    expect(events).toEqual(['started', 'ended']);
  });

  test('what is skipped is registered as skipped, with the reason in its name', () => {
    const runner = new RecordedRunner();

    contract(memory, { configuration: {}, skip: { 'update/rename': 'names are for ever here' }, runner });

    expect(runner.skipped.filter((name) => name.includes('skipped: names are for ever here')).length).toBe(2);
    expect(runner.tests.some(({ name }) => name.includes('a new name is read and found'))).toBe(false);
  });

  test('a suite of which nothing runs fails', async () => {
    const runner = new RecordedRunner();
    contract(memory, { configuration: {}, only: ['scriptOnConnector'], runner });

    const failed = await runner.run();

    expect(failed.map(({ error }) => String(error))).toEqual([expect.stringContaining('no case of the contract runs')]);
  });

  test('wrong options are refused at once, all of them, with the kind that may have been meant', () => {
    const options = { configuration: {}, only: ['serch'], skip: { 'create/readback': 'x' }, objectClasses: { Ghost: {} }, timeout: -1 };

    expect(() => contract(memory, { ...(options as never as { configuration: {} }), runner: new RecordedRunner() })).toThrow(
      /4 problems in the options of the contract: only "serch" is no kind.*did you mean "create\/read-back".*objectClasses\.Ghost is no class.*timeout must be/,
    );
  });

  test('object classes that are found at run time have their tests when it is awaited', async () => {
    const runner = new RecordedRunner();

    await contract(discoveringConnector(), { configuration: {}, only: ['create'], runner });

    expect(runner.lines).toEqual(['describe contract of memory', 'describe contract of memory, found at run time']);
    expect(runner.tests.some(({ name }) => name.startsWith('__GROUP__ create'))).toBe(true);
    expect(await runner.run()).toEqual([]);
  });

  test('when it is not awaited, and the tests of those classes come too late, it fails and says so', async () => {
    const runner = new RecordedRunner();
    const { describe: late } = runner;
    let collecting = true;
    const strict = {
      ...runner,
      it: runner.it,
      // As jest and vitest: what comes after collection is never run.
      describe: (name: string, body: () => void) => (collecting ? late(name, body) : undefined),
    };

    const forgotten = contract(discoveringConnector(), { configuration: {}, only: ['create'], runner: strict });
    collecting = false;
    const failed = await runner.run();
    await forgotten;

    expect(failed.map(({ error }) => String(error))).toEqual([expect.stringContaining('write "await contract(…)"')]);
  });
});

describe('the test runner', () => {
  const it = Object.assign(() => {}, { skip: () => {} });

  test('globals come first, then vitest without globals, then node:test', () => {
    const calls: string[] = [];
    const runner = (name: string) => ({ describe: () => void calls.push(name), it, afterAll: () => {} });

    for (const globals of [{ ...runner('globals'), __vitest_index__: runner('vitest') }, { __vitest_index__: runner('vitest') }]) {
      const found = findRunner(globals, { VITEST: 'true' });
      if (!(found instanceof Promise)) found.describe('x', () => {});
    }

    expect(calls).toEqual(['globals', 'vitest']);
    expect(findRunner({}, {})).toHaveProperty('atEnd');
  });

  test('vitest is imported where nothing else shows it', async () => {
    expect(await findRunner({}, { VITEST: 'true' })).toHaveProperty('test');
  });

  test('jest without its globals is told to hand them over', () => {
    expect(() => findRunner({}, { JEST_WORKER_ID: '1' })).toThrow(/@jest\/globals/);
  });

  test('a runner without an end is refused', () => {
    expect(() => registryOf({ describe: () => {}, it })).toThrow(/afterAll or after/);
  });

  test('jest’s tests take no parameter, for it would wait for a callback', () => {
    const runner = new RecordedRunner();
    registryOf(runner).test('x', async () => {}, 5);

    expect(runner.tests[0]?.body.length).toBe(0);
    expect(runner.tests[0]?.timeout).toBe(5);
  });
});
