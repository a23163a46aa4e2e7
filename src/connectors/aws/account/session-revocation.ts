/** The inline policy that ends the sessions of a disabled user. */
export const REVOCATION_POLICY = 'IdentityConnectorRevokeOlderSessions';

/** Whether an inline policy is the connector's own: it is not among a user's InlinePolicies, and writing them leaves it alone. */
export function isOwnPolicy(name: string): boolean {
  return name.toLowerCase() === REVOCATION_POLICY.toLowerCase();
}
