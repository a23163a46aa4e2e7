import type { ConnectorError } from '../../model/errors.ts';
import type { Change, ChangeBatch } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { DispatchedStream } from '../calls/dispatch.ts';
import { translateError } from '../calls/translate-error.ts';
import type { ConnectorClass } from '../classes/connector-class.ts';

/** What a connector yields of changes. */
interface Yielded {
  sync: ChangeBatch;
  liveSync: Omit<Change, 'token'>;
}

/** One use of a stream of changes, its arguments checked. */
export interface Feed<T, R> {
  readonly budget: Budget;
  /** Whether asking again after a failure goes on where the last item ended. */
  readonly resumable: boolean;
  readonly ask: (session: unknown) => AsyncIterable<T>;
  /** What the consumer is given of an item. */
  readonly give: (item: T) => R;
  /** How many changes that is. */
  readonly count: (given: R) => number;
}

/** Follows the changes of a connector: traced from the first pull to the end, and ended whichever way the consumer goes. */
export async function* followChanges<Op extends keyof Yielded, R>(
  find: () => ConnectorClass | PromiseLike<ConnectorClass>,
  operation: Op,
  prepare: (cls: ConnectorClass, what: string) => Promise<Feed<Yielded[Op], R>>,
): AsyncGenerator<R, void, undefined> {
  const cls = await find();
  const what = cls.title(operation);
  const trace = cls.opened.tracing.stream(operation, cls.objectClass.name);
  let given = 0;
  let budget: Budget | undefined;
  let stream: DispatchedStream<Yielded[Op]> | undefined;
  try {
    cls.opened.assertOpen(what);
    cls.demand(operation);
    const feed = await prepare(cls, what);
    budget = feed.budget;
    if (budget.expiry) throw budget.expiry;
    stream = cls.stream(operation, budget);
    for (;;) {
      const result = await stream.pull(feed.ask, feed.resumable);
      if (result.done) break;
      const answer = feed.give(result.value);
      given += feed.count(answer);
      yield answer;
    }
    stream.finish();
    stream = undefined;
    budget.dispose();
  } catch (error) {
    const failure = translateError(error, what);
    trace?.finish(given, failure);
    budget?.abandon();
    // The failure must not be hidden or delayed by what the connector's `finally` does.
    stream?.close().catch(() => {});
    stream = undefined;
    throw failure;
  } finally {
    // Only a consumer that left early finds it still open.
    const failure = stream && budget && (await leave(stream, budget, what));
    trace?.finish(given, failure);
    // biome-ignore lint/correctness/noUnsafeFinally: nothing else was thrown, because the consumer left.
    if (failure) throw failure;
  }
}

/** @returns what the connector failed with while its stream was ended. */
async function leave(stream: DispatchedStream<unknown>, budget: Budget, what: string): Promise<ConnectorError | undefined> {
  try {
    await stream.close();
    return undefined;
  } catch (error) {
    return translateError(error, what);
  } finally {
    budget.abandon();
  }
}
