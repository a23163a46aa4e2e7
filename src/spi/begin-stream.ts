import { isLater } from '../model/awaitable.ts';

/** The iterator of a stream of a connector. A promise is no stream, as when the star of a generator was forgotten: how it ends must not end the process. */
export function beginStream<T>(stream: AsyncIterable<T>): AsyncIterator<T> {
  const given: unknown = stream;
  if (isLater(given) && !(Symbol.asyncIterator in given)) Promise.resolve(given).catch(() => {});
  return stream[Symbol.asyncIterator]();
}
