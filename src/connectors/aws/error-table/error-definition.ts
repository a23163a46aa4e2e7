import type { ErrorCode } from '../../../model/errors.ts';
import type { AwsService } from '../transport/service-actions.ts';

/**
 * When a request is sent again after an answer.
 *
 * `no`: never; the same request would fail the same way. `paced`: AWS refused it for going too fast, and did nothing. `back-off`: AWS could
 * not do it now, and did nothing. `if repeatable`: nobody knows whether AWS did it, so only what may run twice. `refresh`: once, with
 * fresh credentials.
 */
export type RetryRule = 'no' | 'paced' | 'back-off' | 'if repeatable' | 'refresh';

/** What one error of AWS becomes. */
export interface AwsErrorDefinition {
  /** The codes as AWS sends them; a code with "Exception" at its end finds the one without, one of SQS with "AWS.SimpleQueueService." before it too. */
  readonly wire: readonly string[];
  readonly code: ErrorCode;
  readonly retry: RetryRule;
  /** What to make of it, for people. */
  readonly meaning: string;
  /** Only of this service; otherwise of all. */
  readonly service?: AwsService;
}
