import { AssertionError } from 'node:assert';
import { ConnectorError, type ErrorCode, errors } from '../../model/errors.ts';
import type { Row } from '../../model/row.ts';
import { type Held, sameValue } from './same-value.ts';
import { shownValue } from './shown-value.ts';
import type { SuiteClassSubject } from './suite-subject.ts';

/** Fails a case. */
export function fail(message: string, cause?: unknown): never {
  const error = new AssertionError({ message, stackStartFn: fail });
  if (cause !== undefined) error.cause = cause;
  throw error;
}

/** Fails a case unless it holds. */
export function expect(holds: boolean, message: () => string): asserts holds {
  if (!holds) fail(message());
}

/** What was expected and what was found, in one sentence. */
export function mismatch(what: string, expected: unknown, found: unknown): string {
  return `${what}: expected ${shownValue(expected)}, found ${shownValue(found)}`;
}

/**
 * Expects a call to be refused, with one of these codes.
 *
 * @param what   What is refused, to be read before "was expected to fail": `a create with a name that is taken`.
 * @param codes  The codes that are right; any but `Internal` without them.
 */
export async function refusal(what: string, call: () => Promise<unknown>, codes: readonly ErrorCode[] = []): Promise<ConnectorError> {
  const expected = codes.length > 0 ? `fail with ${codes.join(' or ')}` : 'be refused';
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    checkError(what, error);
    if (codes.length > 0 ? codes.includes(error.code) : error.code !== 'Internal') return error;
    fail(`${what} was expected to ${expected}, it failed with ${error.code}: ${error.message}`, error);
  }
  fail(`${what} was expected to ${expected}, it succeeded and answered ${shownValue(answer)}`);
}

/** Expects an exception to be a ConnectorError with a code of the table and an outcome. */
export function checkError(what: string, error: unknown): asserts error is ConnectorError {
  if (!ConnectorError.is(error)) fail(`${what} threw ${String(error)}, which is no ConnectorError`, error);
  expect(
    errors.some(({ code }) => code === error.code),
    () => `${what} failed with the code ${shownValue(error.code)}, which is not in the table of errors`,
  );
  expect(['none', 'partial', 'unknown'].includes(error.outcome), () => `${what} failed with the outcome ${shownValue(error.outcome)}`);
}

/** Expects an object to be there, and answers it as it is read. */
export async function present(subject: SuiteClassSubject, uid: string, what = 'the object'): Promise<Row> {
  const row = await subject.read(uid);
  if (!row) fail(`${what} with the uid ${shownValue(uid)} was expected to be there, get found nothing`);
  return row;
}

/** Expects what was written to be read; attributes that cannot be read are not looked at. */
export function expectAttributes(subject: SuiteClassSubject, row: Row, written: Readonly<Record<string, Held>>, when: string): void {
  const wrong = Object.entries(written).flatMap(([name, value]) => {
    const attribute = subject.attribute(name);
    if (name === '__NAME__') return sameValue(attribute, row.name, value) ? [] : [mismatch('__NAME__', value, row.name)];
    if (!subject.readable.includes(name)) return [];
    const found = row.attributes[name];
    return sameValue(attribute, found, value) ? [] : [mismatch(name, value ?? 'no value', found)];
  });
  expect(wrong.length === 0, () => `${when}: ${wrong.join('; ')}`);
}

/** Expects two readings of an object to agree, some attributes aside. */
export function expectUnchanged(subject: SuiteClassSubject, before: Row, after: Row, when: string, aside: readonly string[] = []): void {
  const names = subject.readable.filter((name) => !aside.includes(name));
  const wrong = names.filter((name) => !sameValue(subject.attribute(name), before.attributes[name], after.attributes[name]));
  const texts = wrong.map((name) => mismatch(name, before.attributes[name], after.attributes[name]));
  if (!aside.includes('__NAME__') && !sameValue(subject.attribute('__NAME__'), before.name, after.name))
    texts.push(mismatch('__NAME__', before.name, after.name));
  expect(texts.length === 0, () => `${when} changed what it should not: ${texts.join('; ')}`);
}
