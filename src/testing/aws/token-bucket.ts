/** Makes a bucket that fills in real time, or by another clock in milliseconds; it tells whether there was a token to take. */
export function tokenBucket(perSecond: number, burst: number, clock: () => number = () => performance.now()): () => boolean {
  let tokens = burst;
  let filledAt = clock();
  return () => {
    const now = clock();
    tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
