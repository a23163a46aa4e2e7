import { ConnectorError } from '../../../model/errors.ts';
import type { ContractCase } from '../contract-case.ts';
import type { SampleAttributes } from '../contract-subject.ts';
import { checkError, expect, present } from '../expectations.ts';
import { removeObject } from '../removal.ts';
import { shownForms } from '../shown-forms.ts';
import type { SuiteClassSubject } from '../suite-subject.ts';
import { tracedEvents } from '../traced-events.ts';
import { deleteObject, updateObject } from '../update-object.ts';
import { casesOf } from './class-cases.ts';

/** Failing calls say what is wrong and never a secret, wherever somebody may look. */
export function* secrets(subject: SuiteClassSubject): Iterable<ContractCase> {
  const make = casesOf(subject, 'secrets', 'create');
  const guarded = subject.creatable.filter((name) => ['secret', 'secretBytes'].includes(subject.attribute(name).type));
  const none = guarded.length === 0 ? 'the class has no secrets that can be set' : undefined;

  /** Calls that fail, each with the secrets of a sample in it. */
  async function failures(): Promise<readonly unknown[]> {
    const operations = await subject.operations();
    const { uid, attributes } = await subject.make();
    const secretsOf = (sample: SampleAttributes) =>
      Object.fromEntries(guarded.filter((name) => sample[name] !== undefined).map((name) => [name, sample[name]]));
    const updateable = (sample: SampleAttributes) =>
      Object.fromEntries(Object.entries(secretsOf(sample)).filter(([name]) => subject.updateable.includes(name)));
    const gone = await subject.make();
    if (subject.supports('delete')) await deleteObject(subject, gone.uid);
    const other = subject.sample();
    const calls: (() => Promise<unknown>)[] = [
      () => operations.create({ ...other, __NAME__: attributes.__NAME__ as string }),
      () => operations.create({ ...other, 'no such attribute': 'x' }),
      () => operations.update(gone.uid, { replace: updateable(other) }),
      () => operations.update(uid, { replace: { ...updateable(other), 'no such attribute': 'x' } }),
      () => operations.update(uid, { replace: updateable(other) }, { revision: 'contract-no-such-revision' }),
      () => operations.delete(gone.uid),
    ];
    const password = secretText(attributes.__PASSWORD__);
    const wrong = secretText(other.__PASSWORD__);
    if (subject.supports('authenticate') && password !== undefined && wrong !== undefined) {
      calls.push(() => operations.authenticate(attributes.__NAME__ as string, wrong));
      calls.push(() => operations.authenticate(subject.freshName(), password));
      calls.push(() =>
        operations.update(uid, {
          replace: { __PASSWORD__: wrong, ...(subject.objectClass.attributes.__CURRENT_PASSWORD__ && { __CURRENT_PASSWORD__: wrong }) },
        }),
      );
    }
    const errors: unknown[] = [];
    for (const call of calls) {
      try {
        const answer = await call();
        const made = (answer as { readonly uid?: string } | undefined)?.uid;
        if (made !== undefined && made !== uid) subject.deleteAfter(made);
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }

  const expectNone = (where: string, values: readonly unknown[]) => {
    for (const value of values) {
      const shown = shownForms(value);
      const leaked = [...subject.suite.secrets].some((secret) => shown.includes(secret));
      expect(!leaked, () => `${where} shows a secret that was given to the connector`);
    }
  };

  yield make(
    'errors/table',
    'a call that fails throws a ConnectorError with a code of the table, which is not Internal, and an outcome',
    async () => {
      for (const error of await failures()) {
        checkError('a wrong call', error);
        expect(error.code !== 'Internal', () => `a wrong call failed with Internal, which means a defect: ${error.message}`);
      }
    },
  );

  yield make('errors/outcome', 'a call that was refused says that nothing happened', async () => {
    for (const error of await failures()) {
      if (!ConnectorError.is(error)) continue;
      expect(error.outcome === 'none', () => `a call that was refused says that its outcome is ${error.outcome}: ${error.message}`);
      expect(error.message.trim() !== '', () => `a call failed with ${error.code} and no message`);
    }
  });

  yield make(
    'secrets/errors',
    'no failure shows a secret: not its message, its problems, its cause, its JSON nor its inspection',
    async () => expectNone('a failure', await failures()),
    none,
  );

  yield make(
    'secrets/traces',
    'no traced event shows a secret, of calls that succeed nor of those that fail',
    async () => expectNone('a traced event', await tracedEvents(failures)),
    none,
  );

  yield casesOf(subject, 'secrets', 'create', 'get')(
    'secrets/rows',
    'no row shows a secret, and what cannot be read is never in one',
    async () => {
      const { uid } = await subject.make();
      const operations = await subject.operations();
      const rows: unknown[] = [await present(subject, uid), await operations.get(uid)];
      if (subject.supports('search')) rows.push(...(await operations.search({ attributes: subject.readable, limit: 20 }).toArray()));
      expectNone('a row', rows);
    },
    none,
  );

  yield casesOf(subject, 'secrets', 'create', 'update')(
    'secrets/answers',
    'what a write answers shows no secret that was given',
    async () => {
      const operations = await subject.operations();
      const sample = subject.sample();
      const created = await operations.create(sample);
      subject.deleteAfter(created.uid);
      const [name] = guarded.filter((each) => subject.updateable.includes(each));
      const value = name === undefined ? undefined : subject.otherValue(name, sample[name]);
      const updated =
        name === undefined || value === undefined ? undefined : await updateObject(subject, created.uid, { replace: { [name]: value } });
      expectNone('the answer of a write', [created, updated]);
    },
    none,
  );

  yield make(
    'secrets/log',
    'the log shows no secret',
    async () => {
      const lines: unknown[] = [];
      const facade = await subject.openAgain({ log: (...line: unknown[]) => lines.push(line) });
      const operations = facade.dynamic(subject.objectClass.name);
      const sample = subject.sample();
      const { uid } = await operations.create(sample);
      if (subject.supports('delete')) subject.suite.afterCase(() => removeObject(operations, uid));
      await operations.create(sample).catch(() => {});
      expectNone('the log', lines);
    },
    none,
  );
}

function secretText(value: unknown): string | undefined {
  return value !== null && typeof value === 'object' && 'reveal' in value ? String((value as { reveal(): unknown }).reveal()) : undefined;
}
