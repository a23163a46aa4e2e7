import { expect, test, vi } from 'vitest';
import type { AnyFacade } from '../../src/facade/facade.ts';
import { ConnectorError } from '../../src/index.ts';
import { scriptLimits } from '../../src/script/script-limits.ts';
import { ScriptRun } from '../../src/script/script-run.ts';
import type { ScriptThread, ThreadMessage, ThreadOrder } from '../../src/script/script-thread.ts';

/** A thread that somebody has taken over: it says what the test says. */
function captured(get: () => unknown = async () => ({ uid: '1' })) {
  const orders: ThreadOrder[] = [];
  let hear: (message: ThreadMessage) => void = () => {};
  const thread = {
    listen: (listener: typeof hear) => {
      hear = listener;
    },
    order: (order: ThreadOrder) => void orders.push(order),
  } as unknown as ScriptThread;
  const called = vi.fn(get);
  const facade = { dynamic: () => ({ get: called, create: called }) } as unknown as AnyFacade;
  const lines: unknown[] = [];
  const host = { facade, connectorName: 'x', configuration: {}, log: (...line: unknown[]) => void lines.push(line) };
  const run = new ScriptRun(thread, host, scriptLimits({ hostCalls: 20, result: 1000 }));
  const ended = run.run({ text: '', args: 'j{}', setup: 'j{}' }, new AbortController().signal).then(
    (value) => ({ value }),
    (error: unknown) => error as ConnectorError,
  );
  return { say: (message: unknown) => hear(message as ThreadMessage), ended, orders, called, lines, run };
}

const text = JSON.stringify(['a', 'b']);
const settled = () => new Promise((resolve) => setImmediate(resolve));

test.each([
  [{}],
  [{ kind: 'nothing' }],
  [{ kind: { toString: 1 } }],
  [{ kind: 'end' }],
  [{ kind: 'end', answer: 5 }],
  [{ kind: 'end', answer: 'e' }],
  [{ kind: 'end', answer: 'enull' }],
  [{ kind: 'end', answer: 'e{"id":1}' }],
  [{ kind: 'end', answer: 'e{"stack":{"toString":1}}' }],
  [{ kind: 'end', answer: 'r' }],
  [{ kind: 'end', answer: '' }],
  [{ kind: 'end', answer: `r"${'x'.repeat(2000)}"` }],
  [{ kind: 'end', answer: 'r{"__proto__":{"admin":true}}' }],
  [{ kind: 'end', answer: 'r{"$":["map",[5,null]]}{' }],
  [{ kind: 'end', answer: 'r{"$":["constructor",1]}' }],
  [{ kind: 'end', answer: 'r{"$":["bigint","1e9"]}' }],
  [{ kind: 'end', answer: 'r{"$":["object","text"]}' }],
  [{ kind: 'end', answer: 'r{"$":null}' }],
  [{ kind: 'thrown', stack: { toString: 1 }, message: {}, name: [] }],
  [{ kind: 'refused', line: 'x', message: 5 }],
  [{ kind: 'lost' }],
  [{ kind: 'stuck' }],
])('an end that no script has is a failure: %j', async (message) => {
  const { say, ended, run } = captured();

  say(message);
  const end = await ended;

  expect(end).toBeInstanceOf(ConnectorError);
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
  if ((message as { kind?: unknown }).kind === undefined) expect(run.clean).toBe(false);
});

test.each([
  [{ id: 1 }],
  [{ id: 1, operation: { toString: 1, valueOf: 1 } }],
  [{ id: 1, operation: 'constructor', text }],
  [{ id: 1, operation: '__proto__', text }],
  [{ id: 1, operation: 'close', text }],
  [{ id: 1, operation: 'get', text: '{' }],
  [{ id: 1, operation: 'get', text: '{}' }],
  [{ id: 1, operation: 'get', text: 'null' }],
  [{ id: 1, operation: 'get', text: `${'['.repeat(100_000)}${']'.repeat(100_000)}` }],
  [{ id: 1, operation: 'get', text: '[{"__proto__":1}]' }],
  [{ id: 1, operation: 'get', text: { length: 5 } }],
])('a call that no script makes is answered with an error and reaches nothing: %#', async (call) => {
  const { say, ended, orders, called } = captured();

  say({ kind: 'call', ...call });
  await vi.waitFor(() => expect(orders).toHaveLength(2));
  say({ kind: 'end', answer: 'r1' });

  expect(orders[1]).toMatchObject({ kind: 'settle', id: 1, good: false });
  expect(called).not.toHaveBeenCalled();
  expect(await ended).toEqual({ value: 1 });
});

test('calls without a number are not answered, and the end is heard', async () => {
  const { say, ended, orders } = captured();

  for (const id of [undefined, null, '1', {}, 1n]) say({ kind: 'call', id, operation: 'get', text });
  await settled();
  say({ kind: 'end', answer: 'r1' });

  expect(await ended).toEqual({ value: 1 });
  expect(orders).toHaveLength(1);
});

test('calls beyond the limit reach nothing, whatever the thread counts', async () => {
  const { say, orders, called } = captured();

  for (let id = 0; id < 100; id++) {
    say({ kind: 'taken' });
    say({ kind: 'call', id, operation: 'get', text });
  }
  await vi.waitFor(() => expect(orders).toHaveLength(101));

  expect(called).toHaveBeenCalledTimes(20);
  say({ kind: 'end', answer: 'r1' });
});

test('what is said after the end is not heard', async () => {
  const { say, ended, called, lines } = captured();

  say({ kind: 'end', answer: 'r1' });
  say({ kind: 'end', answer: 'r2' });
  expect(await ended).toEqual({ value: 1 });
  say({ kind: 'call', id: 1, operation: 'create', text });
  say({ kind: 'log', level: 'info', line: 'late' });
  say({ kind: 'exceeded' });
  await settled();

  expect(called).not.toHaveBeenCalled();
  expect(lines).toEqual([]);
});

test('an end while a write is under way is not believed: the write is waited for, and no thread is used again', async () => {
  let done: (value: unknown) => void = () => {};
  const { say, ended, run } = captured(
    () =>
      new Promise((resolve) => {
        done = resolve;
      }),
  );

  say({ kind: 'call', id: 1, operation: 'create', text });
  await settled();
  say({ kind: 'answered', answer: 'r1', unawaited: true });
  done({ uid: '7' });

  expect(await ended).toMatchObject({ code: 'InvalidArgument', outcome: 'partial' });
  expect(run.clean).toBe(false);
});

test('lines of a level that there is not, and lines that are none, are not logged', async () => {
  const { say, lines } = captured();

  for (const level of ['constructor', 'fatal', undefined, {}, 5]) say({ kind: 'log', level, line: 'x' });
  for (const line of [undefined, 5, {}, null]) say({ kind: 'log', level: 'info', line });
  say({ kind: 'log', level: 'info', line: 'right' });
  say({ kind: 'end', answer: 'r1' });

  expect(lines).toEqual([['info', 'right', { source: 'script' }]]);
});
