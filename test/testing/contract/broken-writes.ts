import type { Attributes } from '../../../src/model/attribute.ts';
import type { AnyAttributes } from '../../../src/model/attribute-value.ts';
import { ConnectorError, type ErrorCode } from '../../../src/model/errors.ts';
import type { ObjectClass } from '../../../src/model/object-class.ts';
import { derive } from '../../../src/spi/call.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import type { ConnectorObject, Operations } from '../../../src/spi/operations.ts';
import { type ChangeOperations, replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all, breakClasses } from './broken-search.ts';

export type Break = (connector: AnyConnector) => AnyConnector;
export type Calls = { readonly [K in keyof Required<Operations>]: Parameters<Required<Operations>[K]>[0] };
type Attributed = Record<string, AnyAttributes[string]>;

/** Replaces members of a connector. */
export function replace(members: (connector: AnyConnector) => object): Break {
  return (connector) => replacing(connector, members(connector));
}

/** Changes the attributes of every class in the schema; what the connector does stays. */
export function schemaWith(change: (attributes: Attributes, name: string) => Attributes): Break {
  return replace(({ objectClasses }) => ({
    objectClasses: objectClasses.map((each) => ({ ...each, attributes: change(each.attributes, each.name) })),
  }));
}

/** A connector whose schema is one before it is opened and another afterwards: the only way past the checks of the facade. */
export function schemaThatTurns(change: (attributes: Attributes) => Attributes): Break {
  return (connector) => {
    const loose = connector.objectClasses.map((each) => ({ ...each, attributes: change(each.attributes) }));
    let opened = false;
    const connect = (...args: Parameters<AnyConnector['connect']>) => {
      opened = true;
      return connector.connect(...args);
    };
    return new Proxy(replacing(connector, { connect }), {
      get: (target, key) => (key === 'objectClasses' && opened ? loose : Reflect.get(target, key)),
    });
  };
}

/** Changes what a create is given. */
export function creating(change: (attributes: AnyAttributes, call: Calls['create']) => AnyAttributes): Break {
  return breakClasses(() => (own) => ({
    create: (call: Calls['create']) => all(own).create(derive(call, { attributes: change(call.attributes, call) })),
  }));
}

type Changes = Calls['updateDelta']['changes'];

/** Changes what an update is given. */
export function updating(change: (changes: Changes, call: Calls['updateDelta']) => Partial<Changes>): Break {
  return breakClasses(() => (own) => ({
    updateDelta: (call: Calls['updateDelta']) => all(own).updateDelta(derive(call, { changes: { ...call.changes, ...change(call.changes, call) } })),
  }));
}

/** Changes what a get answers. */
export function getting(change: (object: ConnectorObject | undefined, call: Calls['get']) => ConnectorObject | undefined): Break {
  return breakClasses(() => (own) => ({ get: async (call: Calls['get']) => change(await all(own).get(call), call) }));
}

/** Changes operations, with a memory for each class that they share. */
export function operations(change: () => ChangeOperations): Break {
  return breakClasses(change);
}

/** Does something else when an operation of the connector fails with a code. */
export function failing<Op extends 'create' | 'updateDelta' | 'delete' | 'authenticate' | 'resolveUsername'>(
  operation: Op,
  code: ErrorCode,
  instead: (error: ConnectorError, call: Calls[Op]) => unknown,
): Break {
  return breakClasses(() => (own) => ({
    [operation]: async (call: Calls[Op]) => {
      try {
        return await (all(own)[operation] as (call: Calls[Op]) => unknown)(call);
      } catch (error) {
        if (!ConnectorError.is(error) || error.code !== code) throw error;
        return instead(error, call);
      }
    },
  }));
}

/** The same error with another code, message or detail. */
export function otherError(error: ConnectorError, code: ErrorCode, message = error.message): never {
  throw new ConnectorError(code, message, { uid: error.uid, problems: error.problems });
}

/** Attributes without some of them. */
export function without(attributes: AnyAttributes, ...names: readonly string[]): AnyAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

/** An object without some of its attributes. */
export function lacking(object: ConnectorObject | undefined, ...names: readonly string[]): ConnectorObject | undefined {
  return object && { ...object, attributes: without(object.attributes as Attributed, ...names) };
}

/** The attributes of a class with one of them changed. */
export function changed(attributes: Attributes, name: string, flags: object): Attributes {
  const attribute = attributes[name];
  return attribute ? { ...attributes, [name]: { ...attribute, ...flags } } : attributes;
}

/** Classes of another memory connector, with attributes that this one has not. */
export function withAttributes(classes: readonly ObjectClass[], more: Attributes): readonly ObjectClass[] {
  return classes.map((each) => (each.name === '__ACCOUNT__' ? { ...each, attributes: { ...each.attributes, ...more } } : each));
}
