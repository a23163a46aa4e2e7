import { specialAttributes } from '../../../model/special-attributes.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, expectAttributes, mismatch, present } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import { sameValue } from '../same-value.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** ICF's own attributes: kept by create and by update, as any other, and memberships of groups that are really there. */
export function* special(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'special attributes', 'create', 'update', 'get');
  const names = Object.keys(specialAttributes).filter(
    (name) => name !== '__NAME__' && name !== '__GROUPS__' && subject.readable.includes(name) && subject.updateable.includes(name),
  );

  for (const name of names) {
    yield make('special/kept', `${name} is kept by create and by update, there and back`, async () => {
      const first = subject.otherValue(name, undefined);
      const second = subject.otherValue(name, first);
      if (first === undefined || second === undefined) throw new NotApplicable(`there are no two values of ${name}`);
      const { uid } = await subject.make(subject.creatable.includes(name) ? { [name]: first } : {});
      if (subject.creatable.includes(name)) expectAttributes(subject, await present(subject, uid), { [name]: first }, 'after the create');
      let now = uid;
      for (const value of [second, first]) {
        now = (await updateObject(subject, now, { replace: { [name]: value } })).uid;
        expectAttributes(subject, await present(subject, now), { [name]: value }, 'after an update');
      }
    });
  }
  if (names.length === 0) yield make('special/kept', 'ICF’s attributes are kept', async () => {}, 'the class has none that can be changed and read');

  const groups = subject.suite.classes.find(({ objectClass }) => objectClass.name === '__GROUP__');
  yield make(
    'special/groups',
    'an object joins a group and leaves it',
    async () => {
      const [group] = subject.members('__GROUPS__', 1);
      if (group === undefined) throw new NotApplicable('there are no groups');
      const { uid } = await subject.make({ __GROUPS__: [] });
      const attribute = subject.attribute('__GROUPS__');
      for (const [changes, expected] of [
        [{ add: { __GROUPS__: [group] } }, [group]],
        [{ remove: { __GROUPS__: [group] } }, []],
      ] as const) {
        await updateObject(subject, uid, changes);
        const { attributes } = await present(subject, uid);
        expect(sameValue(attribute, attributes.__GROUPS__, expected), () =>
          mismatch('the groups after joining and leaving', expected, attributes.__GROUPS__),
        );
      }
    },
    subject.readable.includes('__GROUPS__') && subject.updateable.includes('__GROUPS__') && groups
      ? undefined
      : 'the class has no __GROUPS__ that can be written',
  );

  yield casesOf(
    subject,
    'many',
    'create',
    'update',
    'delete',
    'get',
  )('special/scenario', 'many objects are made, found, changed and deleted one after another', async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.push(await subject.make());
    const [name] = subject.updateable.filter((each) => each !== '__NAME__' && subject.readable.includes(each));
    for (const { uid, attributes } of made) {
      expectAttributes(subject, await present(subject, uid), attributes, 'among several');
      const value = name === undefined ? undefined : subject.otherValue(name, attributes[name]);
      const now = name === undefined || value === undefined ? { uid } : await updateObject(subject, uid, { replace: { [name]: value } });
      if (name !== undefined && value !== undefined)
        expectAttributes(subject, await present(subject, now.uid), { [name]: value }, 'after its update');
      await (await subject.operations()).delete(now.uid, { revision: (await present(subject, now.uid)).revision });
      const row = await (await subject.operations()).get(now.uid);
      expect(row === undefined, () => mismatch('get of a deleted object', undefined, row));
    }
  });
}
