import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import memory from '../../../src/connectors/memory/index.ts';
import type { AttributeInfo } from '../../../src/model/attribute.ts';
import { conversionOf } from '../../../src/model/convert-value.ts';
import type { Problem } from '../../../src/model/errors.ts';
import { loadFastCheck } from '../../../src/testing/contract/fast-check.ts';
import { SampleValues } from '../../../src/testing/contract/sample-values.ts';
import { Everything, Team } from './everything.ts';

const targets = () => ['uid-1', 'uid-2', 'uid-3'];
const classes = [...memory.objectClasses, ...aws.objectClasses, Everything, Team];
const attributes = classes.flatMap((each) =>
  Object.entries(each.attributes).map(([name, attribute]) => [`${each.name}.${name}`, name, attribute as AttributeInfo] as const),
);

describe('samples', () => {
  test.each(attributes)('of %s are what the schema allows, for any seed and number', (_, name, attribute) => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(1_000_000), fc.boolean(), (seed, n, odd) => {
        const problems: Problem[] = [];
        const value = new SampleValues(fc, seed, targets).value(name, attribute, n, odd);
        if (value !== undefined) conversionOf(attribute)(value, name, problems);
        expect(problems).toEqual([]);
        expect(value).not.toBe('');
      }),
      { numRuns: 30 },
    );
  });

  test('are the same for the same seed', () => {
    const all = (seed: number) => {
      const samples = new SampleValues(fc, seed, targets);
      return attributes.map(([, name, attribute]) => (attribute.type.startsWith('secret') ? 0 : samples.value(name, attribute, 7)));
    };

    expect(all(5)).toEqual(all(5));
  });

  test('of names are all different, as the subtype tells names apart, also where a pattern leaves little room', () => {
    const samples = new SampleValues(fc, 1, targets);
    const narrow: AttributeInfo = { type: 'string', subtype: 'caseIgnore', pattern: '[a-zA-Z]{2}' };

    const names = Array.from({ length: 100 }, () => samples.freshName(narrow).toLowerCase());

    expect(new Set(names).size).toBe(100);
  });

  test('of lists have different members', () => {
    const samples = new SampleValues(fc, 1, targets);

    expect(samples.members('flags', { type: 'boolean', multiValued: true }, 0, 5).length).toBe(2);
    expect(samples.members('tags', Everything.attributes.tags, 0, 4).length).toBe(4);
  });

  test('of what points elsewhere are objects that are there, and none where there are none', () => {
    const there = new SampleValues(fc, 1, targets);
    const nowhere = new SampleValues(fc, 1, () => []);

    expect(there.value('__GROUPS__', { type: 'string', multiValued: true }, 0)).toEqual(['uid-1']);
    expect(there.value('boss', { type: 'reference', objectClass: 'team' }, 1)).toEqual({ objectClass: 'team', uid: 'uid-2' });
    expect(nowhere.value('boss', { type: 'reference', objectClass: 'team' }, 1)).toBeUndefined();
  });

  test('secrets are kept in mind, so that cases can look for them', () => {
    const samples = new SampleValues(fc, 1, targets);
    samples.value('__PASSWORD__', { type: 'secret' }, 3);

    expect([...samples.secrets]).toEqual([expect.stringContaining('-3-')]);
  });
});

test('fast-check that is not installed is named, with the command that installs it', async () => {
  await expect(loadFastCheck(() => Promise.reject(new Error('Cannot find package')))).rejects.toThrow('npm install -D fast-check');
});
