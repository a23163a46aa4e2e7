import { addAccessKey } from './access-keys.ts';
import type { Account } from './account.ts';
import type { Group, ManagedPolicy, Role, User } from './entities.ts';
import { join, newGroup } from './groups.ts';
import type { GroupSeed, PolicySeed, PolicySource, RoleSeed, Seeded, SeededUser, UserSeed, WebIdentitySeed } from './iam-seeds.ts';
import { newInstanceProfile } from './instance-profiles.ts';
import { newLoginProfile } from './login-profiles.ts';
import { newDevice } from './mfa-devices.ts';
import { nameKey } from './name-table.ts';
import { newPolicy } from './policies.ts';
import { addVersion } from './policy-versions.ts';
import { newRole } from './roles.ts';
import { addServiceCredential } from './service-credentials.ts';
import { addCertificate } from './signing-certificates.ts';
import { addSshKey } from './ssh-keys.ts';
import { newUser } from './users.ts';

/**
 * Puts objects into the account at once, without requests, quotas, or checks, and looks at what is there.
 *
 * @example
 * aws.iam.addRole({ name: 'Provisioner', trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: aws.accountId }, Action: 'sts:AssumeRole' }] } });
 */
export interface IamState {
  addUser(user: UserSeed): SeededUser;
  addGroup(group: GroupSeed): Seeded;
  addRole(role: RoleSeed): Seeded;
  /** Adds a customer managed policy; its `arn` is what users and groups are given. */
  addPolicy(policy: PolicySeed): Seeded;
  /** Makes STS believe a token of an identity provider. */
  addWebIdentity(identity: WebIdentitySeed): void;
  /** How many looks at a new credential report find it unfinished after the one that starts it; 1 unless said otherwise. */
  setReportPolls(polls: number): void;
  /** Adds users `user-00000`, `user-00001`, …, or as `make` says. */
  seedUsers(count: number, make?: (index: number) => UserSeed): readonly SeededUser[];
  /** The names of all users, in order. */
  userNames(): readonly string[];
  groupNames(): readonly string[];
  /** The names of a group's members, in order. */
  membersOf(group: string): readonly string[];
  /** The console password of a user, or `undefined`: what no real API tells. */
  passwordOf(user: string): string | undefined;
  /** Sets or forgets when a user last signed in to the console. */
  setPasswordLastUsed(user: string, at: Date | number | undefined): void;
}

/** Gives direct access to an account. */
export function iamState(account: Account): IamState {
  const seeded = (kind: 'user' | 'group' | 'role' | 'policy', entity: User | Group | Role | ManagedPolicy): Seeded => ({
    name: entity.name,
    id: entity.id,
    arn: account.arn(kind, entity.path, entity.name),
  });
  const policies = (arns: readonly string[] | undefined): readonly ManagedPolicy[] =>
    (arns ?? []).map((arn) => {
      const policy = account.policyByArn(arn);
      if (!policy) throw new Error(`There is no policy ${arn}: add it first`);
      return policy;
    });
  const addGroup: IamState['addGroup'] = (seed) => {
    const group = newGroup(account, seed.name, seed.path);
    for (const policy of policies(seed.policies)) group.attached.add(policy);
    putDocuments(group.inline, seed.inlinePolicies);
    account.groups.add(group);
    return seeded('group', group);
  };
  const addUser: IamState['addUser'] = (seed) => {
    const user = newUser(account, seed.name, seed.path, millis(seed.createdAt));
    for (const name of seed.groups ?? []) {
      if (!account.groups.get(name)) addGroup({ name });
      join(user, account.group(name));
    }
    for (const policy of policies(seed.policies)) user.attached.add(policy);
    putDocuments(user.inline, seed.inlinePolicies);
    putSeedTags(user, seed.tags);
    if (seed.permissionsBoundary !== undefined) [user.boundary] = policies([seed.permissionsBoundary]);
    if (seed.password !== undefined) {
      user.loginProfile = newLoginProfile(seed.password, seed.passwordResetRequired ?? false, user.createdAt);
    }
    user.passwordLastUsed = millis(seed.passwordLastUsed);
    const keys = (seed.accessKeys ?? []).map((given) => {
      const { status, createdAt, lastUsed } = typeof given === 'string' ? { status: given } : given;
      const key = addAccessKey(account, user, status, millis(createdAt));
      const { service = 'iam', region = 'us-east-1' } = lastUsed ?? {};
      if (lastUsed) key.lastUsed = { at: Number(lastUsed.at), service, region };
      return key;
    });
    const devices = (seed.mfaDevices ?? []).map((name) => {
      const device = newDevice(account, name);
      Object.assign(device, { user, enabledAt: account.clock.now() });
      user.mfaDevices.push(device);
      account.mfaDevices.set(device.serialNumber, device);
      return device;
    });
    for (const status of seed.sshKeys ?? []) addSshKey(account, user, status);
    for (const status of seed.certificates ?? []) addCertificate(account, user, status);
    for (const { service, status } of seed.serviceCredentials ?? []) addServiceCredential(account, user, service, status);
    account.users.add(user);
    return {
      ...seeded('user', user),
      accessKeys: keys.map((key) => ({ accessKeyId: key.id, secretAccessKey: key.secret })),
      mfaDevices: devices.map(({ serialNumber, seed: secret }) => ({ serialNumber, seed: secret })),
    };
  };
  return {
    addGroup,
    addUser,
    addRole: (seed) => {
      const role = newRole(account, seed.name, text(seed.trustPolicy), {
        path: seed.path,
        createdAt: millis(seed.createdAt),
        isServiceLinked: seed.isServiceLinked,
      });
      role.maxSessionDuration = seed.maxSessionDuration ?? role.maxSessionDuration;
      role.description = seed.description;
      if (seed.lastUsed) role.lastUsed = { at: Number(seed.lastUsed.at), region: seed.lastUsed.region ?? 'us-east-1' };
      for (const policy of policies(seed.policies)) role.attached.add(policy);
      putDocuments(role.inline, seed.inlinePolicies);
      if (seed.permissionsBoundary !== undefined) [role.boundary] = policies([seed.permissionsBoundary]);
      putSeedTags(role, seed.tags);
      account.roles.add(role);
      for (const name of seed.instanceProfiles ?? []) account.instanceProfiles.add(Object.assign(newInstanceProfile(account, name), { role }));
      return seeded('role', role);
    },
    addPolicy: (seed) => {
      const document = text(seed.document ?? { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
      const policy = newPolicy(account, { name: seed.name, path: seed.path ?? '/', description: seed.description, document });
      for (const later of seed.laterVersions ?? []) addVersion(policy, text(later), true, account.clock.now());
      putSeedTags(policy, seed.tags);
      account.addPolicy(policy);
      return seeded('policy', policy);
    },
    addWebIdentity: ({ token, issuer, subject, audience = 'sts.amazonaws.com', expiresAt }) => {
      account.webIdentities.set(token, { token, issuer, subject, audience, expiresAt: millis(expiresAt) ?? Number.POSITIVE_INFINITY });
    },
    setReportPolls: (polls) => {
      account.reportPolls = polls;
    },
    seedUsers: (count, make = numberedUser) => Array.from({ length: count }, (_, index) => addUser(make(index))),
    userNames: () => account.users.sorted().map((user) => user.name),
    groupNames: () => account.groups.sorted().map((group) => group.name),
    membersOf: (name) => [...account.group(name).members].map((user) => user.name).sort(),
    passwordOf: (name) => account.user(name).loginProfile?.password,
    setPasswordLastUsed: (name, at) => {
      account.user(name).passwordLastUsed = millis(at);
    },
  };
}

function numberedUser(index: number): UserSeed {
  return { name: `user-${String(index).padStart(5, '0')}` };
}

function millis(at: Date | number | undefined): number | undefined {
  return at instanceof Date ? at.getTime() : at;
}

function text(document: PolicySource): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}

function putDocuments(inline: Map<string, string>, documents: Readonly<Record<string, PolicySource>> | undefined): void {
  for (const [name, document] of Object.entries(documents ?? {})) inline.set(name, text(document));
}

function putSeedTags(entity: User | Role | ManagedPolicy, tags: Readonly<Record<string, string>> | undefined): void {
  for (const [key, value] of Object.entries(tags ?? {})) entity.tags.set(nameKey(key), { key, value });
}
