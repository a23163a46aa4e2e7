import { Pace } from '../../../../src/connectors/aws/transport/pace.ts';

/** Time that passes only when everybody waits, so that hours take seconds. */
export class VirtualTime {
  #now = 0;
  #count = 0;
  readonly #timers: { readonly at: number; readonly order: number; readonly ring: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly wait = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      this.#timers.push({ at: this.#now + milliseconds, order: this.#count++, ring: resolve });
    });

  /** Lets time pass until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => {
      done = true;
    };
    work.then(end, end);
    for (;;) {
      // Everything that can go on without time goes on first.
      await new Promise((resolve) => setImmediate(resolve));
      if (done) return work;
      const next = this.#timers.reduce((a, b) => (b.at < a.at || (b.at === a.at && b.order < a.order) ? b : a));
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
  }
}

/** AWS's side: a bucket that fills by `perSecond` up to `burst`; each request takes one. */
export class SimulatedLimit {
  perSecond: number;
  readonly #burst: number;
  readonly #now: () => number;
  #tokens: number;
  #filledAt = 0;

  constructor(now: () => number, perSecond: number, burst: number) {
    this.#now = now;
    this.perSecond = perSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  accepts(): boolean {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** What became of requests. */
export interface Tally {
  readonly sent: number;
  readonly refused: number;
  readonly seconds: number;
}

/** Callers that send through one pace to a simulated limit, and repeat what is refused after a pause by chance. */
export function simulate(limit: { readonly perSecond: number; readonly burst: number; readonly latency?: number; readonly seed?: number }) {
  const time = new VirtualTime();
  const aws = new SimulatedLimit(time.now, limit.perSecond, limit.burst);
  const pace = new Pace(time);
  const random = randomNumbers(limit.seed ?? 1);
  let sent = 0;
  let refused = 0;

  /** One request, repeated until it is accepted. */
  const request = async (signal?: AbortSignal) => {
    for (let attempt = 0; ; attempt++) {
      const sentAt = await pace.turn(signal);
      sent += 1;
      const { latency = 20 } = limit;
      await time.wait(latency / 2);
      const accepted = aws.accepts();
      await time.wait(latency / 2);
      if (accepted) return;
      refused += 1;
      pace.throttled(sentAt);
      await time.wait(random() * Math.min(20_000, 1000 * 2 ** attempt));
    }
  };

  /** Sends that many requests by callers beside each other. */
  const send = async (requests: number, callers = 10): Promise<Tally> => {
    const before = { sent, refused, at: time.now() };
    let left = requests;
    const caller = async () => {
      while (left > 0) {
        left -= 1;
        await request();
      }
    };
    await time.run(Promise.all(Array.from({ length: callers }, caller)));
    return { sent: sent - before.sent, refused: refused - before.refused, seconds: (time.now() - before.at) / 1000 };
  };
  return { time, aws, pace, request, send };
}

/** Numbers in [0, 1) that a seed fixes (Mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
