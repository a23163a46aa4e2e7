import assert from 'node:assert/strict';
import { filters } from '../../../model/filter.ts';
import type { Row } from '../../../model/row.ts';
import type { ContractCase } from '../contract-case.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject } from '../update-object.ts';
import {
  among,
  assertSameObjects,
  assertSameOrder,
  casesOf,
  pageScale,
  populatedCases,
  populationRows,
  readableNames,
  shown,
} from './class-cases.ts';

/**
 * What every search must do: find what there is, once, by uid and by name; nothing that is not or no longer there; the same each time.
 *
 * @example
 * for (const each of searchBasics(subject)) await each.run();
 */
export function* searchBasics(subject: SuiteClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const make = populatedCases(subject, population, 'search', 'search');

  yield make('search/all', 'without a filter every object is found, each once', async () => {
    const operations = await subject.operations();
    assertSameObjects(among(await operations.search().toArray(), await population()), await population(), 'a search without a filter');
  });

  yield make('search/uid', 'an object is found by its uid, alone and beside another condition', async () => {
    const operations = await subject.operations();
    for (const row of (await population()).slice(0, 3)) {
      const alone = filters.equals('__UID__', row.uid);
      assertSameObjects(await operations.search({ filter: alone }).toArray(), [row], shown(alone));
      // A connector with a get answers the first by it; this one is a search.
      const joined = filters.and(alone, filters.present('__NAME__'));
      assertSameObjects(await operations.search({ filter: joined }).toArray(), [row], shown(joined));
    }
  });

  yield make('search/name', 'an object is found by its name', async () => {
    const operations = await subject.operations();
    for (const row of (await population()).slice(0, 3)) {
      const filter = filters.equals('__NAME__', row.name);
      assertSameObjects(among(await operations.search({ filter }).toArray(), await population()), [row], shown(filter));
    }
  });

  yield make('search/missing', 'what is not there is not found', async () => {
    const operations = await subject.operations();
    const [row] = await population();
    const absent = `${row?.name ?? 'nobody'}-that-never-was`;
    const wrong = [
      filters.equals('__NAME__', absent),
      filters.and(filters.equals('__UID__', absent), filters.present('__NAME__')),
      filters.and(filters.present('__NAME__'), filters.not(filters.present('__NAME__'))),
    ];
    for (const filter of wrong) assertSameObjects(await operations.search({ filter }).toArray(), [], shown(filter));
    assert.equal(
      await operations.search({ filter: filters.equals('__NAME__', absent) }).first(),
      undefined,
      'first() of nothing should be undefined',
    );
  });

  yield make('search/get-agrees', 'an object is the same by get and by search', async () => {
    const operations = await subject.operations();
    const attributes = readableNames(subject);
    for (const row of await population()) {
      const filter = filters.and(filters.equals('__UID__', row.uid), filters.present('__NAME__'));
      const found = await operations.search({ filter, attributes }).first();
      assert.deepEqual(comparable(found), comparable(row), `${row.name} should be the same by search (found) as by get (expected)`);
    }
  });

  yield make('search/empty-junctions', '"and" of none holds for every object, "or" of none for none, inside others too', async () => {
    const operations = await subject.operations();
    const [all, none] = [filters.and(), filters.or()];
    const everything = [all, filters.not(none), filters.or(all), filters.and(all, filters.present('__NAME__'))];
    const nothing = [none, filters.not(all), filters.and(none), filters.and(none, filters.present('__NAME__'))];
    for (const filter of everything)
      assertSameObjects(among(await operations.search({ filter }).toArray(), await population()), await population(), shown(filter));
    for (const filter of nothing) assertSameObjects(await operations.search({ filter }).toArray(), [], shown(filter));
  });

  yield make('search/uses-agree', 'toArray, iteration, pages, first and count agree', async () => {
    const operations = await subject.operations();
    const uids = (await population()).slice(0, 5).map(({ uid }) => uid);
    const stream = operations.search({ filter: filters.or(...uids.map((uid) => filters.equals('__UID__', uid))), pageSize: 2 });
    const rows = await stream.toArray();
    const iterated: Row[] = [];
    for await (const row of stream) iterated.push(row);
    const paged: Row[] = [];
    for await (const page of stream.pages()) paged.push(...page.rows);
    const first = await stream.first();
    assertSameObjects(iterated, rows, 'iteration of the rows that toArray brings');
    assertSameObjects(paged, rows, 'pages of the rows that toArray brings');
    assert.equal(await stream.count(), rows.length, 'count() should be the length of toArray()');
    assert.ok(rows.length === 0 ? first === undefined : rows.some(({ uid }) => uid === first?.uid), 'first() should be one of toArray()');
  });

  yield make('search/repeatable', 'a search that is used again, or made again, brings the same in the same order', async () => {
    const operations = await subject.operations();
    const pageSize = 3 * (await scale());
    const stream = operations.search({ pageSize });
    const once = among(await stream.toArray(), await population());
    assertSameObjects(once, await population(), 'the first use of a search');
    assertSameOrder(among(await stream.toArray(), await population()), once, 'the second use of a search');
    assertSameOrder(among(await operations.search({ pageSize }).toArray(), await population()), once, 'the same search, made again,');
  });

  const deleting = casesOf(subject, 'search', 'search', 'create', 'delete');
  yield deleting('search/deleted', 'an object that is deleted is found no more', async () => {
    const operations = await subject.operations();
    const { uid } = await subject.make();
    const found = await operations.get(uid);
    assert.ok(found, 'a new object should be there');
    await deleteObject(subject, uid);
    assert.equal(await operations.get(uid), undefined, `get of ${found.name}, which is deleted, should answer nothing`);
    const byName = await operations.search({ filter: filters.equals('__NAME__', found.name) }).toArray();
    assertSameObjects(byName, [], `a search for ${found.name}, which is deleted,`);
    const left = (await operations.search().toArray()).filter((row) => row.uid === uid);
    assertSameObjects(left, [], `a search without a filter, after ${found.name} is deleted,`);
  });
}

/** A row as far as it says what the object is; lists are sets. */
function comparable(row: Row | undefined): unknown {
  if (!row) return undefined;
  const entries = Object.entries(row.attributes).map(([name, value]) => [name, Array.isArray(value) ? new Set(value) : value] as const);
  return { uid: row.uid, name: row.name, attributes: new Map(entries) };
}
