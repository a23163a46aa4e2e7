import type { ContractCase } from '../contract-case.ts';

/** A case of the connector as a whole. */
export function connectorCase(kind: string, promise: string, run: () => Promise<void>, skip?: string): ContractCase {
  return { name: `${kind.split('/')[0]}: ${promise}`, kind, objectClass: undefined, skip, run };
}
