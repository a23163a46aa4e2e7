import { ConnectorError } from '../model/errors.ts';

/**
 * What the application gets of an exception: a ConnectorError as it is, anything else as `Internal` with the exception as cause.
 *
 * The text of a foreign exception stays in the cause, because it may quote what it was given, passwords too.
 */
export function translateError(error: unknown, what: string): ConnectorError {
  if (ConnectorError.is(error)) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new ConnectorError('Internal', `${what}: the connector failed with an unexpected ${kind}; the cause says more`, { cause: error });
}
