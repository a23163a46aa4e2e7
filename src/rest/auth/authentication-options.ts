import type { LockOutOptions } from './lock-out.ts';

/** What a caller may do: `read` reads, queries, tests and syncs; `full` writes and runs scripts too. */
export type Role = 'read' | 'full';

/** A user with a password: `X-OpenIDM-Username` and `X-OpenIDM-Password`, or Basic. */
export interface GatewayUser {
  readonly username: string;
  /** What `hashPassword` made. */
  readonly passwordHash: string;
  readonly role: Role;
}

/** A static bearer token. */
export interface GatewayToken {
  /** For the log. */
  readonly name: string;
  /** SHA-256 of the token in hexadecimal digits. A token must be random and long, so that a fast hash is enough. */
  readonly sha256: string;
  readonly role: Role;
}

/** JSON Web Tokens of one issuer. RFC 7519, RFC 9068. */
export interface JwtOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer has its keys. */
  readonly jwksUri?: string;
  /** Or the keys themselves, as a JSON Web Key Set. */
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** The claim, or its path with dots, that names roles or scopes; `scope` unless said otherwise. */
  readonly roleClaim?: string;
  /** Values of the claim that give the role `full`, and those that give `read`. */
  readonly full?: readonly string[];
  readonly read?: readonly string[];
}

/** Who may call. Without users, tokens and JWT nobody may, unless `anonymous` says what everybody may. */
export interface AuthenticationOptions {
  readonly users?: readonly GatewayUser[];
  readonly tokens?: readonly GatewayToken[];
  readonly jwt?: JwtOptions;
  /** What callers may do who do not say who they are. Nothing unless said; for demos and for a gateway behind another one. */
  readonly anonymous?: Role;
  readonly lockOut?: LockOutOptions;
}

/** Who calls. */
export interface Caller {
  /** For the log: `user openidm-admin`, `token sync`, `jwt 1234`. */
  readonly name: string;
  readonly role: Role;
}
