import assert from 'node:assert/strict';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { ConnectorError } from '../../../model/errors.ts';
import type { Row } from '../../../model/row.ts';
import type { ContractCase } from '../contract-case.ts';
import { NotApplicable } from '../not-applicable.ts';
import { isSameSet, oracleValues } from '../oracle.ts';
import { isSameValue } from '../oracle-values.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject, updateObject } from '../update-object.ts';
import { among, assertSameObjects, casesOf, pageScale, populatedCases, populationRows, readableNames } from './class-cases.ts';

/** How many calls run at a time. */
const many = 20;

/**
 * Calls that run at the same time over one session: none of them is lost.
 *
 * @example
 * for (const each of concurrency(subject)) await each.run();
 */
export function* concurrency(subject: SuiteClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const scale = pageScale(subject);
  const { objectClass } = subject;
  const make = casesOf(subject, 'concurrency', 'create', 'get');
  const readable = readableNames(subject);
  const changeable = subject.writable.filter((name) => {
    const { updateable, multiValued } = objectClass.attributes[name] ?? {};
    return name !== '__NAME__' && updateable !== false && readable.includes(name) && !multiValued;
  });
  const lists = subject.writable.filter((name) => {
    const { updateable, multiValued } = objectClass.attributes[name] ?? {};
    return updateable !== false && readable.includes(name) && multiValued;
  });

  yield make('concurrency/creates', `${many} objects that are created at the same time are all there`, async () => {
    const operations = await subject.operations();
    const made = await Promise.all(Array.from({ length: many }, () => subject.make()));
    assert.equal(new Set(made.map(({ uid }) => uid)).size, many, `${many} objects should have ${many} uids`);
    for (const { uid, attributes } of made) {
      const row = await operations.get(uid);
      assert.ok(row, `${attributes.__NAME__}, created beside others as ${uid}, should be there`);
    }
  });

  yield make('concurrency/same-name', 'of creates with the same name at the same time one succeeds, where names are unique', async () => {
    const { attributes } = await subject.make();
    const { __NAME__ } = attributes;
    if (__NAME__ === undefined) throw new NotApplicable('the system makes the names');
    const second = await attempt(() => subject.make({ __NAME__ }));
    if (second.failure === undefined) throw new NotApplicable('two objects may have the same name');
    const name = subject.sample().__NAME__ as string;
    const answers = await Promise.all(Array.from({ length: 5 }, () => attempt(() => subject.make({ __NAME__: name }))));
    const codes = answers.map(({ failure }) => (failure === undefined ? 'success' : ConnectorError.is(failure) ? failure.code : String(failure)));
    assert.deepEqual(
      codes.sort(),
      [...Array<string>(4).fill('AlreadyExists'), 'success'],
      `of five creates of ${name} one should succeed and four fail with AlreadyExists`,
    );
  });

  const updating = casesOf(subject, 'concurrency', 'create', 'update', 'get');
  yield updating(
    'concurrency/updates',
    `updates of different attributes at the same time all hold (${changeable.join(', ')})`,
    async () => {
      const operations = await subject.operations();
      const { uid } = await subject.make();
      const before = await operations.get(uid, { attributes: readable });
      const values = changeable.flatMap((name) => {
        const value = subject.otherValue(name, before?.attributes[name]);
        return value === undefined ? [] : [[name, value as AttributeValue] as const];
      });
      const answers = await Promise.all(values.map(([name, value]) => attempt(() => updateObject(subject, uid, { replace: { [name]: value } }))));
      const after = await operations.get(uid, { attributes: readable });
      for (const [i, [name, value]] of values.entries()) {
        if (isRefused(answers[i]?.failure, `the update of ${name}`)) continue;
        const info = objectClass.attributes[name] ?? { type: 'string' };
        assert.ok(
          after && isSameSet(info, oracleValues(name, after), [value]),
          `${name} should hold what an update beside others put there: that update was lost`,
        );
      }
    },
    changeable.length < 2 ? 'fewer than two single attributes can be updated and read' : undefined,
  );

  yield updating(
    'concurrency/adds',
    `values that are added at the same time are all there (${lists.join(', ')})`,
    async () => {
      const operations = await subject.operations();
      for (const name of lists) {
        const info = objectClass.attributes[name] ?? { type: 'string' };
        const members = membersOf(subject, name, 6);
        const { uid } = await subject.make();
        const answers = await Promise.all(members.map((member) => attempt(() => updateObject(subject, uid, { add: { [name]: [member] } }))));
        const after = await operations.get(uid, { attributes: [name] });
        const there = after ? oracleValues(name, after) : [];
        for (const [i, member] of members.entries()) {
          if (isRefused(answers[i]?.failure, `adding to ${name}`)) continue;
          assert.ok(
            there.some((each) => isSameValue(info, each, member)),
            `${name} should have all ${members.length} values that were added at the same time, and has ${there.length}`,
          );
        }
      }
    },
    lists.length === 0 ? 'no multi-valued attribute can be updated and read' : undefined,
  );

  const searching = populatedCases(subject, population, 'concurrency', 'create', 'delete', 'search');
  yield searching('concurrency/search-while-writing', 'searches go on while objects come and go, and find each of those that stay once', async () => {
    const operations = await subject.operations();
    const rows = await population();
    const own = await Promise.all(Array.from({ length: 4 }, () => subject.make()));
    const found: Row[] = [];
    const unit = await scale();
    const iterator = operations.search({ pageSize: unit })[Symbol.asyncIterator]();
    for (let result = await iterator.next(), i = 0; !result.done; result = await iterator.next(), i++) {
      found.push(result.value);
      if (i >= own.length) continue;
      await subject.make();
      await deleteObject(subject, (own[i] as { readonly uid: string }).uid);
    }
    assertSameObjects(among(found, rows), rows, 'a search while other objects come and go');
    const [parallel] = await Promise.all([
      Promise.all(Array.from({ length: 5 }, (_, i) => operations.search({ pageSize: (1 + i) * unit }).toArray())),
      Promise.all(Array.from({ length: 5 }, async () => deleteObject(subject, (await subject.make()).uid))),
    ]);
    for (const each of parallel) assertSameObjects(among(each, rows), rows, 'a search in parallel with creates and deletes');
  });
}

/** Different values for one multi-valued attribute. */
function membersOf(subject: SuiteClassSubject, name: string, count: number): readonly AttributeValue[] {
  const info = subject.objectClass.attributes[name] ?? { type: 'string' };
  const members: AttributeValue[] = [];
  for (let tries = 0; tries < 2 * count && members.length < count; tries++) {
    for (const each of [subject.otherValue(name, members) ?? []].flat() as AttributeValue[])
      if (members.length < count && !members.some((other) => isSameMember(info, each, other))) members.push(each);
  }
  return members;
}

/** Maps with required properties are one member when those are the same, as tags are by their key. */
function isSameMember(info: Parameters<typeof isSameSet>[0], a: AttributeValue, b: AttributeValue): boolean {
  const keys = info.requiredProperties ?? [];
  const part = (value: AttributeValue) => Object.fromEntries(keys.map((key) => [key, (value as Readonly<Record<string, AttributeValue>>)[key]]));
  return keys.length > 0 ? isSameValue(info, part(a) as AttributeValue, part(b) as AttributeValue) : isSameValue(info, a, b);
}

async function attempt(work: () => Promise<unknown>): Promise<{ readonly failure?: unknown }> {
  try {
    await work();
    return {};
  } catch (failure) {
    return { failure };
  }
}

/** A system may refuse to change an object that another call is changing, as long as it says so. */
function isRefused(failure: unknown, what: string): boolean {
  if (failure === undefined) return false;
  if (ConnectorError.is(failure) && (failure.retryable || failure.code === 'PreconditionFailed')) return true;
  throw new assert.AssertionError({
    message: `${what} beside other updates should succeed, or fail with a code that may be tried again, not with ${String(failure)}`,
  });
}
