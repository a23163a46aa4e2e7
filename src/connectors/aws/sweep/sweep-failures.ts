import { ConnectorError, type ErrorCode } from '../../../model/errors.ts';
import type { Log } from '../../../spi/context.ts';

/** The accounts or regions that a sweep could not read, each logged as it comes. */
export class SweepFailures {
  readonly #log: Log;
  readonly #what: string;
  readonly #kind: 'account' | 'region';
  readonly #all = new Map<string, ConnectorError>();

  /** @param what  The operation, for messages: `search __ACCOUNT__ of aws`. */
  constructor(what: string, kind: 'account' | 'region', log: Log) {
    this.#what = what;
    this.#kind = kind;
    this.#log = log;
  }

  /** How many failed. */
  get count(): number {
    return this.#all.size;
  }

  add(id: string, error: ConnectorError): void {
    const { code, message } = error;
    this.#all.set(id, error);
    this.#log('warn', `${this.#what}: ${this.#kind} ${id} could not be read`, { [this.#kind]: id, code, error: message });
  }

  /**
   * One error for all of them, a problem for each. Its code is theirs when they share one.
   *
   * @param asked  How many were asked.
   */
  error(asked: number): ConnectorError {
    const problems = [...this.#all].map(([path, { code, message }]) => ({ path, code, message }));
    const list = problems.map(({ path, code, message }) => `${path} ${code}: ${message}`).join('; ');
    const advice = 'the objects of the others came before this; ALLOW_PARTIAL_RESULTS makes of it a last page that says incomplete';
    const errors = [...this.#all.values()];
    return new ConnectorError(
      commonCode(errors),
      `${this.#what}: ${problems.length} of ${asked} ${this.#kind}s could not be read (${advice}): ${list}`,
      {
        problems,
        cause: errors[0],
        retryable: errors.every(({ retryable }) => retryable),
      },
    );
  }
}

function commonCode(errors: readonly ConnectorError[]): ErrorCode {
  const [code = 'ConnectorIO', ...others] = new Set(errors.map((error) => error.code));
  return others.length === 0 ? code : 'ConnectorIO';
}
