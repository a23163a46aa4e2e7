import { ConnectorError } from '../model/errors.ts';
import { printable } from '../model/wording.ts';
import type { AnyConnector } from '../spi/connector.ts';
import { type InterceptedCall, type Interceptor, intercept } from './intercept.ts';
import { asRecorded, isLifecycle } from './record.ts';
import type { RecordedTape } from './recorded-tape.ts';
import type { Tape } from './tape.ts';
import { errorOf, titleOf } from './tape-call.ts';
import type { TapeOrder } from './tape-match.ts';
import { decodeValue } from './tape-value.ts';

/** How a tape is played. */
export interface ReplayOptions {
  /** `loose`, the default: a call is answered by the first recorded one with the same arguments that has not been played. `strict`: calls must come in the recorded order. */
  readonly order?: TapeOrder;
}

/**
 * Makes a connector of the same type that answers from a tape. The connector's own functions, but `checkConfiguration`, are not called.
 *
 * Arguments must be those recorded; secrets are compared only as far as that there is one, signals and sessions not at all. Secrets in
 * answers, and texts that were hidden, come back as `[secret]`. The tape is played from its beginning; one connector plays it at a time.
 *
 * @param connector  The connector that was recorded.
 * @param tape       What `record` wrote.
 * @throws ConnectorError `InvalidArgument` when the tape is of another connector, or `order` unknown. A call that is not on the tape fails with `Internal`, and
 * the message says which recorded call is nearest and where it differs.
 *
 * @example
 * const tape = await loadTape('engineers.tape.json');
 * await using facade = await openConnector(replay(aws, tape), { useDefaultCredentials: true });
 * await facade.objectClass('__ACCOUNT__').search({ filter: 'Path sw "/engineering/"' }).toArray();
 * tape.unplayed.length;  // 0
 */
export function replay<const X extends AnyConnector>(connector: X, tape: Tape, { order = 'loose' }: ReplayOptions = {}): X {
  const recorded = asRecorded(tape, 'replay');
  if (order !== 'loose' && order !== 'strict') {
    throw new ConnectorError('InvalidArgument', `order of replay must be "loose" or "strict" (got ${printable(order)})`);
  }
  recorded.belongTo(connector.name);
  recorded.rewind();
  return intercept(connector, new Player(recorded, order));
}

class Player implements Interceptor {
  readonly #tape: RecordedTape;
  readonly #order: TapeOrder;

  constructor(tape: RecordedTape, order: TapeOrder) {
    this.#tape = tape;
    this.#order = order;
  }

  async answer(call: InterceptedCall): Promise<unknown> {
    // Nothing is connected, but a pool tells sessions apart and asks whether they live.
    if (call.operation === 'connect') return {};
    if (isLifecycle(call)) return true;
    const recorded = this.#tape.take(call, this.#order);
    if (recorded.error) throw errorOf(recorded.error);
    if (recorded.answer === undefined) return untilAborted(call);
    return decodeValue(recorded.answer);
  }

  stream(call: InterceptedCall): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => this.#read(call) };
  }

  async *#read(call: InterceptedCall): AsyncGenerator<unknown> {
    const { pages = [], ended, error } = this.#tape.take(call, this.#order);
    for (const page of pages) yield decodeValue(page);
    if (error) throw errorOf(error);
    if (ended === undefined) await untilAborted(call);
    if (ended === 'left') {
      const read = pages.length === 1 ? '1 page' : `${pages.length} pages`;
      throw new ConnectorError('Internal', `${titleOf(call)}: the recording was left after ${read}, and the replay asks for more`);
    }
  }
}

/** A call that was never answered is never answered again. */
function untilAborted(call: InterceptedCall): Promise<never> {
  const signal = call.signal();
  signal?.throwIfAborted();
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
