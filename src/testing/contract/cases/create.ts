import { ConnectorError } from '../../../model/errors.ts';
import { filters } from '../../../model/filter.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, expectAttributes, expectUnchanged, fail, mismatch, present, refusal } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { areNamesShared } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** What every create must do: make what was asked for, all of it, once, and say so. */
export function* creating(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'create', 'create', 'get');
  const search = casesOf(subject, 'create', 'create', 'get', 'search');
  const { name: className } = subject.objectClass;
  const nameAttribute = subject.objectClass.attributes.__NAME__;
  const named = subject.creatable.includes('__NAME__') ? undefined : 'names are not set by who creates';

  yield make('create/read-back', 'an object is read as it was created', async () => {
    for (let i = 0; i < 3; i++) {
      const { uid, attributes } = await subject.make();
      const row = await present(subject, uid, 'the created object');
      expect(row.uid === uid, () => mismatch('the uid that get answers', uid, row.uid));
      expectAttributes(subject, row, attributes, 'after a create');
    }
  });

  yield make('create/odd-values', 'unusual values that the schema allows are kept as they are', async () => {
    const { uid, attributes } = await subject.make(subject.oddSample());
    expectAttributes(subject, await present(subject, uid, 'the created object'), attributes, 'after a create with unusual values');
  });

  const requiredOnly = () => {
    const sample = subject.sample();
    return Object.fromEntries(Object.entries(sample).filter(([name]) => name === '__NAME__' || subject.attribute(name).required));
  };

  yield make('create/required-only', 'the required attributes are enough, and the others are absent or have their default', async () => {
    const attributes = requiredOnly();
    const operations = await subject.operations();
    const { uid } = await operations.create(attributes);
    subject.deleteAfter(uid);
    const row = await present(subject, uid, 'the created object');
    const expected = subject.creatable.filter((name) => subject.readable.includes(name) && !Object.hasOwn(attributes, name));
    const defaults = Object.fromEntries(expected.map((name) => [name, subject.attribute(name).default]));
    expectAttributes(subject, row, { ...defaults, ...attributes }, 'after a create with the required attributes alone');
  });

  const withDefault = subject.creatable.filter((name) => subject.attribute(name).default !== undefined && subject.readable.includes(name));
  yield make(
    'create/defaults',
    'an attribute with a default takes another value too',
    async () => {
      for (const name of withDefault) {
        const other = subject.otherValue(name, subject.attribute(name).default);
        if (other === undefined) continue;
        const { uid } = await subject.make({ [name]: other });
        expectAttributes(subject, await present(subject, uid, 'the created object'), { [name]: other }, 'after a create against the default');
      }
    },
    withDefault.length === 0 ? 'no readable attribute has a default' : undefined,
  );

  yield search('create/found', 'a created object is found by its name', async () => {
    const { uid, attributes } = await subject.make();
    const filter = filters.equals('__NAME__', attributes.__NAME__ as string);
    const found = await (await subject.operations()).search({ filter }).toArray();
    if (!nameAttribute || !attributes.__NAME__) throw new NotApplicable('the sample has no name');
    expect(
      found.some((row) => row.uid === uid),
      () =>
        mismatch(
          `the uids that a search for the name finds`,
          [uid],
          found.map((row) => row.uid),
        ),
    );
  });

  yield make(
    'create/already-exists',
    'a second object with the name of another is refused, and the first is as it was',
    async () => {
      const { uid, attributes } = await subject.make();
      const before = await present(subject, uid);
      const operations = await subject.operations();
      try {
        const second = await operations.create({ ...subject.sample(), __NAME__: attributes.__NAME__ as string });
        subject.deleteAfter(second.uid);
        expect(second.uid !== uid, () => 'a create with a name that is taken answered the uid of the object that has the name');
        if ((await operations.get(second.uid)) && (await operations.get(uid))) throw new NotApplicable(`names of ${className} are not unique here`);
        fail('a create with a name that is taken answered a uid, and one of the two objects is not there');
      } catch (error) {
        if (!ConnectorError.is(error)) throw error;
        await refusal('a create with a name that is taken', () => Promise.reject(error), ['AlreadyExists']);
        expect(error.uid === undefined || error.uid === uid, () => mismatch('the uid that AlreadyExists names', uid, error.uid));
      }
      expectUnchanged(subject, before, await present(subject, uid), 'a refused create');
    },
    named,
  );

  yield make(
    'create/case-twin',
    'a name that differs in case alone is taken, where the schema says that case does not count',
    async () => {
      const { attributes } = await subject.make();
      const { __NAME__: name } = attributes as { readonly __NAME__: string };
      if (await areNamesShared(subject, name)) throw new NotApplicable(`names of ${className} are not unique here`);
      const twin = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
      const create = async () => {
        const { uid } = await (await subject.operations()).create({ ...subject.sample(), __NAME__: twin });
        subject.deleteAfter(uid);
        return uid;
      };
      await refusal(`a create with the name ${JSON.stringify(twin)} beside ${JSON.stringify(name)}`, create, [
        'AlreadyExists',
        'InvalidAttributeValue',
      ]);
    },
    named ?? (['caseIgnore', 'ldapDn'].includes(nameAttribute?.subtype ?? '') ? undefined : 'names differ by case'),
  );

  yield make('create/own-uid', 'two objects have two uids', async () => {
    const [first, second] = [await subject.make(), await subject.make()];
    expect(first.uid !== second.uid, () => `two creates answered the same uid ${JSON.stringify(first.uid)}`);
    const rows = [await present(subject, first.uid), await present(subject, second.uid)];
    for (const [i, { attributes }] of [first, second].entries())
      expectAttributes(subject, rows[i] ?? fail('no row'), attributes, 'beside another object');
  });

  yield make('create/revision', 'the revision that a create answers is the one that is read', async () => {
    const operations = await subject.operations();
    const { uid, revision } = await operations.create(subject.sample());
    subject.deleteAfter(uid);
    const row = await present(subject, uid);
    if (revision === undefined) throw new NotApplicable(row.revision === undefined ? 'objects have no revision' : 'a create answers no revision');
    expect(row.revision === revision, () => mismatch('the revision that get answers after the create', revision, row.revision));
  });

  yield make('create/side-effects', 'what a create says that the system added is what is read', async () => {
    const operations = await subject.operations();
    const { uid, sideEffects } = await operations.create(subject.sample());
    subject.deleteAfter(uid);
    const row = await present(subject, uid);
    expectAttributes(subject, row, sideEffects?.replace ?? {}, 'what the create answered as its side effects');
  });
}
