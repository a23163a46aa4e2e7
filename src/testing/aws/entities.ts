import type { Named } from './name-table.ts';

/** A tag; IAM keeps the case of a key but finds it ignoring case. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What users, groups and roles have in common. */
export interface PolicyHolder extends Named {
  path: string;
  readonly id: string;
  readonly createdAt: number;
  /** Inline policy documents by name. */
  readonly inline: Map<string, string>;
  readonly attached: Set<ManagedPolicy>;
}

export interface User extends PolicyHolder {
  readonly tags: Map<string, Tag>;
  readonly groups: Set<Group>;
  boundary: ManagedPolicy | undefined;
  loginProfile: LoginProfile | undefined;
  passwordLastUsed: number | undefined;
  readonly accessKeys: AccessKey[];
  readonly mfaDevices: MfaDevice[];
  readonly sshKeys: SshKey[];
  readonly certificates: Certificate[];
  readonly serviceCredentials: ServiceCredential[];
}

export interface Group extends PolicyHolder {
  readonly members: Set<User>;
}

export interface Role extends PolicyHolder {
  readonly tags: Map<string, Tag>;
  boundary: ManagedPolicy | undefined;
  trustPolicy: string;
  description: string | undefined;
  maxSessionDuration: number;
  lastUsed: { readonly at: number; readonly region: string } | undefined;
  /** A role that a service of AWS made for itself: only AWS changes it. */
  readonly isServiceLinked: boolean;
}

/** What EC2 instances are given a role by. */
export interface InstanceProfile extends Named {
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly tags: Map<string, Tag>;
  /** AWS: one role at most. */
  role: Role | undefined;
}

export interface ManagedPolicy extends Named {
  readonly arn: string;
  readonly id: string;
  readonly path: string;
  readonly managedByAws: boolean;
  readonly description: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
  readonly tags: Map<string, Tag>;
  versions: PolicyVersion[];
  /** Versions are never numbered twice, deleted or not. */
  nextVersion: number;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  isDefault: boolean;
}

export interface LoginProfile {
  password: string;
  /** What the password was before, newest first, for the reuse rule. */
  previous: readonly string[];
  readonly createdAt: number;
  changedAt: number;
  resetRequired: boolean;
}

/** Whether a key, a certificate or a credential works. */
export type Status = 'Active' | 'Inactive';

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly createdAt: number;
  readonly user: User;
  status: Status;
  lastUsed: { readonly at: number; readonly service: string; readonly region: string } | undefined;
}

export interface MfaDevice {
  readonly serialNumber: string;
  readonly seed: string;
  readonly tags: Map<string, Tag>;
  user: User | undefined;
  enabledAt: number | undefined;
}

export interface SshKey {
  readonly id: string;
  readonly body: string;
  readonly fingerprint: string;
  readonly uploadedAt: number;
  status: Status;
}

export interface Certificate {
  readonly id: string;
  readonly body: string;
  readonly uploadedAt: number;
  status: Status;
}

export interface ServiceCredential {
  readonly id: string;
  readonly serviceName: string;
  readonly serviceUserName: string;
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  /** Long-term API keys have an alias and a secret where others have a user name and a password. */
  readonly isApiKey: boolean;
  status: Status;
}

/** Temporary credentials that STS gave out. */
export interface Session {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly token: string;
  readonly expiresAt: number;
  readonly principal: AssumedRole | SessionUser;
}

export interface AssumedRole {
  readonly kind: 'role';
  readonly role: Role;
  readonly sessionName: string;
  /** Tags by key that go on to the sessions which this one opens. */
  readonly transitiveTags: ReadonlyMap<string, Tag>;
  readonly sourceIdentity: string | undefined;
  /** What `aws:TokenIssueTime` says. */
  readonly issuedAt: number;
}

export interface SessionUser {
  readonly kind: 'session-user';
  readonly user: User;
  readonly withMfa: boolean;
  /** What `aws:TokenIssueTime` says. */
  readonly issuedAt: number;
}

/** Who signed a request. */
export type Caller = { readonly kind: 'user'; readonly user: User; readonly key: AccessKey } | AssumedRole | SessionUser;

/** What the account asks of console passwords. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly allowChange: boolean;
  readonly maxAgeDays: number;
  readonly reusePrevention: number;
  readonly hardExpiry: boolean | undefined;
}

/** A token of an identity provider that STS is to believe. */
export interface WebIdentity {
  readonly token: string;
  /** Without `https://`, as trust policies and condition keys name it. */
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly expiresAt: number;
}

/** The report of an account: made at the first request for it, so what changes afterwards is not in it. */
export interface CredentialReport {
  readonly content: string;
  readonly generatedAt: number;
  looksLeft: number;
}
