import { ConnectorError, type ErrorCode } from '../../../model/errors.ts';
import type { ContractCase } from '../contract-case.ts';
import { expect, expectAttributes, expectUnchanged, mismatch, present, refusal } from '../expectations.ts';
import { NotApplicable } from '../not-applicable.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { updateObject } from '../update-object.ts';
import { hasFacets, unlikeFacets, unlikeType } from '../wrong-values.ts';
import { casesOf } from './class-cases.ts';

/** An update that is wrong is refused as a whole: what is right in it does not happen either. */
export function* refusedUpdates(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'update', 'create', 'update', 'get');
  const changeable = subject.updateable.filter((name) => subject.readable.includes(name));

  /** Expects an update to be refused that does something right as well, and nothing of it to have happened. */
  async function refused(what: string, changes: Readonly<Record<string, object>>, codes: readonly ErrorCode[] = ['InvalidAttributeValue']) {
    const { uid, attributes } = await subject.make();
    const before = await present(subject, uid);
    const spare = changeable.find((name) => !Object.values(changes).some((part) => Object.hasOwn(part, name)));
    const value = spare === undefined ? undefined : subject.otherValue(spare, attributes[spare]);
    const right = spare === undefined || value === undefined ? {} : { [spare]: value };
    const update = () => updateObject(subject, uid, { ...changes, replace: { ...right, ...changes.replace } } as never);
    await refusal(`an update with ${what}`, update, codes);
    expectUnchanged(subject, before, await present(subject, uid), `a refused update with ${what}`);
  }

  yield make('update/unknown-attribute', 'an attribute that the class does not have is refused', async () => {
    await refused('an attribute that the class does not have', { replace: { 'no such attribute': 'x' } });
    await refused('an unknown attribute to be added to', { add: { 'no such attribute': ['x'] } });
  });

  yield make('update/uid-refused', 'a uid among the attributes is refused', () =>
    refused('a uid among the attributes', { replace: { __UID__: 'x' } }),
  );

  const fixed = Object.keys(subject.objectClass.attributes).filter((name) => subject.attribute(name).updateable === false);
  yield make(
    'update/not-updateable',
    'an attribute that cannot be changed is refused',
    async () => {
      for (const name of fixed) {
        const value = subject.suite.sampleOf(name, subject.attribute(name));
        if (value !== undefined) await refused(`${name}, which the schema says cannot be changed`, { replace: { [name]: value } });
      }
    },
    fixed.length === 0 ? 'every attribute can be changed' : undefined,
  );

  const required = subject.updateable.filter((name) => subject.attribute(name).required);
  yield make(
    'update/clear-required',
    'a required attribute cannot be cleared',
    async () => {
      for (const name of required) await refused(`null for ${name}`, { replace: { [name]: null } });
    },
    required.length === 0 ? 'no attribute is required' : undefined,
  );

  yield make('update/wrong-type', 'a value of another type than the schema says is refused', async () => {
    for (const name of subject.updateable) await refused(`a wrong type for ${name}`, { replace: { [name]: unlikeType(subject.attribute(name)) } });
  });

  const bounded = subject.updateable.filter((name) => hasFacets(subject.attribute(name)));
  yield make(
    'update/facets',
    'a value outside the lengths, the pattern or the allowed values of the schema is refused',
    async () => {
      for (const name of bounded) {
        for (const value of unlikeFacets(subject.attribute(name))) {
          const listed = subject.attribute(name).multiValued ? [value] : value;
          await refused(`a value outside the facets of ${name}`, { replace: { [name]: listed } });
        }
      }
    },
    bounded.length === 0 ? 'no attribute has facets' : undefined,
  );

  const single = changeable.filter((name) => !subject.attribute(name).multiValued);
  yield make(
    'update/add-to-single',
    'nothing can be added to a single-valued attribute',
    async () => {
      for (const name of single.slice(0, 3)) {
        const value = subject.otherValue(name, undefined);
        if (value !== undefined) await refused(`a value to be added to ${name}, which has one`, { add: { [name]: [value] } });
      }
    },
    single.length === 0 ? 'no attribute is single-valued' : undefined,
  );

  yield make('update/stale-revision', 'an update with a revision that is over is refused, and changes nothing', async () => {
    const { uid, attributes } = await subject.make();
    const { name, first, second } = twoChanges(attributes);
    const { revision: stale } = await present(subject, uid);
    if (stale === undefined) throw new NotApplicable('objects have no revision');
    const written = await updateObject(subject, uid, { replace: { [name]: first } });
    const before = await present(subject, written.uid);
    expect(before.revision !== stale, () => mismatch('the revision after an update', 'another one', stale));
    const operations = await subject.operations();
    await refusal(
      'an update with a revision that is over',
      () => operations.update(written.uid, { replace: { [name]: second } }, { revision: stale }),
      ['PreconditionFailed'],
    );
    expectUnchanged(subject, before, await present(subject, written.uid), 'an update with a revision that is over');
  });

  yield make('update/current-revision', 'an update with the revision that was read succeeds, and answers the one that is read next', async () => {
    const { uid, attributes } = await subject.make();
    const { name, first } = twoChanges(attributes);
    const { revision } = await present(subject, uid);
    if (revision === undefined) throw new NotApplicable('objects have no revision');
    const written = await (await subject.operations()).update(uid, { replace: { [name]: first } }, { revision });
    subject.deleteAfter(written.uid);
    const after = await present(subject, written.uid);
    expectAttributes(subject, after, { [name]: first }, 'after an update with a revision');
    expect(written.revision === undefined || written.revision === after.revision, () =>
      mismatch('the revision that is read after an update', written.revision, after.revision),
    );
  });

  yield make('update/without-revision', 'an update without a revision succeeds, or is refused because one is required', async () => {
    const { uid, attributes } = await subject.make();
    const { name, first } = twoChanges(attributes);
    const before = await present(subject, uid);
    try {
      const written = await (await subject.operations()).update(uid, { replace: { [name]: first } });
      subject.deleteAfter(written.uid);
      expectAttributes(subject, await present(subject, written.uid), { [name]: first }, 'after an update without a revision');
    } catch (error) {
      if (!ConnectorError.is(error)) throw error;
      await refusal('an update without a revision', () => Promise.reject(error), ['PreconditionRequired']);
      expectUnchanged(subject, before, await present(subject, uid), 'an update that was refused for want of a revision');
    }
  });

  function twoChanges(attributes: Readonly<Record<string, unknown>>) {
    for (const name of changeable) {
      const first = subject.otherValue(name, attributes[name]);
      const second = first === undefined ? undefined : subject.otherValue(name, first);
      if (first !== undefined && second !== undefined) return { name, first, second };
    }
    throw new NotApplicable('no attribute can be both changed and read');
  }
}
