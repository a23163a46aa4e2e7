import { describe, expect, it } from 'vitest';
import { Pace } from '../../../../src/connectors/aws/transport/pace.ts';
import { failureOf } from './opened-session.ts';

/** A pace on a clock that waiting moves on; `sent` says when each turn came. */
function scene() {
  let time = 0;
  const sent: number[] = [];
  const now = () => time;
  const wait = async (milliseconds: number, signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    time += milliseconds;
  };
  const pace = new Pace({ now, wait });
  const send = async () => {
    await pace.turn(undefined);
    sent.push(time);
  };
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { pace, sent, send, now, pass };
}

describe('the pace of requests', () => {
  it('has no limit until AWS throttles', async () => {
    const { send, sent } = scene();

    for (let i = 0; i < 1000; i++) await send();

    expect(sent.at(-1)).toBe(0);
  });

  it('falls to seven tenths of what was sent in the last second', async () => {
    const { pace, send, sent, pass } = scene();
    for (let i = 0; i < 40; i++) {
      await send();
      pass(25);
    }

    pace.throttled();
    await send();
    await send();

    // 39 of the 40: the first is a whole second old. It grows by 2 a second meanwhile.
    const gap = (sent.at(-1) ?? 0) - (sent.at(-2) ?? 0);
    expect(1000 / gap).toBeGreaterThanOrEqual(27.3);
    expect(1000 / gap).toBeLessThan(27.5);
  });

  it('falls once for refusals that come together, and not below four a second', async () => {
    const { pace, send, sent } = scene();
    await send();

    for (let i = 0; i < 10; i++) pace.throttled();
    await send();
    await send();

    expect(sent.map(Math.round)).toEqual([0, 250, 472]);
  });

  it('grows by two requests a second in a second, until there is no limit again', async () => {
    const { pace, send, sent, pass } = scene();
    await send();
    pace.throttled();
    pass(49_000);

    await send();
    for (let i = 0; i < 50; i++) await send();

    expect(sent.at(-1)).toBe(sent[1]);
  });

  it('is kept by all callers together, first come, first served', async () => {
    const { pace, send, now } = scene();
    await send();
    pace.throttled();
    const order: number[] = [];

    await Promise.all([0, 1, 2, 3, 4].map((caller) => send().then(() => order.push(caller))));

    expect(order).toEqual([0, 1, 2, 3, 4]);
    // Five turns at four a second, growing to six.
    expect(now()).toBeGreaterThan(5 * (1000 / 6));
    expect(now()).toBeLessThan(5 * (1000 / 4));
  });

  it('is not held up by a caller who leaves the line', async () => {
    const { pace, send, sent } = scene();
    await send();
    pace.throttled();
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
