import { AssertionError } from 'node:assert';

/** The same failure with the seed in its message, and how to see it again. */
export function repeatable(failure: unknown, seed: number, kind: string): Error {
  const hint = `(samples of seed ${seed}; to see this alone: contract(connector, { seed: ${seed}, only: ['${kind}'], … }))`;
  if (failure instanceof AssertionError) {
    failure.message = `${failure.message}\n${hint}`;
    return failure;
  }
  const text = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);
  return new AssertionError({ message: `the case was expected to end well, it threw ${text}\n${hint}`, ...causeOf(failure) });
}

function causeOf(failure: unknown): object {
  return { cause: failure };
}
