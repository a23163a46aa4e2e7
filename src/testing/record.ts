import { ConnectorError } from '../model/errors.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { type InterceptedCall, type Interceptor, intercept } from './intercept.ts';
import { RecordedTape } from './recorded-tape.ts';
import type { Tape } from './tape.ts';
import { type OpenTapeCall, tapeErrorOf } from './tape-call.ts';

/**
 * Puts a recorder around a connector: every call of an operation and what was answered goes onto a tape, for `replay`.
 *
 * Streams are recorded page by page, as far as they are read. Opening, closing and the configuration are not recorded.
 *
 * @param connector  The connector; it is not changed.
 * @param tape       Where the calls are written, after those that are there already.
 * @throws ConnectorError `InvalidArgument` when the tape is of another connector. A call whose arguments or answer JSON cannot say, such as a
 * hook that answers a function, fails with `Internal`.
 *
 * @example
 * const tape = createTape();
 * await using facade = await openConnector(record(aws, tape), { profile: 'test' });
 * await facade.objectClass('__ACCOUNT__').search({ filter: 'Path sw "/engineering/"' }).toArray();
 * await tape.save('engineers.tape.json');
 */
export function record<const X extends AnyConnector>(connector: X, tape: Tape): X {
  const recorded = asRecorded(tape, 'record');
  recorded.belongTo(connector.name);
  return intercept(connector, new Recorder(recorded));
}

/** @throws ConnectorError `InvalidArgument` for what no `createTape` made. */
export function asRecorded(tape: Tape, what: string): RecordedTape {
  if (tape instanceof RecordedTape) return tape;
  throw new ConnectorError('InvalidArgument', `${what} takes a tape that createTape or loadTape made`);
}

/** Whether a call is one of the session's own and not of its traffic. */
export function isLifecycle({ operation }: InterceptedCall): boolean {
  return operation === 'connect' || operation === 'disconnect' || operation === 'checkAlive';
}

class Recorder implements Interceptor {
  readonly #tape: RecordedTape;

  constructor(tape: RecordedTape) {
    this.#tape = tape;
  }

  async answer(call: InterceptedCall, run: () => unknown): Promise<unknown> {
    if (isLifecycle(call)) {
      this.#tape.conceal(call.arguments.configuration);
      return run();
    }
    const entry = this.#tape.begin(call);
    let answer: unknown;
    try {
      answer = await run();
    } catch (error) {
      entry.error = tapeErrorOf(error);
      throw error;
    }
    entry.answer = this.#encode(call, entry, answer);
    return answer;
  }

  stream(call: InterceptedCall, run: () => AsyncIterable<unknown>): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => this.#read(call, run) };
  }

  #read(call: InterceptedCall, run: () => AsyncIterable<unknown>): AsyncIterator<unknown> {
    const entry = this.#tape.begin(call);
    const pages: NonNullable<OpenTapeCall['pages']> = [];
    entry.pages = pages;
    let source: AsyncIterator<unknown> | undefined;
    const isOpen = () => entry.ended === undefined && entry.error === undefined;
    return {
      next: async () => {
        let result: IteratorResult<unknown>;
        try {
          source ??= run()[Symbol.asyncIterator]();
          result = await source.next();
        } catch (error) {
          if (isOpen()) entry.error = tapeErrorOf(error);
          throw error;
        }
        // A page that comes after the consumer has left was not handed out.
        if (isOpen()) {
          if (result.done) entry.ended = 'done';
          else pages.push(this.#encode(call, entry, result.value));
        }
        return result;
      },
      return: async () => {
        if (isOpen()) entry.ended = 'left';
        await source?.return?.();
        return { value: undefined, done: true };
      },
    };
  }

  #encode(call: InterceptedCall, entry: OpenTapeCall, answer: unknown) {
    try {
      return this.#tape.encode(call, answer);
    } catch (error) {
      // What the recording ran into is what the replay shall run into.
      entry.error = tapeErrorOf(error);
      throw error;
    }
  }
}
