import { describe, expect, test } from 'vitest';
import memory, { memoryConnector } from '../../../src/connectors/memory/index.ts';
import { attr } from '../../../src/model/attribute.ts';
import { ConnectorError } from '../../../src/model/errors.ts';
import { objectClass } from '../../../src/model/object-class.ts';
import { bounded } from '../../../src/testing/contract/bounded.ts';
import { contractCases, runContract } from '../../../src/testing/contract/index.ts';
import { all, breakClasses } from './broken-search.ts';
import { discoveringConnector } from './discovering-connector.ts';

const failed = ({ results }: Awaited<ReturnType<typeof runContract>>) => results.filter(({ status }) => status === 'failed');

describe('classes that point to themselves and to each other', () => {
  const Node = objectClass('node', {
    __NAME__: attr.string({ required: true }),
    parent: attr.reference({ objectClass: 'node' }),
    of: attr.reference({ objectClass: 'leaf' }),
  });
  const Leaf = objectClass('leaf', { __NAME__: attr.string({ required: true }), on: attr.reference({ objectClass: 'node' }) });

  test('do not wait for each other', async () => {
    const report = await runContract(memoryConnector([Node, Leaf]), {
      configuration: {},
      only: ['create/read-back', 'reference', 'get'],
      timeout: 5000,
    });

    expect(failed(report).map(({ name }) => name)).toEqual([]);
    expect(report.passed).toBeGreaterThan(2);
  });
});

describe('runContract', () => {
  test('a failure says what was expected and found, of which seed, and how to see it alone', async () => {
    const broken = breakClasses(() => () => ({ delete: () => {} }))(memory);

    const report = await runContract(broken, { configuration: {}, only: ['delete/gone'], seed: 42 });

    expect(report.ok).toBe(false);
    expect(failed(report).map(({ error }) => String(error))).toEqual(
      Array(2).fill(expect.stringMatching(/get of a deleted object: expected nothing, found .*\n\(samples of seed 42; .*only: \['delete\/gone'\]/)),
    );
  });

  test('a case that hangs fails when its time is up, and the others run', async () => {
    const broken = breakClasses(() => () => ({ delete: () => new Promise<void>(() => {}) }))(memory);

    const report = await runContract(broken, { configuration: {}, only: ['delete/gone', 'schema/name'], timeout: 50 });

    expect(failed(report).map(({ kind }) => kind)).toContain('delete/gone');
    expect(String(failed(report)[0]?.error)).toContain('did not end within 50 ms');
    expect(report.results.filter(({ kind, status }) => kind === 'schema/name' && status === 'passed').length).toBe(2);
  });

  test('what opening throws fails the cases that need it, not the program', async () => {
    const broken: typeof memory = {
      ...memory,
      connect: () => {
        throw new ConnectorError('ConnectionFailed', 'nobody there');
      },
    };

    const report = await runContract(broken, { configuration: {}, only: ['create/read-back'] });

    expect(failed(report).length).toBeGreaterThanOrEqual(2);
    expect(String(failed(report)[0]?.error)).toContain('nobody there');
  });

  test('a case that cannot clean up after itself fails', async () => {
    const broken = breakClasses(() => () => ({
      delete: () => {
        throw new ConnectorError('PermissionDenied', 'nothing is deleted here');
      },
    }))(memory);

    const report = await runContract(broken, { configuration: {}, only: ['create/read-back'] });

    expect(failed(report).map(({ error }) => String(error))).toContainEqual(expect.stringContaining('nothing is deleted here'));
  });

  test('what the class options skip is skipped for that class alone, with the reason', async () => {
    const report = await runContract(memory, {
      configuration: {},
      only: ['create'],
      objectClasses: { __GROUP__: { skip: { create: 'groups are made elsewhere' } } },
    });

    const reasons = report.results.filter(({ reason }) => reason === 'groups are made elsewhere');
    expect(new Set(reasons.map((each) => each.objectClass))).toEqual(new Set(['__GROUP__']));
    expect(report.results.some((each) => each.objectClass === '__ACCOUNT__' && each.status === 'passed')).toBe(true);
  });

  test('a class that is read only is never written, and read as it is', async () => {
    const objects = ['ada', 'bob', 'eve'].map((name) => ({ objectClass: '__GROUP__', name, attributes: { __DESCRIPTION__: `group of ${name}` } }));
    const writes: string[] = [];
    const watched = breakClasses(() => (own) => ({
      create: (call) => {
        if (call.objectClass.name === '__GROUP__') writes.push('create');
        return own.create?.(call) ?? '';
      },
    }))(memory);

    const report = await runContract(watched, {
      configuration: { objects },
      only: ['create', 'get', 'search'],
      objectClasses: { __GROUP__: { readOnly: true } },
    });

    expect(failed(report)).toEqual([]);
    expect(writes).toEqual([]);
    expect(report.results.filter((each) => each.objectClass === '__GROUP__' && each.kind === 'get/identity').map(({ status }) => status)).toEqual([
      'passed',
    ]);
  });

  test('samples, changes and attributes to leave are as the options say', async () => {
    const seen = { mail: new Set<unknown>(), description: new Set<unknown>(), hired: new Set<unknown>() };
    const note = (attributes: Readonly<Record<string, unknown>>) => {
      seen.mail.add(attributes.mail);
      seen.description.add(attributes.__DESCRIPTION__);
      seen.hired.add(attributes.hired);
    };
    const watched = breakClasses(() => (own) => ({
      create: (call) => {
        if (call.objectClass.name === '__ACCOUNT__') note(call.attributes);
        return own.create?.(call) ?? '';
      },
      updateDelta: (call) => {
        if (call.objectClass.name === '__ACCOUNT__') note({ ...call.changes.replace });
        return own.updateDelta?.(call);
      },
    }))(memory);

    await runContract(watched, {
      configuration: {},
      only: ['create/read-back', 'update/replace'],
      objectClasses: {
        __ACCOUNT__: { samples: (n) => ({ mail: `m${n % 2}@example.org` }), leave: ['hired'], changes: { __DESCRIPTION__: ['red', 'blue'] } },
      },
    });

    seen.mail.delete(undefined);
    expect([...seen.mail].filter((mail) => !/^m[01]@example\.org$/.test(String(mail))).length).toBeLessThanOrEqual(2);
    expect([...seen.description]).toEqual(expect.arrayContaining(['red']));
    expect([...seen.hired]).toEqual([undefined]);
  });

  test('object classes that are found at run time are checked as those declared', async () => {
    const report = await runContract(discoveringConnector(), { configuration: {} });

    expect(failed(report)).toEqual([]);
    expect(report.results.filter((each) => each.objectClass === '__GROUP__' && each.status === 'passed').length).toBeGreaterThan(50);
  });

  test('a connector that demands a revision with every write passes', async () => {
    const demand = ({ revision }: { readonly revision: string | undefined }) => {
      if (revision === undefined) throw new ConnectorError('PreconditionRequired', 'which revision?');
    };
    const demanding = breakClasses(() => (own) => ({
      updateDelta: (call) => {
        demand(call);
        return all(own).updateDelta(call);
      },
      delete: (call) => {
        demand(call);
        return all(own).delete(call);
      },
    }))(memory);

    const report = await runContract(demanding, { configuration: {} });

    expect(failed(report)).toEqual([]);
  });

  test('progress is told case by case', async () => {
    const told: number[] = [];

    const { results } = await runContract(memory, { configuration: {}, only: ['schema'], onResult: (_, done, all) => told.push(done / all) });

    expect(told.length).toBe(results.length);
    expect(told.at(-1)).toBe(1);
  });

  test('nothing that ran is no success', async () => {
    const report = await runContract(memory, { configuration: {}, only: ['messages'] });

    expect(report).toMatchObject({ ok: false, failed: 1, passed: 0 });
  });

  test('a schema for which no sample can be made says which attribute, and what to do', async () => {
    const Odd = objectClass('odd', { __NAME__: attr.string({ required: true }), code: attr.string({ pattern: 'a(?!a)a' }) });

    const report = await runContract(memoryConnector([Odd]), { configuration: {}, only: ['create/read-back'] });

    expect(String(failed(report)[0]?.error)).toMatch(/no sample of code.*samples.*leave/);
  });
});

describe('contractCases', () => {
  test('cases run one at a time, however they are started', async () => {
    let running = 0;
    let most = 0;
    const watched = breakClasses(() => (own) => ({
      create: async (call) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return own.create?.(call) ?? '';
      },
    }))(memory);
    await using cases = await contractCases(watched, { configuration: {}, only: ['create/read-back', 'create/own-uid', 'delete/twice'] });

    await Promise.all(cases.map(({ run }) => run()));

    expect(most).toBe(1);
  });

  test('a case alone has the samples that it has among the others', async () => {
    const samplesOf = async (only: readonly string[]) => {
      const names: unknown[] = [];
      const watched = breakClasses(() => (own) => ({
        create: (call) => {
          names.push(call.attributes.__DESCRIPTION__);
          return own.create?.(call) ?? '';
        },
      }))(memory);
      await using cases = await contractCases(watched, { configuration: {}, only });
      for (const { name, skip, run } of cases) {
        if (skip !== undefined) continue;
        if (name !== '__GROUP__ delete: a second delete says that there is no such object') await run();
        else {
          names.length = 0;
          await run();
          return [...names];
        }
      }
      return [];
    };

    const alone = await samplesOf(['delete/twice']);

    expect(alone.length).toBe(1);
    expect(await samplesOf(['create', 'delete'])).toEqual(alone);
  });
});

test('work that answers late is not waited for, and what it throws then is dropped', async () => {
  let fail = (_: unknown) => {};
  const late = new Promise<never>((_, reject) => {
    fail = reject;
  });

  await expect(bounded(() => late, 1, 'the work')).rejects.toThrow('the work did not end within 1 ms');
  fail(new Error('too late'));
});
