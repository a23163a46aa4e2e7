import { ConnectorError } from '../../model/errors.ts';
import { translateError } from '../calls/translate-error.ts';
import type { SessionSource } from './session-source.ts';

/**
 * How long ending a session, or a connect that was told to stop, may keep its place, in milliseconds.
 *
 * The place is kept at all because systems count sessions, and a limit that is exceeded while old sessions still log out is no limit. It is
 * not kept for longer because a system that does not answer must not stop everybody who waits.
 */
export const PATIENCE = 5000;

/** The sessions that are being ended: counted, bounded in time, their errors told. */
export class EndingSessions {
  readonly #source: Pick<SessionSource, 'end'>;
  readonly #what: string;
  readonly #onError: (error: ConnectorError) => void;
  readonly #underWay = new Set<Promise<void>>();
  #begun = 0;
  #ended = 0;

  /** @param what  What the sessions are of, for messages: `aws`. */
  constructor(source: Pick<SessionSource, 'end'>, what: string, onError: (error: ConnectorError) => void) {
    this.#source = source;
    this.#what = what;
    this.#onError = onError;
  }

  get length(): number {
    return this.#begun - this.#ended;
  }

  /** How many are no more, in whichever way. */
  get ended(): number {
    return this.#ended;
  }

  /** @param onEnded  Called when the place is free, never before `begin` returns. */
  begin(session: unknown, onEnded: () => void): void {
    // Before `end` is called, which may look at the pool.
    this.#begun++;
    const ending = this.#bounded(session)
      .catch((error: unknown) => this.#onError(translateError(error, `end a session of ${this.#what}`)))
      .then(() => {
        this.#underWay.delete(ending);
        this.#ended++;
        onEnded();
      });
    this.#underWay.add(ending);
  }

  /** Waits for those that are under way now. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #bounded(session: unknown): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const error = () =>
        new ConnectorError('OperationTimeout', `end a session of ${this.#what}: it took longer than ${PATIENCE} ms; the system may still count it`);
      timer = setTimeout(() => reject(error()), PATIENCE);
    });
    try {
      await Promise.race([this.#source.end(session), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
