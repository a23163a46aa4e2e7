import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Filter } from '../../../model/filter.ts';
import { formatFilter } from '../../../model/format-filter.ts';
import type { ObjectClassOperation } from '../../../model/operation.ts';
import type { Row } from '../../../model/row.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { NotApplicable } from '../not-applicable.ts';

/** Makes a case of one class. */
export type MakeCase = (kind: string, promise: string, run: () => Promise<void>, skip?: string | undefined) => ContractCase;

/**
 * Makes cases that are skipped when the class lacks one of the operations.
 *
 * @param area  The first word of their names: `search`, `sync`.
 */
export function casesOf(subject: ClassSubject, area: string, ...needed: ObjectClassOperation[]): MakeCase {
  const { objectClass } = subject;
  const missing = needed.filter((operation) => !subject.supports(operation));
  const why = missing.length > 0 ? `the class does not support ${missing.join(', ')}` : undefined;
  return (kind, promise, run, skip) => ({
    name: `${objectClass.name} ${area}: ${promise}`,
    kind,
    objectClass: objectClass.name,
    skip: why ?? skip,
    run,
  });
}

/** The same for cases that look at the population: it is made before they look. */
export function populatedCases(subject: ClassSubject, population: () => Promise<unknown>, area: string, ...needed: ObjectClassOperation[]): MakeCase {
  const make = casesOf(subject, area, ...needed);
  return (kind, promise, run, skip) =>
    make(
      kind,
      promise,
      async () => {
        await population();
        await run();
      },
      skip,
    );
}

/** Where there are more objects than this, pages of one are not tried: a directory may hold a million. */
export const few = 60;

/** How much larger the pages of a case are than it would have them, where there are many objects: each search takes some hundred pages at most. */
export function pageScale(subject: ClassSubject): () => Promise<number> {
  let counted: Promise<number> | undefined;
  return async () => {
    counted ??= (async () => (await subject.operations()).search({ attributes: [] }).count())();
    const count = await counted;
    return count <= few ? 1 : Math.ceil(count / few);
  };
}

/** Names of the attributes that can be read, `__NAME__` aside. */
export function readableNames({ objectClass }: Pick<ClassSubject, 'objectClass'>): readonly string[] {
  return Object.entries(objectClass.attributes)
    .filter(([name, { readable, type }]) => name !== '__NAME__' && readable !== false && type !== 'secret' && type !== 'secretBytes')
    .map(([name]) => name);
}

/** The population with all that can be read of it, each object read by its uid, once for all cases that ask. */
export function populationRows(subject: ClassSubject): () => Promise<readonly Row[]> {
  let rows: Promise<readonly Row[]> | undefined;
  const read = async () => {
    const operations = await subject.operations();
    const found: Row[] = [];
    if ((await subject.population()).length === 0) throw new NotApplicable('there are no objects to look among, and none can be created');
    for (const { uid } of await subject.population()) {
      const row = await operations.get(uid, { attributes: readableNames(subject) });
      assert.ok(row, `get of ${uid}, which is in the population, should answer it, and answered nothing`);
      found.push(row);
    }
    return found;
  };
  return () => {
    rows ??= read();
    return rows;
  };
}

/** Those of the rows that are in the population: a system may hold other objects, which are nobody's business. */
export function among<R extends { readonly uid: string }>(rows: readonly R[], population: readonly { readonly uid: string }[]): R[] {
  const uids = new Set(population.map(({ uid }) => uid));
  return rows.filter(({ uid }) => uids.has(uid));
}

/** Compares which objects were found, each once; the order does not count. */
export function assertSameObjects(found: readonly Row[], expected: readonly Pick<Row, 'uid' | 'name'>[], what: string): void {
  const names = (rows: readonly Pick<Row, 'uid' | 'name'>[]) => rows.map(({ name, uid }) => `${name} (${uid})`).sort();
  assertSameNames(names(found), names(expected), `${what} should find ${listed(names(expected))}, and found ${listed(names(found))}`);
}

/** Compares which objects were found and in which order. */
export function assertSameOrder(found: readonly Row[], expected: readonly Row[], what: string): void {
  const names = (rows: readonly Row[]) => rows.map(({ name, uid }) => `${name} (${uid})`);
  assertSameNames(names(found), names(expected), `${what} should bring ${listed(names(expected))}, and brought ${listed(names(found))}`);
}

/** With a message that says it all; the lists are there for test runners that show what differs. */
function assertSameNames(actual: readonly string[], expected: readonly string[], message: string): void {
  if (!isDeepStrictEqual(actual, expected)) throw new assert.AssertionError({ message, actual, expected, operator: 'same objects' });
}

/** A filter as text, for messages. */
export function shown(filter: Filter): string {
  return `filter ${formatFilter(filter)}`;
}

/** How many objects a message names. */
const most = 10;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
}
