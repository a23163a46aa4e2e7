import { setMaxListeners } from 'node:events';
import { isLater } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { CallOptions } from './call-options.ts';

/**
 * The time that a call, or each page of a stream, may take, and the caller's wish to end it, as one signal.
 *
 * Nothing is made until it is needed: an AbortController per call would cost several times the rest of a call.
 */
export class Budget {
  readonly #timeout: number | undefined;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #what: string;
  readonly #per: 'call' | 'page';
  #deadline: number | undefined;
  #writing = false;
  #over = false;
  #controller: AbortController | undefined;
  #expiry: ConnectorError | undefined;
  #leftBehind: Promise<unknown> | undefined;
  #detach: (() => void) | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param what  The operation, for messages: `create __ACCOUNT__ of aws`.
   * @param per   Whether the timeout counts for all that is waited for together, or for each page.
   */
  constructor(what: string, options: CallOptions | undefined, facadeTimeout: number | undefined, per: 'call' | 'page' = 'call') {
    this.#what = what;
    this.#per = per;
    this.#timeout = options?.timeout ?? facadeTimeout;
    this.#callerSignal = options?.signal;
  }

  /** The one signal that the connector sees. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      // A connector may have many requests under way for one call, each listening; Node would take more than ten for a leak.
      setMaxListeners(0, this.#controller.signal);
      if (this.#expiry) this.#controller.abort(this.#expiry);
      else if (!this.#over) this.#listen();
    }
    return this.#controller.signal;
  }

  /** Whether a write was begun: then whatever fails may have left something behind. */
  get writing(): boolean {
    return this.#writing;
  }

  /** Why the time is up; undefined as long as it is not. */
  get expiry(): ConnectorError | undefined {
    if (!this.#expiry && this.#callerSignal?.aborted) this.#expire(this.#aborted());
    return this.#expiry;
  }

  /** Milliseconds that are left; undefined when there is no bound. */
  get remaining(): number | undefined {
    return this.#expiry ? 0 : this.#time();
  }

  /** Work that was not waited for to its end, because the time was up; it may still be going on. */
  get leftBehind(): Promise<unknown> | undefined {
    return this.#leftBehind;
  }

  /** Of a timeout per page: lets it count for all that is waited for until `endPage`, such as turns and further attempts. */
  beginPage(): void {
    if (this.#timeout !== undefined && this.#per === 'page') this.#deadline ??= performance.now() + this.#timeout;
  }

  /** The page is there: what is waited for next has a timeout of its own. */
  endPage(): void {
    if (this.#per === 'page') this.#deadline = undefined;
  }

  /**
   * Waits for the connector, but no longer than allowed.
   *
   * A write whose connector listens to the signal may report for a moment longer what it did and did not do.
   *
   * @param work   Calls the connector.
   * @param write  Whether the call changes something, so that an expiry leaves its outcome open.
   */
  run<T>(work: () => T | PromiseLike<T>, write: boolean): T | PromiseLike<T> {
    const bounded = this.#timeout !== undefined || this.#callerSignal !== undefined;
    if (bounded) {
      // What came before may have used up the time: a write that nobody would wait for must not be begun.
      if (this.#time() === 0) this.#expire(this.#timedOut());
      if (this.expiry) throw this.expiry;
    }
    this.#writing ||= write;
    // What is there at once, and what has no bound, is handed on as it is, without another promise around it.
    if (!bounded) return work();
    let answer: T | PromiseLike<T>;
    try {
      answer = work();
    } catch (error) {
      if (!this.expiry) throw error;
      answer = Promise.reject(error);
    }
    return isLater(answer) ? this.#wait(answer, write) : answer;
  }

  /** Not by `Promise.race`: measured, what a race leaves behind keeps page after page of a long search from being freed early. */
  #wait<T>(answer: PromiseLike<T>, write: boolean): Promise<T> {
    this.#listen();
    const result = Promise.resolve(answer);
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const end = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        // What is waited for after the end, such as a generator's `finally`, must not leave a listener behind either.
        if (this.#over) this.dispose();
      };
      const wake = () => {
        end();
        this.#leftBehind = result;
        const expiry = this.#expiry ?? this.#aborted();
        if (!write) reject(expiry);
        else if (this.#controller) resolve(lastWord(result, expiry));
        else reject(outcomeOf(expiry, undefined));
      };
      this.#wake = wake;
      result.then(
        (value) => {
          if (this.#wake !== wake) return;
          end();
          resolve(value);
        },
        (error: unknown) => {
          if (this.#wake !== wake) return;
          end();
          reject(error);
        },
      );
      // The signal may have been aborted, or the time used up, while the work began.
      const time = this.#time();
      if (time === 0) this.#expire(this.#timedOut());
      else if (this.expiry) this.#wake?.();
      else if (time !== undefined) timer = setTimeout(() => this.#expire(this.#timedOut()), time);
    });
  }

  /** Stops listening to the caller's signal, which may live much longer than this call. */
  dispose(): void {
    this.#over = true;
    this.#detach?.();
    this.#detach = undefined;
  }

  /** Ends what still listens to the signal, as when a consumer leaves a stream early. */
  abandon(): void {
    this.#controller?.abort(this.#aborted());
    this.dispose();
  }

  #listen(): void {
    const signal = this.#callerSignal;
    if (!signal || this.#detach) return;
    const onAbort = () => this.#expire(this.#aborted());
    signal.addEventListener('abort', onAbort, { once: true });
    this.#detach = () => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  }

  /** Milliseconds that are left. */
  #time(): number | undefined {
    if (this.#timeout === undefined || (this.#per === 'page' && this.#deadline === undefined)) return this.#timeout;
    this.#deadline ??= performance.now() + this.#timeout;
    return Math.max(0, this.#deadline - performance.now());
  }

  #expire(error: ConnectorError): void {
    this.#expiry ??= error;
    // The caller is woken before the connector hears of it, so that the connector's reaction cannot win the race.
    this.#wake?.();
    this.#controller?.abort(this.#expiry);
  }

  #timedOut(): ConnectorError {
    return new ConnectorError('OperationTimeout', `${this.#what} took longer than its timeout of ${this.#timeout} ms`);
  }

  #aborted(): ConnectorError {
    return new ConnectorError('OperationAborted', `${this.#what} was ended by the caller's signal`, { cause: this.#callerSignal?.reason });
  }
}

/** How long a write that was told to stop may take to say what it did, in milliseconds. */
const GRACE = 2000;

async function lastWord<T>(result: Promise<T>, expiry: ConnectorError): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE);
  });
  try {
    const answer = await Promise.race([result.then((value) => ({ value })), grace]);
    if (answer) return answer.value;
  } catch (error) {
    throw outcomeOf(expiry, error);
  } finally {
    clearTimeout(timer);
  }
  throw outcomeOf(expiry, undefined);
}

/** A write that may have happened must not be repeated blindly, so it is not retryable unless the connector says that nothing happened. */
function outcomeOf(expiry: ConnectorError, report: unknown): ConnectorError {
  const { code, message } = expiry;
  // The signal's own reason comes back from whatever was waiting, a request that was sent too: it says nothing about the write.
  if (ConnectorError.is(report) && report !== expiry) {
    if (report.outcome !== 'none') {
      const { outcome, problems, uid } = report;
      return new ConnectorError(code, `${message}; ${report.message}`, { cause: report, outcome, problems, uid, retryable: false });
    }
    // Only who names the abortion itself is believed: other errors may be its consequence, seen after the write was sent.
    if (report.code === 'OperationAborted' || report.code === 'OperationTimeout') return expiry;
  }
  const text = `${message}; whether the write took effect is not known`;
  return new ConnectorError(code, text, {
    cause: report === undefined || report === expiry ? expiry.cause : report,
    outcome: 'unknown',
    retryable: false,
  });
}
