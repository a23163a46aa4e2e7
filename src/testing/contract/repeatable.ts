import { AssertionError } from 'node:assert';

/** The same failure with the seed in its message, and how to see it again. */
export function repeatable(failure: unknown, seed: number, kind: string): Error {
  const hint = `(samples of seed ${seed}; to see this alone: contract(connector, { seed: ${seed}, only: ['${kind}'], … }))`;
  if (failure instanceof AssertionError) return contractFailure(`${failure.message}\n${hint}`, failure);
  const text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return contractFailure(`the case was expected to end well, it threw ${text}\n${hint}`, failure);
}

/**
 * Not an AssertionError: Node's knows no cause, and test runners print its empty comparison instead of the message. The cause has the place
 * in the connector where it failed.
 */
function contractFailure(message: string, cause: unknown): Error {
  const { actual, expected } = (cause ?? {}) as { readonly actual?: unknown; readonly expected?: unknown };
  const failure = new Error(message, { cause });
  failure.name = 'ContractFailure';
  // Test runners show what differs.
  if (actual !== undefined || expected !== undefined) Object.assign(failure, { actual, expected });
  return failure;
}
