import type { ContractCase } from '../contract-case.ts';
import { expect, fail, mismatch, present } from '../expectations.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { unusedUid } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** What a get answers: the object, what was asked for of it, and nothing when it is not there. */
export function* getting(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'get', 'get');
  const { objectClass } = subject;
  const returned = subject.readable.filter((name) => subject.attribute(name).returnedByDefault !== false);

  yield make('get/unknown', 'there is nothing at a uid that was never given', async () => {
    const [known] = await subject.population();
    const start = known?.uid.slice(0, -1) ?? '';
    const operations = await subject.operations();
    // One of them may be there by chance, not all of them.
    const found = [];
    for (const uid of [`${start}0`, `${start}1`, `${start}x`, `${start}zz`]) found.push((await operations.get(uid)) !== undefined);
    expect(found.includes(false), () => 'get of uids that were never given answers objects');
  });

  const makeDeleted = casesOf(subject, 'get', 'get', 'create', 'delete');
  yield makeDeleted('get/deleted', 'there is nothing at the uid of a deleted object', async () => {
    const uid = await unusedUid(subject);
    const row = await (await subject.operations()).get(uid);
    expect(row === undefined, () => mismatch('get of a deleted object', undefined, row));
  });

  yield make('get/identity', 'an object carries its class, its uid and its name, and neither of the two among the attributes', async () => {
    for (const { uid, attributes } of (await subject.population()).slice(0, 3)) {
      const row = await present(subject, uid);
      expect(row.objectClass === objectClass.name, () => mismatch('the class of the row', objectClass.name, row.objectClass));
      expect(row.uid === uid, () => mismatch('the uid of the row', uid, row.uid));
      const name = attributes.__NAME__;
      expect(typeof row.name === 'string' && row.name !== '', () => mismatch('the name of the row', name, row.name));
      const doubled = ['__NAME__', '__UID__'].filter((each) => Object.hasOwn(row.attributes, each));
      expect(doubled.length === 0, () => `the row has ${doubled.join(' and ')} among its attributes`);
    }
  });

  yield make('get/default-attributes', 'without names it answers what is returned by default, all of it and nothing else', async () => {
    for (const { uid } of (await subject.population()).slice(0, 3)) {
      const row = (await (await subject.operations()).get(uid)) ?? fail(`get found nothing at ${uid}`);
      const full = await present(subject, uid);
      const expected = returned.filter((name) => full.attributes[name] !== undefined).sort();
      const found = Object.keys(row.attributes).sort();
      expect(expected.join() === found.join(), () => mismatch('the attributes of a get without names', expected, found));
    }
  });

  yield make('get/named-attributes', 'with names it answers those, and no other', async () => {
    const [first] = await subject.population();
    if (!first) return;
    const full = await present(subject, first.uid);
    for (const name of subject.readable) {
      const row = (await (await subject.operations()).get(first.uid, { attributes: [name] })) ?? fail(`get found nothing at ${first.uid}`);
      const expected = full.attributes[name] === undefined ? [] : [name];
      expect(Object.keys(row.attributes).join() === expected.join(), () =>
        mismatch(`the attributes of a get of ${name}`, expected, Object.keys(row.attributes)),
      );
    }
  });

  const required = returned.filter((name) => subject.attribute(name).required);
  yield make(
    'get/required-attributes',
    'every object has the attributes that the schema says every object has',
    async () => {
      for (const { uid } of await subject.population()) {
        const row = (await (await subject.operations()).get(uid)) ?? fail(`get found nothing at ${uid}`);
        const missing = required.filter((name) => row.attributes[name] === undefined);
        expect(missing.length === 0, () => `${JSON.stringify(row.name)} lacks ${missing.join(', ')}, which the schema calls required`);
      }
    },
    required.length === 0 ? 'no attribute is required but the name' : undefined,
  );

  yield make('get/repeatable', 'the same get answers the same', async () => {
    for (const { uid } of (await subject.population()).slice(0, 3)) {
      const [first, second] = [await present(subject, uid), await present(subject, uid)];
      const [a, b] = [Object.keys(first.attributes).sort(), Object.keys(second.attributes).sort()];
      expect(a.join() === b.join() && first.name === second.name, () => mismatch('a second get of the same object', a, b));
      expect(first.revision === second.revision, () => mismatch('the revision of an object that nobody changed', first.revision, second.revision));
    }
  });
}
