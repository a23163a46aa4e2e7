import { addAccessKey } from './access-keys.ts';
import type { Account } from './account.ts';
import type { Group, ManagedPolicy, Role, Status, User } from './entities.ts';
import { join, newGroup } from './groups.ts';
import { newLoginProfile } from './login-profiles.ts';
import { nameKey } from './name-table.ts';
import { newPolicy } from './policies.ts';
import { newRole } from './roles.ts';
import { newUser } from './users.ts';

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
  /** Access keys, each with its status. */
  readonly accessKeys?: readonly Status[];
  readonly createdAt?: Date | number;
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
  readonly tags?: Readonly<Record<string, string>>;
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
}

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
    const keys = (seed.accessKeys ?? []).map((status) => addAccessKey(account, user, status));
    account.users.add(user);
    return { ...seeded('user', user), accessKeys: keys.map((key) => ({ accessKeyId: key.id, secretAccessKey: key.secret })) };
  };
  return {
    addGroup,
    addUser,
    addRole: (seed) => {
      const role = newRole(account, seed.name, text(seed.trustPolicy), seed.path);
      role.maxSessionDuration = seed.maxSessionDuration ?? role.maxSessionDuration;
      for (const policy of policies(seed.policies)) role.attached.add(policy);
      putSeedTags(role, seed.tags);
      account.roles.add(role);
      return seeded('role', role);
    },
    addPolicy: (seed) => {
      const document = text(seed.document ?? { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
      const policy = newPolicy(account, { name: seed.name, path: seed.path ?? '/', description: seed.description, document });
      account.addPolicy(policy);
      return seeded('policy', policy);
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

function putSeedTags(entity: User | Role, tags: Readonly<Record<string, string>> | undefined): void {
  for (const [key, value] of Object.entries(tags ?? {})) entity.tags.set(nameKey(key), { key, value });
}
