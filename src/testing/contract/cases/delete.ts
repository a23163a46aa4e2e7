import { filters } from '../../../model/filter.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, expectUnchanged, mismatch, present, refusal } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { deleteObject, unusedUid, updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** More than the connections that clients keep at a time, most of them ten: who gives none back after an error has none left. */
const many = 25;

/** What a delete must do: remove the object that it names, that one alone, and not twice. */
export function* deleting(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'delete', 'create', 'delete', 'get');

  yield make('delete/gone', 'a deleted object is not there any more', async () => {
    const { uid } = await subject.make();
    await deleteObject(subject, uid);
    const row = await (await subject.operations()).get(uid);
    expect(row === undefined, () => mismatch('get of a deleted object', undefined, row));
  });

  yield casesOf(
    subject,
    'delete',
    'create',
    'delete',
    'search',
  )('delete/not-found', 'a deleted object is not found by its name', async () => {
    const { uid, attributes } = await subject.make();
    await deleteObject(subject, uid);
    const found = await (await subject.operations()).search({ filter: filters.equals('__NAME__', attributes.__NAME__ as string) }).toArray();
    expect(!found.some((row) => row.uid === uid), () => 'a search for the name of a deleted object finds it');
  });

  // Of a system that answers no questions too.
  yield casesOf(
    subject,
    'delete',
    'create',
    'delete',
  )('delete/twice', 'a second delete says that there is no such object', async () => {
    const uid = await unusedUid(subject);
    await refusal('a second delete of the same object', () => deleteObject(subject, uid), ['UnknownUid']);
  });

  yield casesOf(
    subject,
    'delete',
    'create',
    'delete',
  )('delete/often-refused', `after ${many} deletes that were refused everything works as before`, async () => {
    const uid = await unusedUid(subject);
    for (let i = 0; i < many; i++) await refusal('a delete of an object that is not there', () => deleteObject(subject, uid), ['UnknownUid']);
    await deleteObject(subject, (await subject.make()).uid);
  });

  yield make('delete/others-stay', 'other objects stay as they are', async () => {
    const [first, second] = [await subject.make(), await subject.make()];
    const before = await present(subject, second.uid);
    await deleteObject(subject, first.uid);
    expectUnchanged(subject, before, await present(subject, second.uid, 'the other object'), 'a delete of another object');
  });

  yield make(
    'delete/name-free',
    'the name of a deleted object can be used again, and nothing of the old object is left in the new one',
    async () => {
      const { uid, attributes } = await subject.make();
      await deleteObject(subject, uid);
      const names = Object.keys(attributes).filter((name) => name === '__NAME__' || subject.attribute(name).required);
      const again = Object.fromEntries(names.map((name) => [name, attributes[name]]));
      const created = await (await subject.operations()).create(again as never);
      subject.deleteAfter(created.uid);
      const row = await present(subject, created.uid, 'the new object');
      const left = subject.creatable.filter(
        (name) =>
          !names.includes(name) && subject.readable.includes(name) && subject.attribute(name).default === undefined && hasValue(row.attributes[name]),
      );
      expect(left.length === 0, () => `the new object has ${left.join(', ')} of the deleted one`);
    },
    subject.creatable.includes('__NAME__') ? undefined : 'names are not set by who creates',
  );

  yield make('delete/stale-revision', 'a delete with a revision that is over is refused, and the object stays', async () => {
    const { uid, attributes } = await subject.make();
    const { revision: stale } = await present(subject, uid);
    if (stale === undefined) throw new NotApplicable('objects have no revision');
    if (!subject.supports('update')) throw new NotApplicable('objects cannot be updated, so no revision is ever over');
    const change = subject.updateable
      .filter((name) => subject.readable.includes(name))
      .map((name) => [name, subject.otherValue(name, attributes[name])] as const)
      .find(([, value]) => value !== undefined);
    if (!change) throw new NotApplicable('no attribute can be both changed and read');
    const written = await updateObject(subject, uid, { replace: { [change[0]]: change[1] } });
    const operations = await subject.operations();
    await refusal('a delete with a revision that is over', () => operations.delete(written.uid, { revision: stale }), ['PreconditionFailed']);
    const row = await present(subject, written.uid, 'the object');
    await operations.delete(written.uid, { revision: row.revision });
    const gone = await operations.get(written.uid);
    expect(gone === undefined, () => mismatch('get after a delete with the revision that was read', undefined, gone));
  });
}

function hasValue(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
