import { noSuchEntity } from './api-error.ts';
import type { AwsClock } from './clock.ts';
import type {
  AccessKey,
  Caller,
  CredentialReport,
  Group,
  InstanceProfile,
  ManagedPolicy,
  MfaDevice,
  PasswordPolicy,
  Role,
  Session,
  User,
  WebIdentity,
} from './entities.ts';
import type { IdSource } from './ids.ts';
import { awsManagedPolicies } from './managed-by-aws.ts';
import { NameTable } from './name-table.ts';
import type { AwsQuotas } from './quotas.ts';

/**
 * The part of an ARN that says which AWS it is.
 *
 * @example
 * const partition: Partition = 'aws-cn';
 */
export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** What an account is made of. */
export interface AccountSettings {
  readonly id: string;
  readonly partition: Partition;
  readonly clock: AwsClock;
  readonly ids: IdSource;
  readonly quotas: AwsQuotas;
}

/** Everything one AWS account holds. The handlers of actions read and change it; nothing here speaks HTTP. */
export class Account {
  readonly id: string;
  readonly partition: Partition;
  readonly clock: AwsClock;
  readonly ids: IdSource;
  readonly quotas: AwsQuotas;
  readonly createdAt: number;
  readonly users = new NameTable<User>();
  readonly groups = new NameTable<Group>();
  readonly roles = new NameTable<Role>();
  /** Customer managed policies; their names are unique whatever their paths. */
  readonly policies = new NameTable<ManagedPolicy>();
  readonly awsPolicies = new NameTable<ManagedPolicy>();
  readonly accessKeys = new Map<string, AccessKey>();
  readonly sessions = new Map<string, Session>();
  readonly mfaDevices = new Map<string, MfaDevice>();
  readonly instanceProfiles = new NameTable<InstanceProfile>();
  /** Tokens of identity providers that are believed, by their text. */
  readonly webIdentities = new Map<string, WebIdentity>();
  passwordPolicy: PasswordPolicy | undefined;
  alias: string | undefined;
  credentialReport: CredentialReport | undefined;
  /** How many looks at a new report find it unfinished, the one that starts it not counted. */
  reportPolls = 1;
  /** Tokens of the global STS endpoint: 1 holds in regions enabled by default, 2 in all. */
  globalTokenVersion: 1 | 2 = 1;
  readonly #policiesByArn = new Map<string, ManagedPolicy>();

  constructor(settings: AccountSettings) {
    this.id = settings.id;
    this.partition = settings.partition;
    this.clock = settings.clock;
    this.ids = settings.ids;
    this.quotas = settings.quotas;
    this.createdAt = settings.clock.now();
    for (const policy of awsManagedPolicies(settings.partition, settings.ids)) {
      this.awsPolicies.add(policy);
      this.#policiesByArn.set(policy.arn, policy);
    }
  }

  /** The ARN of something in this account's IAM, for example `user/engineering/bjensen`. */
  arn(kind: 'user' | 'group' | 'role' | 'policy' | 'mfa' | 'instance-profile', path: string, name: string): string {
    return `arn:${this.partition}:iam::${this.id}:${kind}${path}${name}`;
  }

  addPolicy(policy: ManagedPolicy): void {
    this.policies.add(policy);
    this.#policiesByArn.set(policy.arn, policy);
  }

  deletePolicy(policy: ManagedPolicy): void {
    this.policies.delete(policy);
    this.#policiesByArn.delete(policy.arn);
  }

  /** A managed policy, the customer's or AWS's; ARNs count case. */
  policyByArn(arn: string): ManagedPolicy | undefined {
    return this.#policiesByArn.get(arn);
  }

  /** @throws NoSuchEntity in IAM's words. */
  user(name: string): User {
    return this.users.get(name) ?? missing('user', name);
  }

  /** @throws NoSuchEntity in IAM's words. */
  group(name: string): Group {
    return this.groups.get(name) ?? missing('group', name);
  }

  /** @throws NoSuchEntity in IAM's words. */
  role(name: string): Role {
    return this.roles.get(name) ?? missing('role', name);
  }
}

/** The ARN of whoever signed a request. AWS: IAM identifiers. */
export function callerArn(account: Account, caller: Caller): string {
  if (caller.kind !== 'role') return account.arn('user', caller.user.path, caller.user.name);
  return `arn:${account.partition}:sts::${account.id}:assumed-role/${caller.role.name}/${caller.sessionName}`;
}

function missing(kind: string, name: string): never {
  throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
}
