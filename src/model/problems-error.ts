import { ConnectorError, type ErrorCode, type ErrorDetails, type Problem } from './errors.ts';

/**
 * The error that names every problem: `2 problems in create __ACCOUNT__ of aws: mail must be text (got 5); …`.
 *
 * @param where  What they are in, to be read after "in": `create __ACCOUNT__ of aws`, `a filter of __ACCOUNT__`.
 */
export function problemsError(code: ErrorCode, where: string, problems: readonly Problem[], details?: ErrorDetails): ConnectorError {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const texts = problems.map(({ path, message }) => `${path} ${message}`.trim());
  return new ConnectorError(code, `${count} in ${where}: ${texts.join('; ')}`, { ...details, problems });
}
