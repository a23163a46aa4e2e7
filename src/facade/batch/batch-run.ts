import { type Awaitable, isLater } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import { translateError } from '../calls/translate-error.ts';
import type { BatchOutcome, BatchResult } from './batch-item.ts';

/** What a run of a batch needs to know. */
export interface BatchPlan {
  readonly perform: (item: unknown, index: number) => Promise<BatchOutcome>;
  /** Items with the same key run one after another; undefined for those that wait for none. */
  readonly keyOf: (item: unknown) => string | undefined;
  readonly concurrency: number;
  /** How many items may be read and not reported yet. */
  readonly ahead: number;
  readonly stopOnError: boolean;
  readonly signal: AbortSignal | undefined;
}

interface Entry {
  readonly index: number;
  readonly item: unknown;
  readonly key: string | undefined;
  begun: boolean;
  result: BatchResult | undefined;
}

/** One run of a batch: reads items a little ahead, begins as many as may run at once, and reports them in their order. */
export class BatchRun {
  readonly #plan: BatchPlan;
  readonly #source: Iterator<unknown> | AsyncIterator<unknown>;
  /** Items that were read and not reported, in their order. */
  readonly #entries: Entry[] = [];
  /** Those that may begin, in the order in which they became free to. */
  readonly #ready: Entry[] = [];
  /** By key, those that wait for the one that is ready or under way. */
  readonly #behind = new Map<string, Entry[]>();
  #count = 0;
  #underWay = 0;
  #reading = false;
  #exhausted = false;
  /** Why nothing is begun any more. */
  #stopped: ((index: number) => ConnectorError) | undefined;
  /** With what the run ends when all that was read is reported. */
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(source: Iterator<unknown> | AsyncIterator<unknown>, plan: BatchPlan) {
    this.#source = source;
    this.#plan = plan;
    plan.signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (plan.signal?.aborted) this.#onAbort();
  }

  /**
   * The result that is next in order; undefined at the end.
   *
   * @throws What the source of the items threw, and ConnectorError `OperationAborted`, when everything that was read has been reported.
   */
  async next(): Promise<BatchResult | undefined> {
    for (;;) {
      this.#read();
      const [first] = this.#entries;
      if (first?.result) {
        this.#entries.shift();
        return first.result;
      }
      if (!first && this.#failure) throw this.#failure.error;
      if (!first && this.#exhausted) return undefined;
      await this.#changed();
    }
  }

  /** Ends the run: begins nothing more, and waits for what is under way, because a write that is cut off may or may not have happened. */
  async leave(): Promise<void> {
    this.#plan.signal?.removeEventListener('abort', this.#onAbort);
    this.#stop((index) => skipped(index, 'the batch was left'));
    await this.#close();
    while (this.#underWay > 0) await this.#changed();
  }

  /** Reads items until there are enough. */
  #read(): void {
    while (!this.#reading && !this.#exhausted && this.#entries.length < this.#plan.ahead) {
      let result: Awaitable<IteratorResult<unknown>>;
      try {
        result = this.#source.next();
      } catch (error) {
        this.#fail(error);
        return;
      }
      if (!isLater(result)) {
        this.#accept(result);
        continue;
      }
      this.#reading = true;
      const over = () => {
        this.#reading = false;
        this.#wake();
      };
      result.then(
        (later) => {
          this.#accept(later);
          over();
        },
        (error: unknown) => {
          this.#fail(error);
          over();
        },
      );
    }
  }

  #accept(result: IteratorResult<unknown>): void {
    // What comes after the end of the run belongs to nobody.
    if (this.#exhausted) return;
    if (result.done) {
      this.#exhausted = true;
      return;
    }
    const item = result.value;
    const entry: Entry = { index: this.#count++, item, key: this.#plan.keyOf(item), begun: false, result: undefined };
    this.#entries.push(entry);
    if (this.#stopped) {
      this.#skip(entry, this.#stopped);
      return;
    }
    const behind = entry.key === undefined ? undefined : this.#behind.get(entry.key);
    if (behind) behind.push(entry);
    else {
      if (entry.key !== undefined) this.#behind.set(entry.key, []);
      this.#ready.push(entry);
    }
    this.#begin();
  }

  #begin(): void {
    while (!this.#stopped && this.#underWay < this.#plan.concurrency) {
      const entry = this.#ready.shift();
      if (!entry) return;
      entry.begun = true;
      this.#underWay++;
      const { index, item } = entry;
      this.#plan.perform(item, index).then(
        (outcome) => this.#end(entry, outcome),
        (thrown: unknown) => this.#end(entry, { ok: false, error: translateError(thrown, `item ${index} of the batch`), skipped: false }),
      );
    }
  }

  #end(entry: Entry, outcome: BatchOutcome): void {
    this.#underWay--;
    entry.result = resultOf(entry, outcome);
    const next = entry.key === undefined ? undefined : this.#behind.get(entry.key)?.shift();
    if (next) this.#ready.push(next);
    else if (entry.key !== undefined) this.#behind.delete(entry.key);
    if (!outcome.ok && this.#plan.stopOnError) this.#stop((index) => skipped(index, `item ${entry.index} failed`));
    this.#begin();
    this.#wake();
  }

  #stop(why: (index: number) => ConnectorError): void {
    if (this.#stopped) return;
    this.#stopped = why;
    this.#ready.length = 0;
    this.#behind.clear();
    for (const entry of this.#entries) if (!entry.begun) this.#skip(entry, why);
  }

  #skip(entry: Entry, why: (index: number) => ConnectorError): void {
    entry.result ??= resultOf(entry, { ok: false, error: why(entry.index), skipped: true });
  }

  /** Of the source: it is over, and the run fails when all that was read is reported. */
  #fail(error: unknown): void {
    if (!this.#exhausted) this.#failure ??= { error };
    this.#exhausted = true;
  }

  readonly #onAbort = (): void => {
    const { reason } = this.#plan.signal ?? {};
    const complete = this.#exhausted && this.#entries.every(({ begun }) => begun);
    this.#stop((index) => skipped(index, "the caller's signal ended the batch", reason));
    if (!complete)
      this.#failure ??= { error: new ConnectorError('OperationAborted', "the batch was ended by the caller's signal", { cause: reason }) };
    this.#close().catch(() => {});
    this.#wake();
  };

  /** Tells the source that no more is needed. One that is being read may never answer, so it is not waited for. */
  async #close(): Promise<void> {
    if (this.#exhausted) return;
    this.#exhausted = true;
    const closing = this.#source.return?.();
    if (!this.#reading) await closing;
    else if (closing && isLater(closing)) closing.then(undefined, () => {});
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function skipped(index: number, why: string, cause?: unknown): ConnectorError {
  return new ConnectorError('OperationAborted', `item ${index} of the batch was not begun, because ${why}`, cause === undefined ? {} : { cause });
}

function resultOf({ index, item }: Entry, outcome: BatchOutcome): BatchResult {
  return Object.defineProperty({ index, ...outcome }, 'item', { value: item }) as BatchResult;
}
