import type { DynamicObjectClass } from '../../../facade/classes/object-class-operations.ts';
import type { AnyFacade } from '../../../facade/facade.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { AnyConnector } from '../../../spi/connector.ts';
import type { Operations, Page, SearchCall } from '../../../spi/operations.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { removeObject } from '../removal.ts';

/** What a change puts in the place of operations; `own` are the connector's, to be called from there. */
export type ChangeOperations = (own: Operations) => Partial<Operations>;

/** What the connector's own search yields. */
export function pagesOf(own: Operations, call: SearchCall<ObjectClass>): AsyncIterable<Page> {
  return (own as Required<Operations>).search(call);
}

/** The class, opened once more with changed operations, and the population in it. */
export interface Variant {
  readonly operations: DynamicObjectClass;
  readonly facade: AnyFacade;
  /** Whether it looks at the same objects; else the population was made there once more. */
  readonly isShared: boolean;
  /** Uids that the population has there. */
  readonly uids: readonly string[];
}

/**
 * A copy of a connector in which some operations of one class are others.
 *
 * Those that are left are called on the object that they come from, because a connector may be written as a class with private fields.
 *
 * @param className  A declared class, or one that the connector discovers.
 *
 * @example
 * const silent = withOperations(connector, '__ACCOUNT__', () => ({ async *search() {} }));
 */
export function withOperations(connector: AnyConnector, className: string, change: ChangeOperations): AnyConnector {
  const declared = connector.operations as Readonly<Record<string, Operations>>;
  const dynamic = (connector as { readonly dynamic?: Operations }).dynamic;
  if (Object.hasOwn(declared, className) || !dynamic) {
    return replacing(connector, { operations: { ...declared, [className]: changed(declared[className] ?? {}, change) } });
  }
  return replacing(connector, { dynamic: changed(dynamic, change) });
}

/** An object that is another one but for some members. */
export function replacing<T extends object>(original: T, members: object): T {
  // A copy, because a proxy of a frozen object may not answer anything else.
  const copy: T = Object.assign(Object.create(Object.getPrototypeOf(original)), original, members);
  return new Proxy(copy, {
    get: (_, key) => {
      if (Object.hasOwn(members, key)) return (members as Readonly<Record<PropertyKey, unknown>>)[key];
      const value: unknown = Reflect.get(original, key);
      return typeof value === 'function' ? value.bind(original) : value;
    },
  });
}

function changed(operations: Operations, change: ChangeOperations): Operations {
  const own = replacing(operations, {});
  return replacing(operations, change(own));
}

/**
 * Opens the class with changed operations and does something with it; what was made for it is deleted afterwards.
 *
 * A connector whose objects live in its session shows nothing of the population to another session, so it is made there again.
 */
export async function inVariant(subject: ClassSubject, change: ChangeOperations, use: (variant: Variant) => Promise<void>): Promise<void> {
  const { name } = subject.objectClass;
  const facade = await subject.openVariant((connector) => withOperations(connector, name, change));
  await withPopulation(subject, facade, use);
}

/** Finds the population in another opening, or makes it there for as long as it is used. */
export async function withPopulation(subject: ClassSubject, facade: AnyFacade, use: (variant: Variant) => Promise<void>): Promise<void> {
  const operations = facade.dynamic(subject.objectClass.name);
  const population = await subject.population();
  const made: string[] = [];
  try {
    const first = population[0];
    const isShared = first === undefined || (await operations.get(first.uid)) !== undefined;
    if (!isShared && subject.supports('create')) for (const { attributes } of population) made.push((await operations.create(attributes)).uid);
    await use({ operations, facade, isShared, uids: isShared ? population.map(({ uid }) => uid) : made });
  } finally {
    if (subject.supports('delete')) for (const uid of made) await removeObject(operations, uid);
  }
}
