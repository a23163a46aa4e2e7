import { beforeAll, describe, expect, test } from 'vitest';
import type { SuiteContext } from './suite-context.ts';

/** The part of the suite about searches. */
export function searchSuite(context: () => SuiteContext): void {
  const accounts = () => context().facade.objectClass('__ACCOUNT__');
  const groups = () => context().facade.objectClass('__GROUP__');
  describe('searches', () => {
    const people = Array.from({ length: 23 }, (_, i) => `quinn-${String(i).padStart(2, '0')}`);

    beforeAll(async () => {
      for (const each of ['quinn-even', 'quinn-odd']) await groups().create({ __NAME__: each, Path: '/suite/quinn/' });
      for (const [i, each] of people.entries()) {
        const Path = i < 5 ? '/suite/quinn/few/' : '/suite/quinn/many/';
        await accounts().create({
          __NAME__: each,
          Path,
          Tags: [{ Key: 'number', Value: String(i) }],
          __GROUPS__: [i % 2 ? 'quinn-odd' : 'quinn-even'],
        });
      }
    }, 60_000);

    test('pages of any size give every user once, and a cursor resumes', async () => {
      const filter = "Path sw '/suite/quinn/'".replaceAll("'", '"');
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await accounts().search({ filter, pageSize: 7, cursor }).page();
        seen.push(...page.rows.map(({ uid }) => uid));
        expect(page.rows.length).toBeLessThanOrEqual(7);
        cursor = page.cursor;
      } while (cursor !== undefined);

      expect(seen.sort()).toEqual(people);
    });

    test('a search brings tags and groups of many users, and of a few', async () => {
      for (const prefix of ['/suite/quinn/many/', '/suite/quinn/few/']) {
        const rows = await accounts()
          .search({ filter: (f) => f.startsWith('Path', prefix), attributes: ['*', '__GROUPS__'] })
          .toArray();

        expect(rows).toHaveLength(prefix.endsWith('few/') ? 5 : 18);
        for (const { uid, attributes } of rows) {
          const number = Number(uid.slice(-2));
          expect(attributes.Tags).toEqual([{ Key: 'number', Value: String(number) }]);
          expect(attributes.__GROUPS__).toEqual([number % 2 ? 'quinn-odd' : 'quinn-even']);
        }
      }
    });

    test('filters find what they should by name, uid, path, tag and group', async () => {
      const find = async (filter: string) =>
        (
          await accounts()
            .search({ filter, attributes: ['Path'] })
            .toArray()
        )
          .map(({ uid }) => uid)
          .sort();

      expect(await find('__NAME__ eq "quinn-07"')).toEqual(['quinn-07']);
      expect(await find('__UID__ eq "quinn-07" or __UID__ eq "quinn-08"')).toEqual(['quinn-07', 'quinn-08']);
      expect(await find('__NAME__ sw "quinn-1"')).toEqual(people.slice(10, 20));
      expect(await find('Path eq "/suite/quinn/few/"')).toEqual(people.slice(0, 5));
      expect(await find('Path sw "/suite/quinn/" and !(Path sw "/suite/quinn/few/")')).toEqual(people.slice(5));
      expect(await find('Path sw "/suite/quinn/few/" and __GROUPS__ eq "quinn-odd"')).toEqual(['quinn-01', 'quinn-03']);
      expect(await find('Path sw "suite"')).toEqual([]);
    });

    test('groups are found with their members', async () => {
      const rows = await groups()
        .search({ filter: (f) => f.startsWith('Path', '/suite/quinn/'), attributes: ['Members'] })
        .toArray();

      const members = Object.fromEntries(rows.map(({ uid, attributes }) => [uid, [...(attributes.Members ?? [])].sort()]));
      expect(members).toEqual({ 'quinn-even': people.filter((_, i) => i % 2 === 0), 'quinn-odd': people.filter((_, i) => i % 2 === 1) });
    });

    test('the enabled are found among the others', async () => {
      await accounts().update('quinn-03', { replace: { __PASSWORD__: 'Correct-Horse-9' } });

      const rows = await accounts()
        .search({ filter: (f) => f.and(f.startsWith('Path', '/suite/quinn/few/'), f.equals('__ENABLE__', true)) })
        .toArray();

      expect(rows.map(({ uid }) => uid)).toEqual(['quinn-03']);
    });
  });
}
