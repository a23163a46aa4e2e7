import { isLater } from '../model/awaitable.ts';
import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';

/** The iterator of a stream of a connector. A promise is no stream, as when the star of a generator was forgotten: how it ends must not end the process. */
export function beginStream<T>(stream: AsyncIterable<T>): AsyncIterator<T> {
  const given: unknown = stream;
  if (isLater(given) && !(Symbol.asyncIterator in given)) Promise.resolve(given).catch(() => {});
  if (typeof (given as Partial<AsyncIterable<T>> | null | undefined)?.[Symbol.asyncIterator] !== 'function') {
    throw new ConnectorError(
      'Internal',
      `the connector answered no stream (got ${printable(given)}); write the operation as async *search(call) { yield … }`,
    );
  }
  return stream[Symbol.asyncIterator]();
}
