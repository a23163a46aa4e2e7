import { AssertionError } from 'node:assert';
import { ConnectorError } from '../model/errors.ts';

// An exception may be its own cause, by way of another one.
const DEEPEST = 10;
const LINES = 3;

/**
 * Where the exception came from that a connector did not expect: its class and the first lines of its stack. Empty where no foreign exception is
 * the cause.
 *
 * Its text is left out, because it may quote what it was given, passwords too; the lines say where to look.
 */
export function causePlace(error: unknown): string {
  const foreign = foreignCause(error);
  if (!(foreign instanceof Error)) return '';
  return `caused by ${foreign.name}, whose text may hold secrets and is not shown\n${framesOf(foreign).join('\n')}`.trimEnd();
}

function foreignCause(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < DEEPEST; depth++) {
    // The contract's own failures and the library's say themselves what is wrong.
    const telling = ConnectorError.is(cause) || cause instanceof AssertionError || (cause instanceof Error && cause.name === 'ContractFailure');
    if (!telling) return cause === error ? undefined : cause;
    cause = (cause as Error).cause;
  }
  return undefined;
}

function framesOf({ message, stack = '' }: Error): readonly string[] {
  // A text of several lines can look like a frame, so the frames begin behind it; where it is not found, nobody knows where they begin.
  const begin = message === '' ? -1 : stack.indexOf(message);
  if (begin < 0) return [];
  const frames = stack.slice(begin + message.length).split('\n');
  return frames.filter((line) => /^ {4}at /.test(line) && !line.includes('(node:')).slice(0, LINES);
}
