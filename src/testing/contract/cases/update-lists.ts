import type { AttributeValue } from '../../../model/attribute-value.ts';
import type { ContractCase } from '../contract-case.ts';
import { expectAttributes, expectUnchanged, present } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** Multi-valued attributes act as sets: adding what is there and removing what is not change nothing. */
export function* updatingLists(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'update', 'create', 'update', 'get');
  const lists = subject.updateable.filter((name) => subject.readable.includes(name) && subject.attribute(name).multiValued);
  const kept = subject.readable.filter((name) => !subject.updateable.includes(name));

  /** An object whose list has two members, and a third member. */
  async function withTwo(name: string): Promise<{ uid: string; a: AttributeValue; b: AttributeValue; c: AttributeValue }> {
    const [a, b, c] = subject.members(name, 3);
    if (a === undefined || b === undefined || c === undefined) throw new NotApplicable(`there are no three values of ${name}`);
    const creatable = subject.creatable.includes(name);
    const { uid } = await subject.make(creatable ? { [name]: [a, b] } : {});
    if (creatable) return { uid, a, b, c };
    return { uid: (await updateObject(subject, uid, { replace: { [name]: [a, b] } })).uid, a, b, c };
  }

  type Members = Awaited<ReturnType<typeof withTwo>>;
  const cases: readonly {
    readonly kind: string;
    readonly promise: (name: string) => string;
    readonly changes: (name: string, members: Members) => { replace?: object; add?: object; remove?: object };
    readonly left: (members: Members) => readonly AttributeValue[];
  }[] = [
    {
      kind: 'update/add',
      promise: (name) => `a value can be added to ${name}`,
      changes: (name, { c }) => ({ add: { [name]: [c] } }),
      left: ({ a, b, c }) => [a, b, c],
    },
    {
      kind: 'update/add-present',
      promise: (name) => `adding to ${name} what it has already changes nothing`,
      changes: (name, { a }) => ({ add: { [name]: [a] } }),
      left: ({ a, b }) => [a, b],
    },
    {
      kind: 'update/remove',
      promise: (name) => `a value can be removed from ${name}`,
      changes: (name, { a }) => ({ remove: { [name]: [a] } }),
      left: ({ b }) => [b],
    },
    {
      kind: 'update/remove-absent',
      promise: (name) => `removing from ${name} what it does not have changes nothing`,
      changes: (name, { c }) => ({ remove: { [name]: [c] } }),
      left: ({ a, b }) => [a, b],
    },
    {
      kind: 'update/add-and-remove',
      promise: (name) => `values can be added to ${name} and removed from it in one update`,
      changes: (name, { a, c }) => ({ add: { [name]: [c] }, remove: { [name]: [a] } }),
      left: ({ b, c }) => [b, c],
    },
    {
      kind: 'update/duplicates',
      promise: (name) => `a value that is written twice is in ${name} once`,
      changes: (name, { a, c }) => ({ replace: { [name]: [c, a, c] } }),
      left: ({ a, c }) => [a, c],
    },
    {
      kind: 'update/empty-list',
      promise: (name) => `an empty list clears ${name}`,
      changes: (name) => ({ replace: { [name]: [] } }),
      left: () => [],
    },
    {
      kind: 'update/remove-all',
      promise: (name) => `all values can be removed from ${name}`,
      changes: (name, { a, b }) => ({ remove: { [name]: [a, b] } }),
      left: () => [],
    },
  ];

  for (const { kind, promise, changes, left } of cases) {
    for (const name of lists) {
      const emptied = left({ uid: '', a: 0, b: 0, c: 0 }).length === 0 && subject.attribute(name).required;
      yield make(
        kind,
        promise(name),
        async () => {
          const members = await withTwo(name);
          const before = await present(subject, members.uid);
          const { uid } = await updateObject(subject, members.uid, changes(name, members) as never);
          const after = await present(subject, uid, 'the updated object');
          expectAttributes(subject, after, { [name]: left(members) }, `after ${kind.replace('update/', '')} of ${name}`);
          expectUnchanged(subject, before, after, `an update of ${name}`, [name, ...kept]);
        },
        emptied ? `${name} is required` : undefined,
      );
    }
    if (lists.length === 0) yield make(kind, promise('a list'), async () => {}, 'no multi-valued attribute can be both changed and read');
  }
}
