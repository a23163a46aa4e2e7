import type { AttributeInfo } from '../../model/attribute.ts';
import type { AttributeValue } from '../../model/attribute-value.ts';
import { conversionOf } from '../../model/convert-value.ts';
import type { Problem } from '../../model/errors.ts';
import type { Made, SampleAttributes } from './contract-subject.ts';
import { removeObject } from './removal.ts';
import type { Held } from './same-value.ts';
import type { SuiteClassSubject } from './suite-subject.ts';

/** How many objects are made to search among. */
const size = 9;

/** A class that has a population: what it needs of the suite is that something is done at its end. */
interface Populated extends SuiteClassSubject {
  readonly suite: SuiteClassSubject['suite'] & { atEnd(work: () => Promise<unknown>): void };
}

/**
 * Makes the objects that searches look among: some lack what is not required, some share values, some differ in nothing but case where the
 * subtype ignores it. Where nothing can be made, the first hundred that are there.
 */
export async function makePopulation(subject: Populated): Promise<readonly Made[]> {
  const operations = await subject.operations();
  if (!subject.supports('create')) return subject.supports('search') ? existing(subject) : [];
  const made: Made[] = [];
  for (let i = 0; i < size; i++) {
    const attributes = varied(subject, i, made);
    const { uid } = await operations.create(attributes);
    if (subject.supports('delete')) subject.suite.atEnd(() => removeObject(operations, uid));
    made.push({ uid, attributes });
  }
  return made;
}

function varied(subject: SuiteClassSubject, i: number, made: readonly Made[]): SampleAttributes {
  const sample: Record<string, Held> = { ...(i === 3 ? subject.oddSample() : subject.sample()) };
  const [first, second] = made;
  for (const [index, name] of subject.creatable.entries()) {
    if (name === '__NAME__' || name === '__PASSWORD__') continue;
    const { required, subtype, multiValued } = subject.attribute(name);
    // 1: half of the optional attributes are absent, 2: the other half, 6: all of them.
    if (!required && (i === 6 || ((i === 1 || i === 2) && index % 2 === i % 2))) delete sample[name];
    else if (i === 4 && first?.attributes[name] !== undefined) sample[name] = first.attributes[name];
    else if (i === 5 && second?.attributes[name] !== undefined && subtype === 'caseIgnore')
      sample[name] = inCapitals(subject.attribute(name), second.attributes[name] as AttributeValue | readonly AttributeValue[]);
    else if (i === 7 && multiValued && Array.isArray(sample[name])) sample[name] = (sample[name] as readonly AttributeValue[]).slice(0, 1);
  }
  return sample as SampleAttributes;
}

/** The same text in capitals, unless the schema does not allow that. */
function inCapitals(attribute: AttributeInfo, value: AttributeValue | readonly AttributeValue[]): AttributeValue | readonly AttributeValue[] {
  const problems: Problem[] = [];
  const changed = otherCase(value);
  conversionOf(attribute)(changed, '', problems);
  return problems.length > 0 ? value : changed;
}

function otherCase(value: AttributeValue | readonly AttributeValue[]): AttributeValue | readonly AttributeValue[] {
  if (Array.isArray(value)) return value.map((each) => otherCase(each as AttributeValue) as AttributeValue);
  return typeof value === 'string' ? value.toUpperCase() : (value as AttributeValue);
}

async function existing(subject: SuiteClassSubject): Promise<readonly Made[]> {
  const operations = await subject.operations();
  const rows = await operations.search({ attributes: subject.readable, limit: 100 }).toArray();
  return rows.map(({ uid, name, attributes }) => ({ uid, attributes: { ...(attributes as SampleAttributes), __NAME__: name } }));
}
