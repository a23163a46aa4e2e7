import type { Problem } from '../../../model/errors.ts';
import { problemsError } from '../../../model/problems-error.ts';

/**
 * Refuses a write with everything that is wrong with it; does nothing when nothing is.
 *
 * @param what  The operation: `create __ACCOUNT__ of aws`.
 * @throws ConnectorError `InvalidAttributeValue`.
 */
export function refuseInvalid(problems: readonly Problem[], what: string): void {
  if (problems.length > 0) throw problemsError('InvalidAttributeValue', what, problems);
}
