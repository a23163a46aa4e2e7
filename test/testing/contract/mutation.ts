import type { AnyConnector } from '../../../src/spi/connector.ts';

/** One way to break the memory connector, and the kind of case that has to notice. */
export interface Mutation {
  /** The kind whose case must fail, at least that one: `create/read-back`. */
  readonly kind: string;
  /** What is broken, in words: `create forgets an attribute`. */
  readonly name: string;
  /** What the memory connector lacks for this kind of case: added first, and with it alone the case passes. */
  readonly basis?: (connector: AnyConnector) => AnyConnector;
  /** A broken copy of the connector; the one given is left as it is. */
  readonly break: (connector: AnyConnector) => AnyConnector;
  /** Milliseconds that the broken case has, when it is to hang. */
  readonly timeout?: number;
}
