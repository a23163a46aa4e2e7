import { ConnectorError, type Problem } from '../model/errors.ts';
import type { ObjectClass } from '../model/object-class.ts';
import type { ClassNamed, Connector, Definition } from './connector.ts';
import { localeProblems } from './locales.ts';
import type { HookCall, LiveSyncOp, Operations, SyncOp } from './operations.ts';

/** The names of the object classes. */
export type Names<L extends readonly ObjectClass[]> = L[number]['name'];

/** What may be implemented for all object classes at once. */
export type AllOperations<O extends ObjectClass, S> = Partial<SyncOp<O, S>> & Partial<LiveSyncOp<O, S>>;

/** Object classes not declared and operations not known become `never`, so writing them is an error. */
export type Exact<P, K> = {
  readonly [N in keyof P]: N extends K
    ? { readonly [M in keyof P[N]]: M extends (N extends '__ALL__' ? 'sync' | 'latestSyncToken' | 'liveSync' : keyof Operations) ? unknown : never }
    : never;
};

/**
 * Makes a connector: one value from which the typed facade, the wire, the command line and the contract tests read all they need.
 *
 * `connect` stands before whatever takes its session (`test`, `operations`, `hooks`, `disconnect`, `pool`): TypeScript infers the session
 * from it and knows it only in what follows.
 *
 * @param definition  Name, configuration, object classes, `connect`, operations by object class, and hooks: named functions.
 * @returns The same value; its type names the operations that it implements.
 * @throws ConnectorError `Configuration` when two object classes or two attributes of one class have the same name but for case, which ICF
 * cannot tell apart, for operations and permissions of a class that is not declared, and for messages under what is no language tag.
 *
 * @example
 * const hr = defineConnector({
 *   name: 'my-hr',
 *   version: '1.0.0',
 *   configuration: { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] },
 *   objectClasses: [Account],
 *   connect: (configuration) => new HrClient(configuration.url),
 *   operations: { __ACCOUNT__: { create: ({ session, attributes }) => session.hire(attributes) } },
 * });
 */
export function defineConnector<const C, const L extends readonly ObjectClass[], S, const P, const H = {}>(
  definition: Definition<C, S, L> & {
    readonly operations: { readonly [N in Names<L>]?: Operations<ClassNamed<L, N>, S> } & { readonly __ALL__?: AllOperations<L[number], S> } & P &
      Exact<P, Names<L> | '__ALL__'>;
    // An index signature, not a mapped type over H: that makes the session unknown as soon as a hook is annotated.
    readonly hooks?: Readonly<Record<string, (call: HookCall<S, never>) => unknown>> & H;
  },
): Connector<C, S, L, { readonly [N in keyof P]: keyof P[N] }, H> {
  const problems: Problem[] = [];
  refuseTwins(
    definition.objectClasses.map((each) => each.name),
    'objectClasses',
    problems,
  );
  for (const { name, attributes } of definition.objectClasses) {
    const names = Object.entries(attributes).flatMap(([key, attribute]) => [key, ...(attribute.aliases ?? [])]);
    refuseTwins(names, `objectClasses.${name}.attributes`, problems);
  }
  // In plain JavaScript no compiler refuses them, and they would never be called.
  for (const name of Object.keys(definition.operations)) {
    if (name !== '__ALL__' && !definition.objectClasses.some((each) => each.name === name)) {
      problems.push({ path: `operations.${name}`, message: 'is no declared object class' });
    }
  }
  problems.push(...localeProblems(definition.messages ?? {}));
  for (const name of Object.keys(definition.permissions ?? {})) {
    if (name !== '*' && !definition.objectClasses.some((each) => each.name === name))
      problems.push({ path: `permissions.${name}`, message: 'is no declared object class' });
  }
  if (problems.length > 0) {
    const texts = problems.map((problem) => `${problem.path}: ${problem.message}`);
    throw new ConnectorError('Configuration', `connector ${definition.name} cannot be defined: ${texts.join('; ')}`, { problems });
  }
  // The type names the operations, not their handlers, for readable hovers and short declarations; as a named alias it would carry both.
  return definition as unknown as Connector<C, S, L, { readonly [N in keyof P]: keyof P[N] }, H>;
}

function refuseTwins(names: readonly string[], path: string, problems: Problem[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) problems.push({ path, message: `"${twin}" and "${name}" differ in nothing but case` });
    seen.set(name.toLowerCase(), name);
  }
}
