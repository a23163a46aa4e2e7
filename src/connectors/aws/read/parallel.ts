import pLimit from 'p-limit';

/** How many reads of single objects are under way at a time; the session's own limit on connections holds besides. */
const AT_A_TIME = 8;

/**
 * Does something with each item, a few at a time; the results are in the order of the items.
 *
 * After a failure no further item is begun, so that a throttled listing does not go on asking.
 *
 * @throws What the first failing item threw.
 */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(AT_A_TIME);
  let failure: { readonly error: unknown } | undefined;
  const one = async (item: T): Promise<R> => {
    if (failure) throw failure.error;
    try {
      return await work(item);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  };
  return Promise.all(items.map((item) => limit(() => one(item))));
}
