import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { DynamicObjectClass } from '../../../facade/classes/object-class-operations.ts';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { ConnectorError } from '../../../model/errors.ts';
import { filters } from '../../../model/filter.ts';
import type { Row } from '../../../model/row.ts';
import type { Operations } from '../../../spi/operations.ts';
import { bounded } from '../bounded.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { NotApplicable } from '../not-applicable.ts';
import { isSameSet, oracleValues } from '../oracle.ts';
import { removeObject } from '../removal.ts';
import { withOperations } from './changed-connector.ts';
import { casesOf, readableNames } from './class-cases.ts';

/** How long something may go on that was told to stop, in milliseconds. */
const patience = 3000;

/** When writes are aborted: before the connector is asked, and so many turns of the event loop later, which a request may need to be sent. */
const moments = [-1, 0, 1, 3, 10, 30] as const;

/** What came of a write that was aborted, when the connector has done with it. */
interface Attempted {
  readonly isWritten: boolean;
  readonly failure: ConnectorError | undefined;
}

/** The part of the cancellation cases that is about writes: an error may leave open what happened, but must not deny it. */
export function* cancelledWrites(subject: ClassSubject): Iterable<ContractCase> {
  const { objectClass } = subject;
  const readable = readableNames(subject);

  const creating = casesOf(subject, 'cancellation', 'create', 'search');
  yield creating('cancel/create', 'a create that is aborted says truly what became of it', async () => {
    for (const moment of moments) {
      await aborting(subject, moment, 'create', async (operations, attempt) => {
        const attributes = subject.sample();
        const { __NAME__: name } = attributes;
        if (name === undefined) throw new NotApplicable('the system makes the names, so what was created cannot be found by them');
        const attempted = await attempt((signal) => operations.create(attributes, { signal }));
        const found = await operations.search({ filter: filters.equals('__NAME__', name as string) }).first();
        if (found && subject.supports('delete')) await removeObject(operations, found.uid);
        assertTrue('create', attempted, found !== undefined, found !== undefined);
        if (attempted.failure?.outcome === 'partial')
          assert.equal(attempted.failure.uid, found?.uid, 'a create that was done in part should name the uid of the object');
      });
    }
  });

  const changeable = subject.writable.filter((name) => {
    const { updateable } = objectClass.attributes[name] ?? {};
    return name !== '__NAME__' && updateable !== false && readable.includes(name);
  });
  const updating = casesOf(subject, 'cancellation', 'create', 'update', 'delete', 'get');
  yield updating(
    'cancel/update',
    `an update that is aborted says truly what became of it (${changeable.join(', ')})`,
    async () => {
      for (const moment of moments) {
        await aborting(subject, moment, 'update', async (operations, attempt) => {
          const { uid } = await operations.create(subject.sample());
          try {
            const before = await operations.get(uid, { attributes: readable });
            const replace = Object.fromEntries(changeable.map((name) => [name, subject.otherValue(name, before?.attributes[name])] as const));
            const attempted = await attempt((signal) => operations.update(uid, { replace }, { signal, revision: before?.revision }));
            const after = await operations.get(uid, { attributes: readable });
            assert.ok(before && after, 'an object should be there before and after an update that was aborted');
            const asked = Object.entries(replace).filter(([, value]) => value !== undefined);
            const holds = ([name, value]: readonly [string, unknown]) =>
              isSame(subject, name, oracleValues(name, after), [value].flat() as AttributeValue[]);
            const isSomeDone = !readable.every((name) => isSame(subject, name, oracleValues(name, before), oracleValues(name, after as Row)));
            assertTrue('update', attempted, asked.every(holds), isSomeDone);
          } finally {
            await removeObject(operations, uid);
          }
        });
      }
    },
    changeable.length === 0 ? 'no attribute can be updated and read' : undefined,
  );

  const deleting = casesOf(subject, 'cancellation', 'create', 'delete', 'get');
  yield deleting('cancel/delete', 'a delete that is aborted says truly what became of it', async () => {
    for (const moment of moments) {
      await aborting(subject, moment, 'delete', async (operations, attempt) => {
        const { uid } = await operations.create(subject.sample());
        // Without the revision, a connector that demands one would refuse, and nothing would be aborted.
        const revision = (await operations.get(uid))?.revision;
        const attempted = await attempt((signal) => operations.delete(uid, { signal, revision }));
        const left = await operations.get(uid);
        if (left) await removeObject(operations, uid);
        assertTrue('delete', attempted, left === undefined, left === undefined);
      });
    }
  });
}

/** Gives a class in which one write is aborted at a moment: that of `attempt`. */
async function aborting(
  subject: ClassSubject,
  moment: number,
  operation: 'create' | 'update' | 'delete',
  use: (operations: DynamicObjectClass, attempt: (call: (signal: AbortSignal) => Promise<unknown>) => Promise<Attempted>) => Promise<void>,
): Promise<void> {
  const { name } = subject.objectClass;
  const controller = new AbortController();
  let armed = false;
  let work: Promise<unknown> = Promise.resolve();
  const abortLater = async () => {
    for (let turn = 0; turn < moment; turn++) await setImmediate();
    // After the call has returned to the facade, which has to listen by then.
    queueMicrotask(() => controller.abort());
  };
  const change = (own: Operations): Partial<Operations> => {
    const key = operation === 'update' && own.updateDelta ? 'updateDelta' : operation;
    const handler = own[key] as (call: unknown) => unknown;
    const watched = (call: unknown) => {
      if (!armed) return handler(call);
      if (moment < 0) controller.abort();
      const answer = (async () => handler(call))();
      work = Promise.all([answer.catch(() => {}), abortLater()]);
      return answer;
    };
    return { [key]: watched };
  };
  const facade = await subject.openVariant((connector) => withOperations(connector, name, change));
  await use(facade.dynamic(name), async (call) => {
    armed = true;
    const failure = await call(controller.signal).then(
      () => undefined,
      (error: unknown) => error,
    );
    armed = false;
    await bounded(() => work, patience, `the ${operation} that was aborted`);
    assert.ok(
      failure === undefined || ConnectorError.is(failure),
      `an aborted ${operation} should fail with a ConnectorError, not ${String(failure)}`,
    );
    return { isWritten: failure === undefined, failure };
  });
}

/** Compares what is said of a write with what is there: all of it, some of it, or nothing. */
function assertTrue(operation: string, { isWritten, failure }: Attempted, isAllDone: boolean, isSomeDone: boolean): void {
  if (isWritten) assert.ok(isAllDone, `a ${operation} that was aborted and succeeded all the same should have been done`);
  const text = `a ${operation} that was aborted and failed with outcome none (${failure?.code}) should not have been done, and was: its outcome is unknown, or partial`;
  if (failure?.outcome === 'none') assert.ok(!isSomeDone, text);
}

function isSame({ objectClass }: ClassSubject, name: string, a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return isSameSet(objectClass.attributes[name] ?? { type: 'string' }, a, b);
}
