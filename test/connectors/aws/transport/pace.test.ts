import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../src/connectors/aws/transport/pace.ts';
import { failureOf } from './opened-session.ts';
import { simulate } from './simulated-throttling.ts';

/** A pace on a clock that waiting moves on; `sent` says when each turn came. */
function scene(most?: number) {
  let time = 0;
  const sent: number[] = [];
  const now = () => time;
  const wait = async (milliseconds: number, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    time += milliseconds;
  };
  const pace = new Pace({ now, wait }, most);
  const send = async () => {
    sent.push(await pace.turn(undefined));
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  const throttle = () => {
    pace.throttled(time);
  };
  return { pace, sent, send, now, pass, throttle };
}

const gapsOf = (times: readonly number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));

describe('the pace of requests', () => {
  it('has no limit until AWS throttles', async () => {
    const { send, sent } = scene();

    for (let i = 0; i < 1000; i++) await send();

    expect(sent.at(-1)).toBe(0);
  });

  it('begins with the limit that AWS documents, and does not go beyond it', async () => {
    const { send, sent } = scene(2);

    for (let i = 0; i < 500; i++) await send();

    expect(new Set(gapsOf(sent))).toEqual(new Set([500]));
  });

  it('falls to half of what was sent in the last second', async () => {
    const { send, sent, pass, throttle } = scene();
    for (let i = 0; i < 40; i++) {
      await send();
      pass(25);
    }

    throttle();
    await send();
    await send();

    // 39 of the 40: the first is a whole second old.
    expect(1000 / (gapsOf(sent).at(-1) ?? 0)).toBeCloseTo(19.5, 0);
  });

  it('falls once for refusals of what was sent before it fell', async () => {
    const { pace, send, sent, pass } = scene();
    for (let i = 0; i < 30; i++) await send();
    pass(200);

    for (let i = 0; i < 10; i++) pace.throttled(0);
    pass(200);
    pace.throttled(150);
    await send();
    await send();

    expect(1000 / (gapsOf(sent).at(-1) ?? 0)).toBeCloseTo(15, 0);
  });

  it('takes what was accepted between two refusals for the limit, and begins again a tenth below', async () => {
    const { send, sent, throttle, pass } = scene();
    for (let i = 0; i < 60; i++) await send();
    throttle();
    for (let i = 0; i < 20; i++) await send();
    pass(2000 - (sent.at(-1) ?? 0));
    throttle();

    await send();
    await send();

    // 20 sent, one of them refused, in two seconds; never less than seven tenths of the pace that was refused, some 36.
    const rate = 1000 / (gapsOf(sent).at(-1) ?? 0);
    expect(rate).toBeGreaterThan(0.9 * 0.7 * 30);
    expect(rate).toBeLessThan(0.9 * 0.7 * 45);
  });

  it('never falls below one request a second', async () => {
    const { send, sent, throttle } = scene();
    for (let i = 0; i < 50; i++) {
      await send();
      throttle();
    }

    expect(Math.max(...gapsOf(sent))).toBeLessThan(1001);
  });

  it('forgets the limit once it has come far beyond it without a refusal', async () => {
    const { send, sent, throttle } = scene();
    for (let i = 0; i < 40; i++) await send();
    throttle();

    for (let i = 0; i < 5000; i++) await send();

    expect(gapsOf(sent).at(-1)).toBe(0);
  });

  it('does not take idling for proof that more is possible', async () => {
    const { send, sent, throttle, pass } = scene();
    for (let i = 0; i < 40; i++) await send();
    throttle();
    pass(3_600_000);

    for (let i = 0; i < 3; i++) await send();

    expect(1000 / (gapsOf(sent).at(-1) ?? 0)).toBeLessThan(21);
  });

  it('is kept by all callers together, first come, first served', async () => {
    const { send, now, throttle } = scene();
    await send();
    throttle();
    const order: number[] = [];

    await Promise.all([0, 1, 2, 3, 4].map((caller) => send().then(() => order.push(caller))));

    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(now()).toBeGreaterThan(4 * (1000 / 10));
  });

  it('is not held up by a caller who leaves the line', async () => {
    const { pace, send, sent, throttle } = scene();
    await send();
    throttle();
    const controller = new AbortController();
    const first = send();
    const impatient = failureOf(pace.turn(controller.signal));
    const last = send();

    controller.abort('no');

    expect(await impatient).toBe('no');
    await Promise.all([first, last]);
    expect(sent).toHaveLength(3);
  });
});

// The other side is a token bucket of our own, in virtual time: what AWS documents of EC2's throttling, and what IAM does to the eye.
describe('against a simulated limit', () => {
  it.each([
    [20, 40, 20, 10],
    [20, 40, 200, 10],
    [20, 40, 20, 100],
    [20, 400, 20, 10],
    [50, 100, 20, 20],
    [5, 10, 20, 4],
  ])(
    'of %d a second, burst %d, answering in %d ms, %d callers: under 1 %% refused once learnt, nine tenths of it used',
    async (perSecond, burst, latency, callers) => {
      const { send } = simulate({ perSecond, burst, latency });
      const learning = await send(400, callers);

      const then = await send(4000, callers);

      expect(then.refused / then.sent).toBeLessThan(0.01);
      expect(then.sent / then.seconds / perSecond).toBeGreaterThan(0.9);
      expect(learning.refused).toBeLessThan(callers + 40);
    },
  );

  it('learns within a minute when the limit falls to a quarter, and within two when it is three times as high', async () => {
    const { aws, send } = simulate({ perSecond: 20, burst: 40 });
    await send(1000);

    aws.perSecond = 5;
    const fallen = await send(300);
    aws.perSecond = 60;
    await send(6000);
    const risen = await send(2000);

    expect(fallen.refused).toBeLessThan(30);
    expect(risen.sent / risen.seconds).toBeGreaterThan(54);
    expect(risen.refused / risen.sent).toBeLessThan(0.01);
  });

  it('shares it with another tool that takes half of it', async () => {
    const { time, aws, send } = simulate({ perSecond: 20, burst: 40 });
    const done = new AbortController();
    const other = (async () => {
      while (!done.signal.aborted) {
        aws.accepts();
        await time.wait(100);
      }
    })();
    await send(500);

    const then = await send(2000);
    done.abort();
    await time.run(other);

    expect(then.refused / then.sent).toBeLessThan(0.015);
    expect(then.sent / then.seconds).toBeGreaterThan(9);
  });

  it('is shared by two programs that do not know of each other, none of which starves', async () => {
    const one = simulate({ perSecond: 20, burst: 40 });
    const { time, aws } = one;
    const sent = [0, 0];
    const programs = [new Pace(time), new Pace(time)].map((pace, program) =>
      Array.from({ length: 5 }, async () => {
        while (time.now() < 300_000) {
          const sentAt = await pace.turn(undefined);
          await time.wait(20);
          if (aws.accepts()) sent[program] = (sent[program] ?? 0) + 1;
          else pace.throttled(sentAt);
        }
      }),
    );

    await time.run(Promise.all(programs.flat()));

    const [less = 0, more = 0] = [...sent].sort((a, b) => a - b);
    expect(less + more).toBeGreaterThan(5400);
    expect(less / (less + more)).toBeGreaterThan(0.15);
  });

  it('whatever the limit is and does: everything gets through, in a time that the limit explains', async () => {
    const limit = fc.record({ perSecond: fc.integer({ min: 2, max: 80 }), burst: fc.integer({ min: 1, max: 200 }), seed: fc.nat() });
    const next = fc.integer({ min: 2, max: 80 });
    await fc.assert(
      fc.asyncProperty(limit, next, fc.integer({ min: 1, max: 30 }), async (given, perSecond, callers) => {
        const { aws, send } = simulate(given);
        const before = await send(300, callers);
        aws.perSecond = perSecond;
        const after = await send(1500, callers);

        expect(before.sent - before.refused).toBe(300);
        expect(after.sent - after.refused).toBe(1500);
        // Two minutes to learn, and then at least half of what is there; one caller at a time cannot send 80 a second.
        const possible = Math.min(perSecond, callers * 40);
        expect(after.seconds).toBeLessThan(120 + (2 * 1500) / possible);
        expect(after.refused).toBeLessThan(0.1 * after.sent + callers);
      }),
      { numRuns: 40 },
    );
  });
});
