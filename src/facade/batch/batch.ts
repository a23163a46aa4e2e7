import type { Problem } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import type { AnyConnector } from '../../spi/connector.ts';
import type { CallOptions } from '../calls/call-options.ts';
import { badArguments, callProblems } from '../classes/connector-class.ts';
import type { AnyFacade } from '../facade.ts';
import type { BatchItem, BatchItems, BatchOutcome, BatchResult } from './batch-item.ts';
import { type BatchPlan, BatchRun } from './batch-run.ts';

export type { BatchItem, BatchItems, BatchOutcome, BatchResult } from './batch-item.ts';

/** How a batch is done. `signal` ends all of it; `timeout` is that of each item. */
export interface BatchOptions extends CallOptions {
  /** Items under way at once, 1 or more; 8 unless said otherwise. Four times as many are read ahead at most. */
  readonly concurrency?: number | undefined;
  /**
   * Begins nothing more after a failure; false unless said otherwise. What is under way is finished, and all that follows is reported as
   * `skipped`, so that every item has a result. Where no later item may have begun, use `concurrency: 1`.
   */
  readonly stopOnError?: boolean | undefined;
}

/**
 * The results of a batch, in the order of its items. It begins when it is read, and it can be read once: a second use would write twice.
 *
 * The failure of an item is a result, never an exception. What ends the stream itself comes after the results of all items that were read: what
 * the source of the items threw, and OperationAborted for the caller's signal; so read it by `for await` where those results matter.
 * Leaving early begins nothing more and waits for what is under way.
 */
export interface BatchStream<I = unknown> extends AsyncIterable<BatchResult<I>> {
  /** All results, in memory. */
  toArray(): Promise<BatchResult<I>[]>;
}

/**
 * Does many things by a facade, some at once, those that concern the same object one after another.
 *
 * @param facade  Any opened connector.
 * @param items   What to do; read a little ahead of what is done.
 * @throws ConnectorError `InvalidArgument` for wrong options and for what is no source of items.
 *
 * @example
 * const items = [{ objectClass: '__ACCOUNT__', operation: 'delete', uid: '1' }] as const;
 * for await (const result of runBatch(directory, items)) if (!result.ok) console.log(result.index, result.error.code);
 */
export function runBatch<X extends AnyConnector = AnyConnector>(
  facade: Pick<AnyFacade, 'dynamic'>,
  items: BatchItems<X>,
  options: BatchOptions = {},
): BatchStream<BatchItem<X>> {
  const problems: Problem[] = [];
  callProblems(options, problems);
  const { concurrency = 8, stopOnError = false, signal, timeout } = options ?? {};
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    problems.push({ path: 'concurrency', message: `must be a whole number, 1 or more (got ${printable(concurrency)})` });
  if (typeof stopOnError !== 'boolean') problems.push({ path: 'stopOnError', message: `must be true or false (got ${printable(stopOnError)})` });
  if (!isSource(items)) problems.push({ path: 'items', message: `must be an iterable or an async iterable of items (got ${printable(items)})` });
  if (problems.length > 0) throw badArguments('a batch', problems);
  const plan: BatchPlan = {
    perform: (item, index) => perform(facade, item, index, { signal, timeout }),
    keyOf,
    concurrency,
    ahead: 4 * concurrency,
    stopOnError,
    signal,
  };
  let used = false;
  const results = async function* (): AsyncGenerator<BatchResult, void, undefined> {
    if (used) throw badArguments('a batch', [{ path: '', message: 'it has been read already, and reading it again would do everything twice' }]);
    used = true;
    const run = new BatchRun(iteratorOf(items), plan);
    try {
      for (let result = await run.next(); result; result = await run.next()) yield result;
    } finally {
      await run.leave();
    }
  };
  const stream: BatchStream = {
    [Symbol.asyncIterator]: results,
    async toArray() {
      const all: BatchResult[] = [];
      for await (const result of results()) all.push(result);
      return all;
    },
  };
  return stream as BatchStream<BatchItem<X>>;
}

function isSource(items: unknown): items is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof items !== 'object' || items === null) return false;
  return Symbol.asyncIterator in items || Symbol.iterator in items;
}

function iteratorOf(items: Iterable<unknown> | AsyncIterable<unknown>): Iterator<unknown> | AsyncIterator<unknown> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

/** The object that an item concerns; undefined for a create, which has no uid before it is done. */
function keyOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { objectClass, uid } = item as Readonly<Record<string, unknown>>;
  return typeof uid === 'string' ? JSON.stringify([objectClass, uid]) : undefined;
}

async function perform(facade: Pick<AnyFacade, 'dynamic'>, given: unknown, index: number, limits: CallOptions): Promise<BatchOutcome> {
  const item = given as BatchItem;
  checkItem(item, index);
  const { operation, options } = item;
  const cls = facade.dynamic(item.objectClass);
  const shared = { ...limits, ...(options !== undefined && { options }) };
  if (operation === 'create') return { ok: true, operation, value: await cls.create(item.attributes, shared) };
  if (operation === 'get') {
    const { uid, attributes } = item;
    return { ok: true, operation, value: await cls.get(uid, { ...shared, ...(attributes !== undefined && { attributes }) }) };
  }
  const { uid, revision, nameHint } = item;
  if (operation === 'update') return { ok: true, operation, value: await cls.update(uid, item.changes, { ...shared, revision, nameHint }) };
  await cls.delete(uid, { ...shared, revision, nameHint });
  return { ok: true, operation, value: undefined };
}

/** @throws ConnectorError `InvalidArgument` for what is no item; what it asks for is checked by the facade. */
function checkItem(item: unknown, index: number): void {
  const problems: Problem[] = [];
  if (typeof item !== 'object' || item === null) problems.push({ path: '', message: `it must be an object (got ${printable(item)})` });
  else {
    const { objectClass, operation } = item as Readonly<Record<string, unknown>>;
    if (typeof objectClass !== 'string') problems.push({ path: 'objectClass', message: `must be a text (got ${printable(objectClass)})` });
    if (!['create', 'update', 'delete', 'get'].includes(operation as string))
      problems.push({ path: 'operation', message: `must be create, update, delete or get (got ${printable(operation)})` });
  }
  if (problems.length > 0) throw badArguments(`item ${index} of the batch`, problems);
}
