import { ConnectorError, type ErrorDetails, type Problem } from '../../../model/errors.ts';

/** One call of a write that takes several. */
export interface Step {
  /** What it is about: an attribute (`Tags`, `__GROUPS__[1]`) or, in a delete, the action. */
  readonly path: string;
  /** What it does, to be read after "done: " and "not done: ". Never a secret. */
  readonly what: string;
  /** Makes the call. An answer of `false` says that there was nothing to do; what else it answers does not matter. */
  run(): Promise<unknown>;
  /** Takes back what `run` did; also called when it is not known whether `run` took effect. */
  undo?(): Promise<unknown>;
  /** Takes access away, so it is taken although a step before it failed: whoever is to be kept out is better kept out by half than not at all. */
  readonly evenAfterFailure?: boolean;
}

/** A step that failed, and why. */
export interface StepFailure {
  readonly step: Step;
  readonly error: ConnectorError;
  /** Whether it is known that the step took no effect. */
  readonly known: boolean;
}

/** How far a write got. */
export interface Progress {
  readonly done: readonly Step[];
  /** The step that ended it; undefined when all steps were done. */
  readonly failure: StepFailure | undefined;
  /** Steps that were taken all the same and failed as well. */
  readonly failedToo: readonly StepFailure[];
  readonly pending: readonly Step[];
}

/**
 * Takes the steps of a write one after the other. After the first that fails only those are taken that take access away; none at all once the
 * signal says so.
 *
 * @returns How far it got; it does not throw.
 */
export async function takeSteps(steps: readonly Step[], signal: AbortSignal): Promise<Progress> {
  const done: Step[] = [];
  const failures: StepFailure[] = [];
  const pending: Step[] = [];
  for (const step of steps) {
    if (failures.length > 0 && (signal.aborted || !step.evenAfterFailure)) pending.push(step);
    else if (signal.aborted) failures.push({ step, error: endedBy(signal), known: true });
    else {
      try {
        if ((await step.run()) !== false) done.push(step);
      } catch (thrown) {
        // A call that was under way when the signal came may or may not have reached AWS.
        const error = asConnectorError(thrown, signal);
        failures.push({ step, error, known: !signal.aborted && error.outcome !== 'unknown' });
      }
    }
  }
  const [failure, ...failedToo] = failures;
  return { done, failure, failedToo, pending };
}

/**
 * Takes the steps of an update or a delete.
 *
 * @param what  The operation, for the message: `update __ACCOUNT__`.
 * @returns How many of them did something.
 * @throws ConnectorError The error of the step that failed; with `outcome: 'partial'` and a problem for each step, done or not, when steps before it were done.
 */
export async function takeAll(steps: readonly Step[], what: string, uid: string, signal: AbortSignal): Promise<number> {
  const { done, failure, failedToo, pending } = await takeSteps(steps, signal);
  if (!failure) return done.length;
  const { error } = failure;
  if (done.length === 0 && failedToo.length === 0) throw untouched(failure, uid);
  const problems = [...done.map(doneProblem), ...[failure, ...failedToo].map(failureProblem), ...pending.map(pendingProblem)];
  if (done.length === 0) {
    const known = [failure, ...failedToo].every((each) => each.known);
    throw restated(error, error.message, { uid: error.uid ?? uid, problems, ...(known ? {} : { outcome: 'unknown', retryable: false }) });
  }
  const count = `${done.length} of ${problems.length} steps were done`;
  throw restated(error, `${what} of ${uid} stopped half-way, ${count}: ${error.message}`, { uid, outcome: 'partial', problems });
}

/**
 * Takes the steps of a create; when one fails, takes back those before it, last first.
 *
 * The undoing does not listen to the signal: a caller who gives up is the last one who wants half an object left behind.
 *
 * @param what  The operation, for the message: `create __ACCOUNT__`.
 * @throws ConnectorError The error of the step that failed, `outcome: 'none'`, when all was taken back; else `outcome: 'partial'` with a problem for each step.
 */
export async function takeAllOrUndo(steps: readonly Step[], what: string, uid: string, signal: AbortSignal): Promise<void> {
  const { done, failure, pending } = await takeSteps(steps, signal);
  if (!failure) return;
  const { step, error, known } = failure;
  if (done.length === 0) throw untouched(failure, uid);
  const stuck: Problem[] = [];
  for (const taken of [...done, ...(known ? [] : [step])].reverse()) {
    try {
      await taken.undo?.();
    } catch (thrown) {
      const reason = asConnectorError(thrown, undefined);
      stuck.push({ path: taken.path, message: `not undone: ${taken.what} (${reason.message})`, code: reason.code });
    }
  }
  if (stuck.length === 0)
    throw restated(error, `${error.message}; what was made of ${uid} before that was removed again`, { uid: error.uid, outcome: 'none' });
  const problems = [...done.map(doneProblem), failureProblem(failure), ...pending.map(pendingProblem), ...stuck];
  // Not retryable, whatever stopped it: the same create would find the half-made object in its way.
  throw restated(error, `${what} of ${uid} stopped half-way and could not be undone: ${error.message}`, {
    uid,
    outcome: 'partial',
    problems,
    retryable: false,
  });
}

/** The error of a write whose first step failed. */
function untouched({ error, known }: StepFailure, uid: string): ConnectorError {
  return known ? error : restated(error, error.message, { uid: error.uid ?? uid, outcome: 'unknown', retryable: false });
}

/** The same error with another message and outcome; the first one is its cause's bearer. */
export function restated(error: ConnectorError, message: string, details: ErrorDetails): ConnectorError {
  const { code, cause, retryable, retryAfter, problems } = error;
  return new ConnectorError(code, message, { cause, retryable, retryAfter, problems, ...details });
}

/** Whatever was thrown as a ConnectorError: the session throws the signal's reason as it is. */
export function asConnectorError(thrown: unknown, signal: AbortSignal | undefined): ConnectorError {
  if (ConnectorError.is(thrown)) return thrown;
  if (signal?.aborted) return endedBy(signal);
  return new ConnectorError(
    'Internal',
    `the aws connector failed: ${thrown instanceof Error ? thrown.message : 'something was thrown that is not an error'}`,
    { cause: thrown },
  );
}

function endedBy(signal: AbortSignal): ConnectorError {
  const { reason } = signal;
  return ConnectorError.is(reason) ? reason : new ConnectorError('OperationAborted', 'the call was ended by its signal', { cause: reason });
}

function doneProblem({ path, what }: Step): Problem {
  return { path, message: `done: ${what}` };
}

function failureProblem({ step, error, known }: StepFailure): Problem {
  return { path: step.path, message: `${known ? 'not done' : 'not known whether done'}: ${step.what} (${error.message})`, code: error.code };
}

function pendingProblem({ path, what }: Step): Problem {
  return { path, message: `not done: ${what}` };
}
