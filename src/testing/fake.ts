import { memoryConnector } from '../connectors/memory/memory-connector.ts';
import type { MemorySession } from '../connectors/memory/memory-session.ts';
import { badArguments } from '../facade/classes/connector-class.ts';
import { connectorWide } from '../facade/classes/operation-names.ts';
import type { Hooks } from '../facade/facade.ts';
import type { ObjectClass } from '../model/object-class.ts';
import { problemsError } from '../model/problems-error.ts';
import { similarName } from '../model/wording.ts';
import type { AnyConnector } from '../spi/connector.ts';
import type { Operations, ScriptCall } from '../spi/operations.ts';
import type { FakeObject } from './fake-object.ts';
import { fakeDynamic, fakeOperations, notFaked } from './fake-operations.ts';
import { membersOf } from './members.ts';

/** How a fake does what memory cannot do by itself. */
export interface FakeOptions<X extends AnyConnector = AnyConnector> {
  /** Where uids come from; as the setting `uid` of the memory connector. `name` for connectors whose uids are names, such as `aws`. */
  readonly uid?: 'generated' | 'name';
  /** Makes generated uids the same in every run. */
  readonly uidSeed?: number;
  /** Stand-ins for hooks of the connector, by name. Their session is the fake's own and of no use. Others throw UnsupportedOperation. */
  readonly hooks?: Partial<Hooks<X>>;
  /** What `schema` finds: classes besides the declared ones, for connectors that have `dynamic` operations. None by default. */
  readonly discovered?: readonly ObjectClass[];
  /** Stand-in for running the text of a script in the connector. */
  readonly scriptOnConnector?: (script: ScriptCall) => unknown;
  /** Stand-in for running the text of a script on the system. */
  readonly scriptOnResource?: (script: ScriptCall) => unknown;
}

/**
 * Makes a connector of the same type with memory behind it: for tests of an application that uses it, without the system and without a network.
 *
 * The fake has the operations that the real one has, no more and no less; attributes, filters, sorts and configuration are checked as for
 * the real one, and the configuration is then not used. What is written stays for as long as the fake does, over every opening, as in a
 * real system: make one for each test. What only the system sets is made up (`Arn-ada`); names are unique; nothing changes by itself and
 * no rule of the system beyond its schema holds. Scripts, hooks and the discovery of a configuration throw UnsupportedOperation
 * with "not faked", unless the options have a stand-in. A pool keeps its limits, and its sessions share the memory.
 *
 * @param connector  The real one; none of its functions but `checkConfiguration` is called.
 * @param objects    What is there from the beginning.
 * @param options    Uids, stand-ins for hooks and scripts, discovered classes.
 * @throws ConnectorError `Configuration` with every object that is wrong; `InvalidArgument` for a stand-in of a hook that the connector lacks.
 *
 * @example
 * const mock = fake(aws, [{ objectClass: '__ACCOUNT__', name: 'ada', attributes: { Path: '/engineering/' } }], { uid: 'name' });
 * await using facade = await openConnector(mock, { useDefaultCredentials: true });
 * const ada = await facade.objectClass('__ACCOUNT__').get('ada');
 */
export function fake<const X extends AnyConnector>(connector: X, objects: readonly FakeObject<X>[] = [], options: FakeOptions<X> = {}): X {
  const real = connector as unknown as Readonly<Record<string, unknown>>;
  const declared = connector.objectClasses;
  const discovered = (options.discovered ?? []).filter((each) => !declared.some((one) => one.name === each.name));
  const memory = memoryConnector([...declared, ...discovered]);
  const handlers = memory.operations as unknown as Readonly<Record<string, Operations>>;
  const memorySession = openMemory(connector.name, memory, objects, options);
  const rules = real.checkConfiguration as ((settings: unknown) => unknown) | undefined;
  const wanted = real.operations as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return {
    ...described(real),
    ...(rules && { checkConfiguration: (settings: unknown) => rules.call(connector, settings) }),
    connect: () => sessionOf(memorySession),
    // Its memory outlives the session.
    disconnect: () => {},
    ...(real.pool !== undefined && { pool: { ...(real.pool as object), checkAlive: () => true } }),
    ...connectorCalls(real, options, discovered),
    operations: Object.fromEntries(
      Object.keys(wanted).map((each) => [each, fakeOperations(connector.name, each, wanted[each] ?? {}, handlers[each] ?? {})]),
    ),
    ...(real.dynamic !== undefined && { dynamic: fakeDynamic(connector.name, real.dynamic as object, handlers) }),
    ...(real.hooks !== undefined && { hooks: hooksOf(connector, options) }),
  } as unknown as X;
}

/** All that a connector says of itself; what it does is the fake's. */
function described(real: Readonly<Record<PropertyKey, unknown>>): object {
  const replaced: ReadonlySet<PropertyKey> = new Set(['operations', 'dynamic', 'hooks', 'pool']);
  // A configuration's schema may be a function.
  const told = membersOf(real).filter((name) => !replaced.has(name) && (typeof real[name] !== 'function' || name === 'configuration'));
  return Object.fromEntries(told.map((name) => [name, real[name]]));
}

/** A session of its own for every connection, as a pool and whoever breaks sessions expect, over the same memory. */
function sessionOf(memory: MemorySession): object {
  return {
    log: memory.log,
    table: (name: string) => memory.table(name),
    tables: (name: string) => memory.tables(name),
    has: (name: string) => memory.has(name),
    checkPrecondition: () => {},
  };
}

/** What is remembered between openings. */
function openMemory(name: string, memory: AnyConnector, objects: readonly unknown[], { uid = 'generated', uidSeed }: FakeOptions): MemorySession {
  const settings = { uid, ...(uidSeed !== undefined && { uidSeed }), pageSize: 1000, changesKept: 100_000, requireRevision: false, objects };
  const { checkConfiguration, connect } = memory as unknown as {
    checkConfiguration(settings: unknown): readonly { readonly path: string; readonly message: string }[];
    connect(settings: unknown): MemorySession;
  };
  const problems = checkConfiguration(settings);
  if (problems.length > 0) throw problemsError('Configuration', `the objects of the fake of ${name}`, problems);
  return connect(settings);
}

function connectorCalls(real: Readonly<Record<string, unknown>>, options: FakeOptions, discovered: readonly ObjectClass[]): object {
  const standIns: Readonly<Record<string, unknown>> = {
    test: () => {},
    schema: () => discovered,
    ...(options.scriptOnConnector && { scriptOnConnector: options.scriptOnConnector }),
    ...(options.scriptOnResource && { scriptOnResource: options.scriptOnResource }),
  };
  const there = connectorWide.filter((each) => typeof real[each] === 'function');
  return Object.fromEntries(there.map((each) => [each, standIns[each] ?? notFaked(`${each} of ${real.name}`)]));
}

function hooksOf(connector: AnyConnector, options: { readonly hooks?: object }): object {
  const real = Object.keys(connector.hooks as object);
  const given = (options.hooks ?? {}) as Readonly<Record<string, unknown>>;
  const problems = Object.keys(given)
    .filter((each) => !real.includes(each))
    .map((each) => {
      const near = similarName(each, real);
      return {
        path: `hooks.${each}`,
        message: `is not a hook of ${connector.name}; ${near ? `did you mean "${near}"?` : `it has ${real.join(', ')}`}`,
      };
    });
  if (problems.length > 0) throw badArguments(`the fake of ${connector.name}`, problems);
  return Object.fromEntries(real.map((each) => [each, given[each] ?? notFaked(`hook ${each} of ${connector.name}`, `hooks: { ${each} }`)]));
}
