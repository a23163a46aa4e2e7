import assert from 'node:assert/strict';
import type { AttributeInfo } from '../../../model/attribute.ts';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { ConnectorError } from '../../../model/errors.ts';
import { type Filter, filters } from '../../../model/filter.ts';
import type { ContractCase } from '../contract-case.ts';
import type { Made } from '../contract-subject.ts';
import { NotApplicable } from '../not-applicable.ts';
import { isSameSet, oracleValues } from '../oracle.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { updateObject } from '../update-object.ts';
import { among, assertSameObjects, casesOf, readableNames, shown } from './class-cases.ts';

/**
 * Attributes that point to other objects, `__GROUPS__` among them: written and read back, found by a filter, and never dropped without a word.
 *
 * @example
 * for (const each of references(subject)) await each.run();
 */
export function* references(subject: SuiteClassSubject): Iterable<ContractCase> {
  const { objectClass } = subject;
  const names = readableNames(subject).filter((name) => {
    const { type, creatable, objectClass: target } = objectClass.attributes[name] ?? {};
    // An object that is a part of this one is nowhere else, so nothing points to it.
    if (subject.suite.classes.some(({ objectClass: each }) => each.name === target && each.embedded)) return false;
    return subject.writable.includes(name) && creatable !== false && (type === 'reference' || name === '__GROUPS__');
  });
  const none = names.length === 0 ? 'no attribute that can be written and read points to other objects' : undefined;
  const infoOf = (name: string): AttributeInfo => objectClass.attributes[name] ?? { type: 'string' };

  /** An object that points to others by this attribute. */
  const pointing = async (name: string): Promise<{ readonly made: Made; readonly values: readonly AttributeValue[] }> => {
    const value = subject.otherValue(name, undefined);
    if (value === undefined) throw new NotApplicable(`there is nothing that ${name} could point to`);
    const made = await subject.make({ [name]: value });
    return { made, values: [value].flat() as AttributeValue[] };
  };
  const assertPoints = async (name: string, uid: string, values: readonly AttributeValue[], when: string) => {
    const row = await (await subject.operations()).get(uid, { attributes: [name] });
    const found = row ? oracleValues(name, row) : [];
    assert.ok(
      isSameSet(partial(infoOf(name)), found.map(identity), values.map(identity)),
      `${when}, ${name} should point to ${told(values)}, and points to ${told(found)}`,
    );
  };

  const make = casesOf(subject, 'references', 'create', 'get');
  yield make(
    'reference/create',
    `a new object points to what it was created with (${names.join(', ')})`,
    async () => {
      for (const name of names) {
        const { made, values } = await pointing(name);
        await assertPoints(name, made.uid, values, 'after the create');
      }
    },
    none,
  );

  const updating = casesOf(subject, 'references', 'create', 'update', 'get');
  const changeable = names.filter((name) => infoOf(name).updateable !== false);
  const fixed = none ?? (changeable.length === 0 ? 'no attribute that points to other objects can be updated' : undefined);
  yield updating(
    'reference/update',
    'an update makes an object point to others, or to none',
    async () => {
      for (const name of changeable) {
        const { made } = await pointing(name);
        const other = subject.otherValue(name, made.attributes[name]);
        if (other !== undefined) {
          await updateObject(subject, made.uid, { replace: { [name]: other } });
          await assertPoints(name, made.uid, [other].flat() as AttributeValue[], 'after the update');
        }
        if (infoOf(name).required) continue;
        await updateObject(subject, made.uid, { replace: { [name]: null } });
        await assertPoints(name, made.uid, [], 'when it is cleared');
      }
    },
    fixed,
  );

  const searching = casesOf(subject, 'references', 'create', 'search');
  yield searching(
    'reference/filter',
    'objects are found by what they point to',
    async () => {
      const operations = await subject.operations();
      for (const name of names) {
        const { made, values } = await pointing(name);
        const bare = infoOf(name).required ? undefined : await subject.make({ [name]: undefined as never });
        const both = [made, ...(bare ? [bare] : [])].map(({ uid, attributes }) => ({ uid, name: String(attributes.__NAME__) }));
        const [first] = values;
        const row = await operations.get(made.uid, { attributes: [name] });
        // What is read may say more of the target than what was written, so that is what a filter compares with.
        const target = (row && oracleValues(name, row)[0]) ?? first;
        const wanted: Filter[] = [filters.present(name), ...(target === undefined ? [] : [filters.equals(name, target as string)])];
        for (const filter of wanted) {
          assertSameObjects(among(await operations.search({ filter }).toArray(), both), both.slice(0, 1), shown(filter));
          const rest = filters.not(filter);
          assertSameObjects(among(await operations.search({ filter: rest }).toArray(), both), both.slice(1), shown(rest));
        }
      }
    },
    none,
  );

  yield updating(
    'reference/unknown',
    'a reference to nothing is refused, or kept as it was written: never dropped without a word',
    async () => {
      for (const name of changeable) {
        const { made, values } = await pointing(name);
        const { type, multiValued, objectClass: target } = infoOf(name);
        const nobody = 'nobody-of-this-name';
        const one: AttributeValue = type === 'reference' ? { ...(target !== undefined && { objectClass: target }), uid: nobody } : nobody;
        const failure = await updateObject(subject, made.uid, { replace: { [name]: multiValued ? [one] : one } }).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) await assertPoints(name, made.uid, [one], 'after an update that succeeded');
        else if (!ConnectorError.is(failure) || failure.code === 'Internal')
          assert.fail(`a reference to nothing in ${name} should be refused with InvalidAttributeValue or UnknownUid, not with ${String(failure)}`);
        else if (failure.outcome === 'none') await assertPoints(name, made.uid, values, 'after an update that was refused with outcome none');
        const second = await subject.make({ [name]: multiValued ? [one] : one }).catch((error: unknown) => {
          if (!ConnectorError.is(error) || error.code === 'Internal')
            assert.fail(
              `a reference to nothing in ${name} of a new object should be refused with InvalidAttributeValue or UnknownUid, not with ${String(error)}`,
            );
        });
        if (second) await assertPoints(name, second.uid, [one], 'after a create that succeeded');
      }
    },
    fixed,
  );
}

/** What a reference points to; what else it says of that is the system's to choose. */
function identity(value: AttributeValue): AttributeValue {
  const { uid, name } = value as { readonly uid?: string; readonly name?: string };
  return typeof value === 'object' ? { ...(uid !== undefined ? { uid } : { name }) } : value;
}

/** Compared without its class, which a system may leave out where there is only one. */
function partial(info: AttributeInfo): AttributeInfo {
  return info.type === 'reference' ? { type: 'map' } : info;
}

function told(values: readonly AttributeValue[]): string {
  return values.map((each) => (typeof each === 'object' ? JSON.stringify(identity(each)) : String(each))).join(', ') || 'nothing';
}
