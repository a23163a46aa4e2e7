import { ConnectorError, type ErrorCode } from '../model/errors.ts';

/** What a script has written so far, so that its failure can say what is left behind. */
export class ScriptOutcome {
  #underWay = 0;
  #done = 0;
  #partly = 0;
  #unknown = 0;

  begin(): void {
    this.#underWay++;
  }

  succeed(): void {
    this.#underWay--;
    this.#done++;
  }

  fail(error: unknown): void {
    this.#underWay--;
    const outcome = ConnectorError.is(error) ? error.outcome : 'unknown';
    if (outcome === 'partial') this.#partly++;
    if (outcome === 'unknown') this.#unknown++;
  }

  /** Whether a write has begun and not ended. */
  get writing(): boolean {
    return this.#underWay > 0;
  }

  /** Of the script as a whole. */
  get outcome(): 'none' | 'partial' | 'unknown' {
    if (this.#underWay + this.#unknown > 0) return 'unknown';
    return this.#done + this.#partly > 0 ? 'partial' : 'none';
  }

  /** A failure of the script's own. */
  error(code: ErrorCode, message: string, details: { readonly problems?: ConnectorError['problems'] } = {}): ConnectorError {
    const { outcome } = this;
    return new ConnectorError(code, `${message}${this.#left()}`, { ...details, outcome, ...(outcome !== 'none' && { retryable: false }) });
  }

  /** The connector's error that ends the script. It stays as it is, unless there is more left behind than it knows of. */
  pass(error: ConnectorError): ConnectorError {
    const { outcome } = this;
    if (outcome === error.outcome && this.#done === 0) return error;
    const { code, message, problems, uid, retryAfter } = error;
    return new ConnectorError(code, `${message}${this.#left()}`, { cause: error, problems, uid, retryAfter, outcome, retryable: false });
  }

  #left(): string {
    const done = this.#done + this.#partly;
    const open = this.#underWay + this.#unknown;
    const took = done > 0 ? `; ${writes(done)} took effect before it` : '';
    return open > 0 ? `${took}; whether ${writes(open)} took effect is not known` : took;
  }
}

const writes = (count: number) => (count === 1 ? '1 write' : `${count} writes`);
