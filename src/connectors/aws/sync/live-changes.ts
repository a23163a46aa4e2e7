import { ConnectorError } from '../../../model/errors.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { Change } from '../../../spi/operations.ts';
import type { AwsSession } from '../session.ts';

/** How long to wait after a round that failed, in milliseconds. */
const AFTER_FAILURE = 5000;

/**
 * Asks for changes round after round, until the signal ends it.
 *
 * A round that failed for a reason that passes is logged and made again: whoever listens would lose what happens before he listens anew.
 *
 * @param round  Yields changes, and keeps for itself how far it has come.
 * @throws ConnectorError one that will not pass, such as PermissionDenied.
 */
export async function* untilAborted(
  session: AwsSession,
  signal: AbortSignal,
  round: () => AsyncIterable<Change<ObjectClass>>,
): AsyncGenerator<Change<ObjectClass>, void, undefined> {
  while (!signal.aborted) {
    try {
      yield* round();
    } catch (error) {
      if (signal.aborted) return;
      if (!ConnectorError.is(error) || !error.retryable) throw error;
      session.log('warn', `liveSync: asking for changes failed and is tried again: ${error.message}`, { code: error.code });
      await session.wait(AFTER_FAILURE, signal).catch(() => {});
    }
  }
}
