import { ConnectorError } from '../../model/errors.ts';
import type { PoolMetrics } from './pool-metrics.ts';

/** Of a call on a pool that is closed, or was while the call waited. */
export function closedError(what: string): ConnectorError {
  return new ConnectorError('InvalidArgument', `a session of ${what}: the pool is closed; open the connector again`);
}

/** Of a call whose signal was aborted: the reason itself where that says what happened. */
export function abortError(signal: AbortSignal, what: string): ConnectorError {
  const reason: unknown = signal.reason;
  if (ConnectorError.is(reason)) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new ConnectorError('OperationTimeout', `a session of ${what}: the time of the call was up before there was one`, { cause: reason });
  }
  return new ConnectorError('OperationAborted', `a session of ${what}: the call was ended by its signal before there was one`, { cause: reason });
}

/**
 * Of a call that has waited for `maxWait`.
 *
 * @param metrics  Of the moment before it left the line.
 */
export function waitedTooLong(what: string, maxWait: number, metrics: PoolMetrics): ConnectorError {
  const { max, leased, connecting, checking, ending, waiting } = metrics;
  const also = Object.entries({ connected: connecting, checked: checking, ended: ending }).filter(([, count]) => count > 0);
  const rest = also.map(([word, count]) => `, ${count} being ${word}`).join('');
  const others = waiting === 2 ? '1 other call waits' : `${waiting - 1} other calls wait`;
  // Sessions that are all in use want a larger pool; sessions that do not come about would not come about in a larger pool either.
  const advice =
    leased === max
      ? 'raise pool.max if the system allows more sessions, make fewer calls at a time, or raise pool.maxWait'
      : 'see whether the system answers, or raise pool.maxWait';
  const message = `a session of ${what}: none within ${maxWait} ms (pool.maxWait); ${leased} of ${max} are in use${rest}, ${others}; ${advice}`;
  return new ConnectorError('OperationTimeout', message, { retryable: true });
}
