import { expect, test } from 'vitest';
import { Call, derive } from '../../src/index.ts';

class TestCall extends Call<string> {
  readonly uid: string;
  readonly #controller = new AbortController();
  static reads = 0;
  constructor(uid: string) {
    super();
    this.uid = uid;
  }
  override get signal(): AbortSignal {
    TestCall.reads++;
    return this.#controller.signal;
  }
}

const controllerOf: unique symbol = Symbol('controller');

/** Keeps its controller as the facade keeps its budget: under a symbol, which a copy of own properties carries along. */
class SymbolCall extends Call {
  readonly [controllerOf] = new AbortController();
  readonly pageSize: number = 100;
  override get signal(): AbortSignal {
    return this[controllerOf].signal;
  }
}

test('a derived call has what was changed and keeps the rest', () => {
  const call = new SymbolCall();
  const nested = derive(call, { pageSize: 5 });

  expect([nested.pageSize, call.pageSize]).toEqual([5, 100]);
  expect(nested.signal).toBe(call.signal);
  expect(nested).toBeInstanceOf(SymbolCall);
});

test('deriving does not read the signal', () => {
  TestCall.reads = 0;

  derive(new TestCall('1'), { uid: '2' });

  expect(TestCall.reads).toBe(0);
});

test('a call derived from a derived one still has the signal', () => {
  const call = new SymbolCall();

  expect(derive(derive(call, { pageSize: 5 }), { pageSize: 6 }).signal).toBe(call.signal);
});
