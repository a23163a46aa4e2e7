import type { Status } from './entities.ts';

/** A policy document, as JSON text or as the object that it is the text of. */
export type PolicySource = string | object;

/**
 * A user to be put into the account.
 *
 * @example
 * aws.iam.addUser({ name: 'bjensen', groups: ['engineers'], tags: { team: 'a' }, password: 'Correct-horse-1', accessKeys: ['Active'] });
 */
export interface UserSeed {
  readonly name: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Names of groups; those that are not there are made. */
  readonly groups?: readonly string[];
  /** ARNs of managed policies. */
  readonly policies?: readonly string[];
  readonly inlinePolicies?: Readonly<Record<string, PolicySource>>;
  readonly permissionsBoundary?: string;
  /** A console password; the password policy is not asked. */
  readonly password?: string;
  readonly passwordResetRequired?: boolean;
  readonly passwordLastUsed?: Date | number;
  /** Access keys, each by its status or with its history. */
  readonly accessKeys?: readonly (Status | AccessKeySeed)[];
  /** Names of virtual MFA devices that are enabled for the user. */
  readonly mfaDevices?: readonly string[];
  /** SSH public keys, each by its status. */
  readonly sshKeys?: readonly Status[];
  /** X.509 signing certificates, each by its status. */
  readonly certificates?: readonly Status[];
  readonly serviceCredentials?: readonly ServiceCredentialSeed[];
  readonly createdAt?: Date | number;
}

/**
 * An access key to be given to a user.
 *
 * @example
 * aws.iam.addUser({ name: 'bjensen', accessKeys: [{ createdAt: Date.now() - 100 * 86_400_000, lastUsed: { at: Date.now() } }] });
 */
export interface AccessKeySeed {
  /** `Active` unless said otherwise. */
  readonly status?: Status;
  readonly createdAt?: Date | number;
  /** When it was last used; with IAM in us-east-1 unless said otherwise. */
  readonly lastUsed?: { readonly at: Date | number; readonly service?: string; readonly region?: string };
}

/**
 * A credential for one service to be given to a user.
 *
 * @example
 * aws.iam.addUser({ name: 'bjensen', serviceCredentials: [{ service: 'codecommit.amazonaws.com', status: 'Inactive' }] });
 */
export interface ServiceCredentialSeed {
  readonly service: string;
  /** `Active` unless said otherwise. */
  readonly status?: Status;
}

/**
 * A group to be put into the account.
 *
 * @example
 * aws.iam.addGroup({ name: 'engineers', policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
 */
export interface GroupSeed {
  readonly name: string;
  readonly path?: string;
  /** ARNs of managed policies. */
  readonly policies?: readonly string[];
  readonly inlinePolicies?: Readonly<Record<string, PolicySource>>;
}

/**
 * A role to be put into the account.
 *
 * @example
 * const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 'sts:AssumeRole' }] };
 * aws.iam.addRole({ name: 'Provisioner', trustPolicy, maxSessionDuration: 7200 });
 */
export interface RoleSeed {
  readonly name: string;
  readonly trustPolicy: PolicySource;
  readonly path?: string;
  /** Seconds; 3,600 unless said otherwise. */
  readonly maxSessionDuration?: number;
  /** ARNs of managed policies. */
  readonly policies?: readonly string[];
  readonly inlinePolicies?: Readonly<Record<string, PolicySource>>;
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
  /** When it was last used; in us-east-1 unless said otherwise. */
  readonly lastUsed?: { readonly at: Date | number; readonly region?: string };
  /** Names of instance profiles that hold it; they are made. */
  readonly instanceProfiles?: readonly string[];
  /** The role of a service, which only AWS may change. */
  readonly isServiceLinked?: boolean;
  readonly createdAt?: Date | number;
}

/**
 * A customer managed policy to be put into the account.
 *
 * @example
 * const { arn } = aws.iam.addPolicy({ name: 'fence' });
 */
export interface PolicySeed {
  readonly name: string;
  /** Allows everything unless said otherwise. */
  readonly document?: PolicySource;
  readonly path?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Documents of the versions after the first; the last of them is the default. */
  readonly laterVersions?: readonly PolicySource[];
}

/**
 * A token of an identity provider that AssumeRoleWithWebIdentity is to believe.
 *
 * @example
 * aws.iam.addWebIdentity({ token: 'from-the-cluster', issuer: 'oidc.example.org', subject: 'system:serviceaccount:idm:sync' });
 */
export interface WebIdentitySeed {
  /** At least four characters; need not be a JWT. */
  readonly token: string;
  /** Without `https://`, as it stands in the ARN of the identity provider. */
  readonly issuer: string;
  readonly subject: string;
  /** `sts.amazonaws.com` unless said otherwise. */
  readonly audience?: string;
  /** Never unless said otherwise. */
  readonly expiresAt?: Date | number;
}

/**
 * What was put into the account.
 *
 * @example
 * const { id, arn } = aws.iam.addGroup({ name: 'engineers' });
 */
export interface Seeded {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
}

/**
 * A user that was put into the account; its keys work as credentials.
 *
 * @example
 * const [credentials] = aws.iam.addUser({ name: 'bjensen', accessKeys: ['Active'] }).accessKeys;
 */
export interface SeededUser extends Seeded {
  readonly accessKeys: readonly { readonly accessKeyId: string; readonly secretAccessKey: string }[];
  /** `mfaCode(seed)` is what the device shows. */
  readonly mfaDevices: readonly { readonly serialNumber: string; readonly seed: string }[];
}
