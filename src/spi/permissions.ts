import type { ConnectorOperation, ObjectClassOperation } from '../model/operation.ts';

/** The rights that operations need, by operation; those of hooks by `hook` and their name: `'hook attachedPolicies'`. */
export type OperationPermissions = { readonly [O in ObjectClassOperation | ConnectorOperation | `hook ${string}`]?: readonly string[] };

/**
 * The rights of the target system that a connector's operations need, by object class; under `*` those of the connector as a whole. The
 * names are the system's own: `iam:CreateUser`. All of them are needed when an operation is given everything that it can be given.
 */
export type Permissions<N extends string = string> = { readonly [K in N | '*']?: OperationPermissions };
