/** One of several streams. */
export interface Feed<T> {
  readonly id: string;
  readonly open: () => AsyncIterable<T>;
}

/** What came from one of them: a value, or the error that ended it. */
export interface Arrival<T> {
  readonly id: string;
  readonly value?: T;
  readonly error?: unknown;
}

/**
 * The values of several streams, in the order in which they come; a stream that fails ends no other.
 *
 * A stream is asked for its next value when its last one has been dealt with.
 *
 * @param most  How many streams are open at a time.
 */
export async function* asTheyCome<T>(feeds: readonly Feed<T>[], most: number): AsyncGenerator<Arrival<T>, void, undefined> {
  const line = [...feeds];
  const open = new Map<string, { readonly iterator: AsyncIterator<T>; next: Promise<Arrival<T> & { readonly done?: boolean }> }>();
  const ask = (id: string, iterator: AsyncIterator<T>) =>
    iterator.next().then(
      (result) => (result.done ? { id, done: true } : { id, value: result.value }),
      (error: unknown) => ({ id, error, done: true }),
    );
  try {
    for (;;) {
      while (open.size < most) {
        const feed = line.shift();
        if (!feed) break;
        const iterator = feed.open()[Symbol.asyncIterator]();
        open.set(feed.id, { iterator, next: ask(feed.id, iterator) });
      }
      if (open.size === 0) return;
      const { done, ...arrival } = await Promise.race([...open.values()].map(({ next }) => next));
      const feed = open.get(arrival.id);
      if (done || !feed) open.delete(arrival.id);
      if ('value' in arrival || 'error' in arrival) yield arrival;
      if (!done && feed) feed.next = ask(arrival.id, feed.iterator);
    }
  } finally {
    // What is under way ends with the signal; nobody waits for it.
    for (const { iterator, next } of open.values()) {
      next.catch(() => {});
      Promise.resolve(iterator.return?.()).catch(() => {});
    }
  }
}
