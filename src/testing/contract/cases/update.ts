import { filters } from '../../../model/filter.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, expectAttributes, expectUnchanged, mismatch, present, refusal } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import { sameValue, valuesOf } from '../same-value.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { areNamesShared, unusedUid, updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** What an update must do: change what it names, nothing else, and say which uid the object has then. */
export function* updating(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'update', 'create', 'update', 'get');
  const search = casesOf(subject, 'update', 'create', 'update', 'get', 'search');
  const changeable = subject.updateable.filter((name) => subject.readable.includes(name));
  const optional = changeable.filter((name) => !subject.attribute(name).required);
  const named = subject.creatable.includes('__NAME__');
  const renames = subject.updateable.includes('__NAME__') ? undefined : 'the name cannot be changed';
  // What may follow from a change: what the system keeps, and what cases must not rely on.
  const kept = subject.readable.filter((name) => !subject.updateable.includes(name));

  for (const name of changeable) {
    yield make('update/replace', `${name} can be replaced, and the others stay`, async () => {
      const { uid, attributes } = await subject.make();
      const value = subject.otherValue(name, attributes[name]);
      if (value === undefined) throw new NotApplicable(`there is no second value of ${name}`);
      const before = await present(subject, uid);
      const written = await updateObject(subject, uid, { replace: { [name]: value } });
      const after = await present(subject, written.uid, 'the updated object');
      expectAttributes(subject, after, { [name]: value }, `after ${name} was replaced`);
      expectUnchanged(subject, before, after, `an update of ${name}`, [name, ...kept]);
    });
  }
  if (changeable.length === 0) yield make('update/replace', 'attributes can be replaced', none, 'no attribute can be both changed and read');

  for (const name of optional) {
    yield make('update/clear', `null clears ${name}, and the others stay`, async () => {
      const { uid, attributes } = await subject.make();
      if (attributes[name] === undefined) throw new NotApplicable(`there is no sample of ${name}`);
      const before = await present(subject, uid);
      const written = await updateObject(subject, uid, { replace: { [name]: null } });
      const after = await present(subject, written.uid, 'the updated object');
      const attribute = subject.attribute(name);
      const found = after.attributes[name];
      const cleared = valuesOf(found).length === 0 || (attribute.default !== undefined && sameValue(attribute, found, attribute.default));
      expect(cleared, () => mismatch(`${name} after null was written`, 'no value', found));
      expectUnchanged(subject, before, after, `clearing ${name}`, [name, ...kept]);
    });
  }
  if (optional.length === 0) yield make('update/clear', 'null clears attributes', none, 'no attribute can be cleared and read');

  yield make('update/set-again', 'what was cleared can be set again', async () => {
    const { uid, attributes } = await subject.make();
    const names = optional.filter((name) => attributes[name] !== undefined);
    if (names.length === 0) throw new NotApplicable('no attribute can be cleared');
    const cleared = await updateObject(subject, uid, { replace: Object.fromEntries(names.map((name) => [name, null])) });
    const values = Object.fromEntries(names.map((name) => [name, attributes[name]]));
    const { uid: now } = await updateObject(subject, cleared.uid, { replace: values as never });
    expectAttributes(subject, await present(subject, now), values, 'after clearing and setting again');
  });

  yield make('update/all-at-once', 'all attributes can be replaced in one update', async () => {
    const { uid, attributes } = await subject.make();
    const values = Object.fromEntries(
      changeable.map((name) => [name, subject.otherValue(name, attributes[name])]).filter(([, value]) => value !== undefined),
    );
    const { uid: now } = await updateObject(subject, uid, { replace: values });
    expectAttributes(subject, await present(subject, now, 'the updated object'), values, 'after one update of everything');
  });

  yield make('update/idempotent', 'the same update twice leaves what one leaves', async () => {
    const { uid, attributes } = await subject.make();
    const values = Object.fromEntries(
      changeable.map((name) => [name, subject.otherValue(name, attributes[name])]).filter(([, value]) => value !== undefined),
    );
    const first = await updateObject(subject, uid, { replace: values });
    const before = await present(subject, first.uid);
    const second = await updateObject(subject, first.uid, { replace: values });
    const after = await present(subject, second.uid);
    expect(second.uid === first.uid, () => mismatch('the uid after the same update again', first.uid, second.uid));
    expectUnchanged(subject, before, after, 'the same update again', kept);
  });

  yield make('update/nothing', 'an update of nothing changes nothing', async () => {
    const { uid } = await subject.make();
    const before = await present(subject, uid);
    for (const changes of [{}, { replace: {} }, { replace: {}, add: {}, remove: {} }]) {
      const written = await updateObject(subject, uid, changes);
      expect(written.uid === uid, () => mismatch('the uid after an update of nothing', uid, written.uid));
      expectUnchanged(subject, before, await present(subject, uid), 'an update of nothing', kept);
    }
  });

  yield make('update/others-stay', 'an update changes no other object', async () => {
    const [first, second] = [await subject.make(), await subject.make()];
    const before = await present(subject, second.uid);
    const values = changeable.map((name) => [name, subject.otherValue(name, first.attributes[name])]).filter(([, value]) => value !== undefined);
    await updateObject(subject, first.uid, { replace: Object.fromEntries(values) });
    expectUnchanged(subject, before, await present(subject, second.uid, 'the other object'), 'an update of another object', kept);
  });

  yield search(
    'update/rename',
    'a new name is read and found, and the old one is gone',
    async () => {
      const { uid, attributes } = await subject.make();
      const operations = await subject.operations();
      const name = subject.freshName();
      const before = await present(subject, uid);
      const written = await updateObject(subject, uid, { replace: { __NAME__: name } });
      const after = await present(subject, written.uid, 'the renamed object');
      expectAttributes(subject, after, { __NAME__: name }, 'after a rename');
      expectUnchanged(subject, before, after, 'a rename', ['__NAME__', ...kept]);
      if (written.uid !== uid) {
        const old = await operations.get(uid);
        expect(old === undefined, () => mismatch('get of the uid that the object had before the rename', undefined, old));
      }
      const byName = async (each: string) => (await operations.search({ filter: filters.equals('__NAME__', each) }).toArray()).map((row) => row.uid);
      const [now, then] = [await byName(name), await byName(attributes.__NAME__ as string)];
      expect(now.join() === written.uid, () => mismatch('a search for the new name', [written.uid], now));
      expect(then.length === 0, () => mismatch('a search for the old name', [], then));
    },
    renames,
  );

  yield make(
    'update/rename-taken',
    'a name that another object has is refused, and both stay as they were',
    async () => {
      const [first, second] = [await subject.make(), await subject.make()];
      if (named && (await areNamesShared(subject, first.attributes.__NAME__ as string)))
        throw new NotApplicable('two objects may have the same name');
      const before = [await present(subject, first.uid), await present(subject, second.uid)] as const;
      const rename = () => updateObject(subject, second.uid, { replace: { __NAME__: first.attributes.__NAME__ as string } });
      await refusal('a rename to a name that is taken', rename, ['AlreadyExists']);
      expectUnchanged(subject, before[0], await present(subject, first.uid), 'a refused rename');
      expectUnchanged(subject, before[1], await present(subject, second.uid), 'a refused rename');
    },
    renames,
  );

  yield make(
    'update/rename-to-itself',
    'the name that an object has already may be written again',
    async () => {
      const { uid, attributes } = await subject.make();
      const written = await updateObject(subject, uid, { replace: { __NAME__: attributes.__NAME__ as string } });
      expect(written.uid === uid, () => mismatch('the uid after the name was written again', uid, written.uid));
      await present(subject, uid);
    },
    renames,
  );

  yield casesOf(
    subject,
    'update',
    'create',
    'update',
    'delete',
  )('update/unknown-uid', 'an object that is not there cannot be updated', async () => {
    const uid = await unusedUid(subject);
    for (const name of [...changeable.slice(0, 3), ...(changeable.length === 0 ? subject.updateable.slice(0, 1) : [])]) {
      const value = subject.otherValue(name, undefined);
      if (value !== undefined)
        await refusal(`an update of ${name} of an object that is not there`, () => updateObject(subject, uid, { replace: { [name]: value } }), [
          'UnknownUid',
        ]);
    }
  });

  yield make('update/side-effects', 'what an update says that the system changed is what is read', async () => {
    const { uid, attributes } = await subject.make();
    const rename = renames === undefined ? [['__NAME__', subject.freshName()]] : [];
    const values = [...rename, ...changeable.map((name) => [name, subject.otherValue(name, attributes[name])])].filter(
      ([, value]) => value !== undefined,
    );
    const written = await updateObject(subject, uid, { replace: Object.fromEntries(values) });
    expectAttributes(
      subject,
      await present(subject, written.uid),
      written.sideEffects?.replace ?? {},
      'what the update answered as its side effects',
    );
  });
}

async function none(): Promise<void> {}
