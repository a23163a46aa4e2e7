import type { Row } from '../model/row.ts';

/** A row of which a test gives as many attributes as it needs. */
export type PartialRow<V> =
  V extends Row<infer N, infer R> ? Omit<Row<N, Partial<R>>, 'incomplete'> & { readonly incomplete?: readonly string[] } : V;

/** What a stubbed function may answer: rows may lack attributes, and streams may be of anything. */
export type StubAnswer<V> =
  V extends PromiseLike<infer A> ? PromiseLike<PartialRow<A>> : V extends AsyncIterable<unknown> ? AsyncIterable<unknown> : V;

/** What a stub may be given: some of the members, functions with the parameters of the real ones. */
export type StubMethods<T> = {
  readonly [K in keyof T]?: T[K] extends (...args: infer P) => infer V ? (...args: P) => StubAnswer<V> : T[K];
};

// What runtimes, assertions and printers look for in any value. A stub that answered a function to these would be taken for a promise,
// a matcher, a DOM node or an immutable list.
const probes: ReadonlySet<string> = new Set(['then', 'catch', 'finally', 'toJSON', 'asymmetricMatch', 'nodeType', 'tagName', 'nodeName', 'inspect']);

/**
 * Makes an object of a type out of the few members that a test needs; every other throws `not stubbed: create` when it is called.
 *
 * It can be awaited, printed and compared, and what it has can be spied on. The error is a plain one, not a ConnectorError, so that code
 * which deals with failures of a system does not take a hole in a test for one.
 *
 * @param methods  The members that are there.
 *
 * @example
 * type Accounts = ObjectClassOf<typeof aws, '__ACCOUNT__'>;
 * const accounts = stub<Accounts>({ create: async () => ({ uid: 'ada' }) });
 * await accounts.create({ __NAME__: 'ada' });
 * await accounts.delete('ada'); // Error: not stubbed: delete; the stub has create
 */
export function stub<T extends object>(methods: StubMethods<T>): T {
  const missing = new Map<string, () => never>();
  const proxy = new Proxy({ ...methods } as object, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || Reflect.has(target, key) || probes.has(key) || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(key)) {
        return Reflect.get(target, key, receiver);
      }
      let thrower = missing.get(key);
      if (!thrower) {
        thrower = notStubbed(key, target);
        missing.set(key, thrower);
      }
      return thrower;
    },
  });
  return proxy as T;
}

/** A function that throws, also when it is taken for the text or the number that a member of this name might be. */
function notStubbed(name: string, target: object): () => never {
  const thrower = (): never => {
    const error = new Error(`not stubbed: ${name}; the stub has ${Object.keys(target).join(', ') || 'nothing'}`);
    // The line that called it comes first.
    Error.captureStackTrace?.(error, thrower);
    throw error;
  };
  Object.defineProperty(thrower, 'name', { value: name });
  return Object.assign(thrower, { [Symbol.toPrimitive]: thrower, toJSON: thrower });
}
