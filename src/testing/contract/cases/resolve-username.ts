import type { ContractCase } from '../contract-case.ts';
import { expect, mismatch, refusal } from '../expectations.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { casesOf } from './class-cases.ts';

/** What a username resolves to. */
export function* resolving(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'resolveUsername', 'resolveUsername', 'create');

  yield make('resolveUsername/known', 'a name answers the uid that create answered', async () => {
    const { uid, attributes } = await subject.make();
    const answer = await (await subject.operations()).resolveUsername(attributes.__NAME__ as string);
    expect(answer === uid, () => mismatch('the uid that resolveUsername answers', uid, answer));
  });

  yield make('resolveUsername/unknown', 'a name that nobody has is refused', async () => {
    const name = subject.freshName();
    await refusal('resolveUsername of a name that nobody has', async () => (await subject.operations()).resolveUsername(name), ['UnknownUid']);
  });
}
