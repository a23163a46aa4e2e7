import { ConnectorError } from '../../model/errors.ts';

/**
 * What the application gets of an exception: a ConnectorError as it is, anything else as `Internal` with the exception as cause.
 *
 * The text of a foreign exception stays in the cause, because it may quote what it was given, passwords too.
 *
 * @param writing  Whether a write was begun: a foreign exception does not say what became of it.
 */
export function translateError(error: unknown, what: string, writing = false): ConnectorError {
  if (ConnectorError.is(error)) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  const text = `${what}: the connector failed with an unexpected ${kind}; the cause says more`;
  if (!writing) return new ConnectorError('Internal', text, { cause: error });
  return new ConnectorError('Internal', `${text}; whether the write took effect is not known`, { cause: error, outcome: 'unknown' });
}
