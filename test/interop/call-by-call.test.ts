import { describe, expect, test } from 'vitest';
import { actions } from '../../src/testing/aws/actions.ts';
import { differences } from './call-by-call/compare.ts';
import { isAbout, knownDifferences } from './call-by-call/known-differences.ts';
import { scenarios } from './call-by-call/scenarios/index.ts';
import { accountOf, actionOf, embedded, moto } from './call-by-call/servers.ts';

// One list of calls against moto and against the embedded AWS: where they do not agree, somebody must have said why.
describe('call by call, moto and the embedded AWS', () => {
  const known = knownDifferences();
  const seen = new Set<unknown>();
  const called = new Set<string>();

  test.each(scenarios)(
    'agree on $name, but for known differences',
    async (scenario) => {
      const { MOTO_ENDPOINT } = process.env;
      if (MOTO_ENDPOINT === undefined) throw new Error('MOTO_ENDPOINT is not set: run `npm run test:interop`');
      const accountId = accountOf(scenarios, scenario);
      const [theirs, ours] = [await moto(MOTO_ENDPOINT, accountId, scenario), await embedded(accountId, scenario)];
      const unknown: string[] = [];

      try {
        for (const step of scenario.steps) {
          const action = actionOf(step.command(() => ({})));
          called.add(`${step.service}:${action}`);
          for (const found of differences(await theirs.outcomeOf(step), await ours.outcomeOf(step))) {
            const place = { action, step: `${scenario.name}: ${step.label}`, member: found.member };
            const explained = known.filter((one) => isAbout(one, place));
            for (const one of explained) seen.add(one);
            if (explained.length === 0)
              unknown.push(`${place.step} (${action}), ${found.member}: moto ${found.moto}; embedded AWS ${found.embedded}`);
          }
        }
      } finally {
        await theirs.close();
        await ours.close();
      }

      expect(unknown).toEqual([]);
    },
    120_000,
  );

  test('no difference is listed that is no longer there', () => {
    expect(
      known.filter((one) => !seen.has(one)).map((one) => `${[one.at].flat().join(', ')} (${[one.member ?? 'outcome'].flat().join(', ')})`),
    ).toEqual([]);
  });

  test('every operation of the embedded AWS is called at least once', () => {
    const compared = ['iam', 'sts', 'organizations', 'ec2', 'sqs'] as const;
    const all = compared.flatMap((service) => Object.keys(actions[service]).map((action) => `${service}:${action}`));

    expect(all.filter((each) => !called.has(each))).toEqual([]);
  });
});
