/**
 * Thrown by a case that finds out only while it runs that it does not apply, such as one about revisions of objects that have none.
 *
 * It is reported as skipped, with the reason, where the test runner can do that; jest cannot, and counts it as passed.
 *
 * @example
 * NotApplicable.is(new NotApplicable('its objects have no revisions'));  // true
 */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';

  /** Whether an exception is one. */
  static is(error: unknown): error is NotApplicable {
    return error instanceof Error && error.name === 'NotApplicable';
  }
}
