import { ConnectorError, type Problem } from '../../../model/errors.ts';

/**
 * Refuses a write with everything that is wrong with it; does nothing when nothing is.
 *
 * @param what  The operation: `create __ACCOUNT__ of aws`.
 * @throws ConnectorError `InvalidAttributeValue`.
 */
export function refuseInvalid(problems: readonly Problem[], what: string): void {
  if (problems.length === 0) return;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const texts = problems.map(({ path, message }) => `${path} ${message}`);
  throw new ConnectorError('InvalidAttributeValue', `${count} in ${what}: ${texts.join('; ')}`, { problems });
}
