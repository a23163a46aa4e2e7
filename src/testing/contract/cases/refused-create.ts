import type { ErrorCode } from '../../../model/errors.ts';
import { filters } from '../../../model/filter.ts';
import type { ContractCase } from '../contract-case.ts';
import type { SampleAttributes } from '../contract-subject.ts';
import { expect, refusal } from '../expectations.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { hasFacets, unlikeFacets, unlikeType } from '../wrong-values.ts';
import { casesOf } from './class-cases.ts';

/** A create whose attributes are wrong is refused, and makes nothing. */
export function* refusedCreates(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'create', 'create');
  const settable = subject.creatable.filter((name) => name !== '__NAME__');

  /** Expects a create to be refused, and nothing to be there by the name. */
  async function refused(what: string, attributes: Readonly<Record<string, unknown>>, codes: readonly ErrorCode[] = ['InvalidAttributeValue']) {
    const operations = await subject.operations();
    const create = async () => {
      const { uid } = await operations.create(attributes as SampleAttributes);
      subject.deleteAfter(uid);
      return uid;
    };
    await refusal(`a create with ${what}`, create, codes);
    const { __NAME__: name } = attributes;
    if (!subject.supports('search') || typeof name !== 'string' || name === '') return;
    const found = await operations.search({ filter: filters.equals('__NAME__', name) }).toArray();
    expect(found.length === 0, () => `a create with ${what} was refused and made an object all the same`);
  }

  yield make('create/unknown-attribute', 'an attribute that the class does not have is refused', () =>
    refused('an attribute that the class does not have', { ...subject.sample(), 'no such attribute': 'x' }),
  );

  yield make('create/uid-refused', 'a uid among the attributes is refused', () =>
    refused('a uid among the attributes', { ...subject.sample(), __UID__: 'contract-uid' }),
  );

  const required = subject.creatable.filter((name) => subject.attribute(name).required && subject.attribute(name).default === undefined);
  yield make(
    'create/missing-required',
    'an object without a required attribute is refused',
    async () => {
      for (const name of required) await refused(`no ${name}`, { ...subject.sample(), [name]: undefined });
    },
    required.length === 0 ? 'no attribute must be given' : undefined,
  );

  const fixed = Object.keys(subject.objectClass.attributes).filter((name) => subject.attribute(name).creatable === false);
  yield make(
    'create/not-creatable',
    'an attribute that only the system sets is refused',
    async () => {
      for (const name of fixed) {
        const value = subject.suite.sampleOf(name, subject.attribute(name));
        if (value !== undefined) await refused(`${name}, which the schema says cannot be set`, { ...subject.sample(), [name]: value });
      }
    },
    fixed.length === 0 ? 'every attribute can be set' : undefined,
  );

  yield make('create/wrong-type', 'a value of another type than the schema says is refused', async () => {
    for (const name of subject.creatable)
      await refused(`a wrong type for ${name}`, { ...subject.sample(), [name]: unlikeType(subject.attribute(name)) });
  });

  const single = settable.filter((name) => !subject.attribute(name).multiValued);
  yield make(
    'create/list-for-single',
    'two values for a single-valued attribute are refused',
    async () => {
      for (const name of single) {
        const sample = subject.sample();
        const value = sample[name];
        if (value !== undefined) await refused(`two values for ${name}`, { ...sample, [name]: [value, value] });
      }
    },
    single.length === 0 ? 'no attribute is single-valued' : undefined,
  );

  const bounded = subject.creatable.filter((name) => hasFacets(subject.attribute(name)));
  yield make(
    'create/facets',
    'a value outside the lengths, the pattern or the allowed values of the schema is refused',
    async () => {
      for (const name of bounded) {
        for (const value of unlikeFacets(subject.attribute(name))) {
          const listed = subject.attribute(name).multiValued ? [value] : value;
          await refused(`a value outside the facets of ${name}`, { ...subject.sample(), [name]: listed });
        }
      }
    },
    bounded.length === 0 ? 'no attribute has facets' : undefined,
  );
}
