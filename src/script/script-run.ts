import { translateError } from '../facade/calls/translate-error.ts';
import type { ScriptHost } from '../facade/scripts/script-engine.ts';
import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';
import { CrossingError, decodeCrossing, encodeCrossing } from './crossing.ts';
import { scriptFailure } from './script-failure.ts';
import type { ScriptLimits } from './script-limits.ts';
import { scriptOperations } from './script-operations.ts';
import { ScriptOutcome } from './script-outcome.ts';
import type { ScriptThread, ThreadMessage } from './script-thread.ts';

/** Calls of one script that are under way at the same time. */
const AT_ONCE = 16;

/** One run of one script: answers its calls, keeps its time and hears how it ends. */
export class ScriptRun {
  readonly #thread: ScriptThread;
  readonly #host: ScriptHost;
  readonly #limits: ScriptLimits;
  readonly #outcome = new ScriptOutcome();
  readonly #calls = new AbortController();
  readonly #errors = new Map<number, ConnectorError>();
  #finish: ((end: () => unknown) => void) | undefined;
  readonly #queue: ThreadMessage[] = [];
  #open = 0;
  /** How the script ended while calls of it were under way. */
  #ending: ThreadMessage | undefined;
  #count = 0;
  /** Whether the thread can run another script. */
  clean = false;

  constructor(thread: ScriptThread, host: ScriptHost, limits: ScriptLimits) {
    this.#thread = thread;
    this.#host = host;
    this.#limits = limits;
  }

  /**
   * Runs the script and answers its result.
   *
   * @param script  Its text, its arguments and what `connector` is made of, encoded.
   */
  async run(script: { readonly text: string; readonly args: string; readonly setup: string }, signal: AbortSignal): Promise<unknown> {
    const { timeout } = this.#limits;
    const ended = new Promise<() => unknown>((resolve) => {
      this.#finish = resolve;
    });
    const expire = () =>
      this.#ending
        ? this.#end(this.#ending)
        : this.#fail(() => this.#outcome.error('OperationTimeout', `the script took longer than its ${timeout} ms`));
    const abort = () => this.#fail(() => this.#outcome.error('OperationAborted', `the script was ended by the caller's signal`));
    const timer = setTimeout(expire, timeout);
    signal.addEventListener('abort', abort, { once: true });
    this.#thread.listen((message) => this.#hear(message));
    try {
      if (signal.aborted) abort();
      else this.#thread.order({ kind: 'run', ...script });
      const end = await ended;
      return end();
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#finish = undefined;
      // What is still under way belongs to nobody any more.
      this.#calls.abort(new ConnectorError('OperationAborted', 'the script has ended'));
    }
  }

  /** Ends the run with an error, which is made at that moment: it says what is known of the writes then. */
  #fail(make: () => ConnectorError): void {
    const error = make();
    this.#finish?.(() => {
      throw error;
    });
  }

  #hear(message: ThreadMessage): void {
    if (!this.#finish) return;
    if (message.kind === 'call') {
      // What was not begun when the script ended is not begun any more.
      if (!this.#ending) this.#queue.push(message);
      this.#next();
    } else if (message.kind === 'taken') {
      this.#open--;
      this.#next();
    } else if (message.kind === 'log') this.#log(message);
    else if (message.kind === 'answered') {
      this.#ending = message;
      this.#queue.length = 0;
      this.#endUnlessWriting();
    } else if (message.kind === 'end') {
      this.clean = message.denied !== true;
      this.#end(message);
    } else {
      this.clean = message.kind === 'refused' || message.kind === 'stuck';
      this.#fail(() => scriptFailure(message, this.#outcome, this.#limits));
    }
  }

  /** A script that ended early is waited for until it is known what its writes did. */
  #endUnlessWriting(): void {
    if (this.#ending && !this.#outcome.writing) this.#end(this.#ending);
  }

  #end(ending: ThreadMessage): void {
    try {
      const result = this.#result(ending);
      this.#finish?.(() => result);
    } catch (error) {
      const failure = ConnectorError.is(error) ? error : this.#outcome.error('InvalidArgument', `the result of the script: ${wording(error)}`);
      this.#fail(() => failure);
    }
  }

  #result({ answer, unawaited, denied }: ThreadMessage): unknown {
    const { result } = this.#limits;
    if (typeof answer !== 'string') throw this.#outcome.error('Internal', 'the thread of the script said what it should not');
    if (answer.startsWith('e')) throw this.#thrown(answer.slice(1), denied);
    if (unawaited === true)
      throw this.#outcome.error('InvalidArgument', 'the script ended before calls of the connector that it had begun: await each');
    if (answer.length === 0 || answer.length > result + 1) {
      throw this.#outcome.error('QuotaExceeded', `the result of the script takes more than ${result} characters`);
    }
    return decodeCrossing(answer.slice(1));
  }

  #thrown(text: string, denied: unknown): ConnectorError {
    const thrown = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const own = this.#errors.get(thrown.id as number);
    return own ? this.#outcome.pass(own) : scriptFailure({ ...thrown, kind: 'thrown', denied }, this.#outcome, this.#limits);
  }

  #log({ level, line }: ThreadMessage): void {
    if (typeof line !== 'string' || (level !== 'debug' && level !== 'info' && level !== 'warn' && level !== 'error')) return;
    try {
      this.#host.log(level, line, { source: 'script' });
    } catch {
      // A log that fails is no reason to leave writes half done.
    }
  }

  /** Few calls at once, and none until the script has taken an answer: answers that nobody takes would fill the memory. */
  #next(): void {
    const message = this.#open < AT_ONCE ? this.#queue.shift() : undefined;
    if (!message) return;
    this.#open++;
    void this.#call(message);
  }

  async #call({ id, operation: said, text }: ThreadMessage): Promise<void> {
    if (typeof id !== 'number') return;
    const operation = typeof said === 'string' ? said : '';
    let answer: string;
    let good = false;
    try {
      answer = await this.#answer(operation, text);
      good = true;
    } catch (error) {
      const known = translateError(error, `${operation} of ${this.#host.connectorName}`);
      this.#errors.set(id, known);
      answer = encodeCrossing(errorDetails(known), 'error');
    }
    this.#endUnlessWriting();
    if (this.#finish) this.#thread.order({ kind: 'settle', id, good, text: answer });
  }

  async #answer(name: string, text: unknown): Promise<string> {
    const operation = scriptOperations.get(name);
    const what = `${name} of ${this.#host.connectorName}, called by the script`;
    if (!operation) throw new ConnectorError('InvalidArgument', `there is no operation ${printable(name)}`);
    // The thread counts as well; what a stranger's text runs in is not believed.
    if (++this.#count > this.#limits.hostCalls) throw new ConnectorError('QuotaExceeded', `${what}: more than ${this.#limits.hostCalls} calls`);
    if (typeof text !== 'string') throw new ConnectorError('QuotaExceeded', `${what}: its arguments take too much`);
    const args = decodeCrossing(text);
    if (!Array.isArray(args)) throw new ConnectorError('InvalidArgument', `${what}: it has no arguments`);
    if (operation.write) this.#outcome.begin();
    let value: unknown;
    try {
      value = await operation.run(this.#host.facade, args, { signal: this.#calls.signal, rows: this.#limits.rows });
    } catch (error) {
      if (operation.write) this.#outcome.fail(error);
      throw error;
    }
    if (operation.write) this.#outcome.succeed();
    return this.#encode(value, what, operation.write);
  }

  #encode(value: unknown, what: string, write: boolean): string {
    const details = write ? ({ outcome: 'partial' } as const) : {};
    let text: string;
    try {
      text = encodeCrossing(value, 'the answer');
    } catch (error) {
      if (!(error instanceof CrossingError)) throw error;
      throw new ConnectorError('InvalidArgument', `${what}: ${error.message}; ask for other attributes`, details);
    }
    if (text.length <= this.#limits.result) return text;
    const message = `${what}: the answer takes ${text.length} characters, more than ${this.#limits.result}; ask for fewer attributes or rows`;
    throw new ConnectorError('QuotaExceeded', message, details);
  }
}

const wording = (error: unknown) => (error instanceof CrossingError ? error.message : 'is none');

/** What a script learns of an error: never its cause or stack, which may quote what they were given. */
function errorDetails({ code, message, retryable, retryAfter, problems, uid, outcome }: ConnectorError): object {
  return {
    name: 'ConnectorError',
    message,
    code,
    retryable,
    outcome,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(uid !== undefined && { uid }),
    problems: problems.map(({ path, message: text, code: kind }) => ({ path, message: text, ...(kind && { code: kind }) })),
  };
}
