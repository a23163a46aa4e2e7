import { resolveUsername } from '../connectors/memory/authenticate.ts';
import type { MemorySession } from '../connectors/memory/memory-session.ts';
import { classWide } from '../facade/classes/operation-names.ts';
import { ConnectorError } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { type Call, derive } from '../spi/call.ts';
import type { Operations } from '../spi/operations.ts';

type Handler = (call: never) => unknown;
type Handlers = Readonly<Record<string, Handler | undefined>>;

/**
 * The operations of one class of a fake: those that the real connector has, done by memory.
 *
 * @param real    The real handlers; only which of them there are matters.
 * @param memory  Those of the memory connector for the same class.
 */
export function fakeOperations(connector: string, objectClass: string, real: object, memory: Operations): object {
  const done = standIns(objectClass, memory);
  const there = classWide.filter((each) => typeof (real as Handlers)[each] === 'function');
  return Object.fromEntries(there.map((each) => [each, done[each] ?? notFaked(`${each} ${objectClass} of ${connector}`)]));
}

/** The operations of the classes that are discovered: each call says which class it is about. */
export function fakeDynamic(connector: string, real: object, memory: Readonly<Record<string, Operations>>): object {
  const there = classWide.filter((each) => typeof (real as Handlers)[each] === 'function');
  return Object.fromEntries(
    there.map((each) => {
      const handler = (call: { readonly objectClass: ObjectClass }) => {
        const { name } = call.objectClass;
        const done = standIns(name, memory[name] ?? {})[each] ?? notFaked(`${each} ${name} of ${connector}`);
        return (done as (call: unknown) => unknown)(call);
      };
      return [each, handler];
    }),
  );
}

/** What memory does, and what can be said in its terms: replacing values, and finding a user by name where no password is declared. */
function standIns(objectClass: string, memory: Operations): Handlers {
  const update = (call: Call & { readonly attributes: object }) => {
    const changes = { replace: call.attributes, add: {}, remove: {} };
    return memory.updateDelta?.(derive(call, { changes } as object) as never);
  };
  const resolve = ({ session, username }: { readonly session: MemorySession; readonly username: string }) =>
    resolveUsername(session.table(objectClass), username);
  return { ...(memory as Handlers), ...(memory.updateDelta && { update: update as Handler }), resolveUsername: resolve as Handler };
}

/**
 * A function that refuses: it answers nothing that somebody might take for the system's answer.
 *
 * @param what    The operation: `hook callerIdentity of aws`.
 * @param remedy  The option that has a stand-in.
 */
export function notFaked(what: string, remedy?: string): Handler {
  return () => {
    throw new ConnectorError('UnsupportedOperation', `not faked: ${what}${remedy ? `; give fake() a stand-in, { ${remedy} }` : ''}`);
  };
}
