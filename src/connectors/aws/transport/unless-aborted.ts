/**
 * The promise's outcome, or the signal's reason as soon as it is aborted; what the promise stands for goes on for its other callers.
 *
 * @example
 * await unlessAborted(shared, signal);
 */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  // Nobody may be left to hear of its failure.
  promise.catch(() => {});
  signal.throwIfAborted();
  let leave = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
