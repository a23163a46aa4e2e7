import assert from 'node:assert/strict';
import type { Arbitrary, IAsyncProperty } from 'fast-check';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { ConnectorError } from '../../../model/errors.ts';
import type { Comparison, Filter } from '../../../model/filter.ts';
import type { Row } from '../../../model/row.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { type FastCheck, loadFastCheck } from '../fast-check.ts';
import { isSameSet, oracleMatches, oracleValues } from '../oracle.ts';
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
import { canBeMadeUp, valuesOf } from './fuzz-values.ts';
import { comparedValues, filterable, orderedValues, partsOf } from './search-filter-values.ts';

/**
 * Values, filters and pages that nobody thought of, made by fast-check from the seed of the suite. A failure says its seed and path, and
 * the smallest example that was found.
 *
 * That invalid values never reach the connector is the facade's own promise and tested there.
 *
 * @example
 * for (const each of fuzz(subject)) await each.run();
 */
export function* fuzz(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const { objectClass } = subject;
  const readable = readableNames(subject);
  const fuzzed = readable.filter((name) => {
    const info = objectClass.attributes[name] ?? { type: 'string' };
    // What ICF's own names mean to a system is more than a value: an expired password, a disabled account.
    const isPlain = !/^__.*__$/.test(name) || name === '__DESCRIPTION__' || name === '__SHORT_NAME__';
    return isPlain && subject.writable.includes(name) && info.creatable !== false && canBeMadeUp(info);
  });

  const making = casesOf(subject, 'fuzz', 'create', 'get');
  yield making(
    'fuzz/values',
    `values that the schema allows are read as they were written (${fuzzed.join(', ')})`,
    async () => {
      const operations = await subject.operations();
      await checked(subject, 25, (fc) => {
        const arbitraries: Record<string, Arbitrary<AttributeValue | readonly AttributeValue[]>> = {};
        for (const name of fuzzed) {
          const values = valuesOf(fc, objectClass.attributes[name] ?? { type: 'string' });
          arbitraries[name] = values.map((value) => subject.kept(name, value));
        }
        return fc.asyncProperty(fc.record(arbitraries, { requiredKeys: [] }) as Arbitrary<FuzzedValues>, async (values) => {
          const uid = await created(subject, values);
          if (uid === undefined) return;
          const row = await operations.get(uid, { attributes: readable });
          for (const [name, value] of Object.entries(values)) {
            const info = objectClass.attributes[name] ?? { type: 'string' };
            const found = row ? oracleValues(name, row) : [];
            assert.ok(isSameSet(info, found, [value].flat() as AttributeValue[]), `${name} should be read as it was written`);
          }
        });
      });
    },
    fuzzed.length === 0 ? 'no attribute has values that can be made up' : undefined,
  );

  const searching = populatedCases(subject, population, 'fuzz', 'search');
  yield searching('fuzz/filters', 'filters of any shape find what they should', async () => {
    const operations = await subject.operations();
    const rows = await population();
    const pageSize = 4 * (await scale());
    await checked(subject, 100, (fc) =>
      fc.asyncProperty(anyFilter(fc, leavesOf(subject, rows)), async (filter) => {
        const found = await operations.search({ filter, attributes: [], pageSize }).toArray();
        assertSameObjects(
          among(found, rows),
          rows.filter((row) => oracleMatches(filter, row, objectClass)),
          shown(filter),
        );
      }),
    );
  });

  yield searching('fuzz/pages', 'pages of any size, from any offset, to any limit, resumed anywhere bring what they should', async () => {
    const operations = await subject.operations();
    const all = await operations.search().toArray();
    const unit = await scale();
    await checked(subject, 40, (fc) => {
      const query = {
        pageSize: fc.integer({ min: 1, max: 12 }).map((size) => size * unit),
        offset: fc.nat(all.length + 1),
        limit: fc.integer({ min: 1, max: all.length + 1 }),
        resume: fc.nat(3),
      };
      return fc.asyncProperty(fc.record(query), async ({ pageSize, offset, limit, resume }) => {
        const rows: Row[] = [];
        let pages = 0;
        let cursor: string | undefined;
        for await (const page of operations.search({ pageSize, offset, limit }).pages()) {
          rows.push(...page.rows);
          cursor = page.cursor;
          if (pages++ === resume) break;
        }
        if (cursor !== undefined && rows.length < limit)
          rows.push(...(await operations.search({ pageSize, cursor, limit: limit - rows.length }).toArray()));
        assertSameOrder(rows, all.slice(offset, offset + limit), `pages of ${pageSize} from offset ${offset} to limit ${limit}`);
      });
    });
  });
}

/** Values by attribute; those that are not there are the sample's. */
type FuzzedValues = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;

/** Runs a property with the seed of the suite. */
async function checked<T>(subject: ClassSubject, numRuns: number, property: (fc: FastCheck) => IAsyncProperty<T>): Promise<void> {
  const fc = await loadFastCheck();
  const details = await fc.check(property(fc), { seed: subject.seed, numRuns });
  if (details.failed) assert.fail(await fc.asyncDefaultReportMessage(details));
}

/** The uid of a new object; undefined when the system refuses values that its schema does not forbid, as long as it says so. */
async function created(
  subject: ClassSubject,
  values: Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>,
): Promise<string | undefined> {
  try {
    return (await subject.make(values)).uid;
  } catch (error) {
    if (ConnectorError.is(error) && error.code === 'InvalidAttributeValue') return undefined;
    throw error;
  }
}

/** Comparisons of every attribute with values that are there and values that are not. */
function leavesOf({ objectClass }: ClassSubject, rows: readonly Row[]): readonly Filter[] {
  return filterable(objectClass).flatMap(([attribute, info]): Filter[] => {
    const ordering: readonly Comparison[] = ['boolean', 'bytes', 'map', 'reference'].includes(info.type) ? [] : ['greaterThan', 'lessThanOrEqual'];
    const parts: readonly Comparison[] = info.type === 'string' ? ['startsWith', 'endsWith', 'contains'] : [];
    return [
      { op: 'present', attribute },
      ...comparedValues(attribute, info, rows).map((value) => ({ op: 'equals', attribute, value }) as const),
      ...ordering.flatMap((op) => orderedValues(attribute, info, rows).map((value) => ({ op, attribute, value }))),
      ...parts.flatMap((op) => partsOf(op, attribute, info, rows).map((value) => ({ op, attribute, value }))),
    ];
  });
}

function anyFilter(fc: FastCheck, leaves: readonly Filter[]): Arbitrary<Filter> {
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 2, arbitrary: fc.constantFrom(...leaves) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant('not' as const), filter: tie('filter') }) },
      { weight: 3, arbitrary: fc.record({ op: fc.constantFrom('and' as const, 'or' as const), filters: fc.array(tie('filter'), { maxLength: 3 }) }) },
    ),
  }));
  return filter;
}
