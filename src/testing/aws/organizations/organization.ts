import type { Partition } from '../account.ts';
import type { AwsClock } from '../clock.ts';
import type { IdSource } from '../ids.ts';

/** What Organizations says of an account. AWS: AccountState; `Status` is the older and shorter form of it. */
export type AccountState = 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED';

/** An account in the tree of an organisation. */
export interface MemberAccount {
  readonly kind: 'ACCOUNT';
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: number;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  state: AccountState;
  parentId: string;
  readonly tags: Map<string, string>;
}

/** An organisational unit. */
export interface Unit {
  readonly kind: 'ORGANIZATIONAL_UNIT';
  readonly id: string;
  name: string;
  readonly parentId: string;
  readonly tags: Map<string, string>;
}

/** The root: everything hangs from it. */
export interface Root {
  readonly kind: 'ROOT';
  readonly id: string;
  readonly name: 'Root';
  readonly tags: Map<string, string>;
}

/** A service control policy. */
export interface ControlPolicy {
  readonly id: string;
  name: string;
  description: string;
  content: string;
  readonly awsManaged: boolean;
  /** Identifiers of what it is attached to. */
  readonly targets: Set<string>;
  readonly tags: Map<string, string>;
}

/** Anything a policy can be attached to. */
export type PolicyTarget = Root | Unit | MemberAccount;

/** The organisation of one AWS: a tree of units and accounts, and policies on it. The first account manages it. */
export class Organization {
  readonly id: string;
  readonly root: Root;
  readonly units = new Map<string, Unit>();
  readonly members = new Map<string, MemberAccount>();
  readonly policies = new Map<string, ControlPolicy>();
  /** Accounts that may read the organisation besides the one that manages it. */
  readonly delegates = new Set<string>();
  readonly fullAccess: ControlPolicy;
  /** Until then every account stands for itself. */
  inUse = false;
  /** Begins each list with an empty page that has a token. AWS: "may return an empty set of results even when there are more". */
  emptyFirstPages = false;
  managementId = '';
  readonly #partition: Partition;
  readonly #clock: AwsClock;
  readonly #ids: IdSource;

  constructor(partition: Partition, clock: AwsClock, ids: IdSource) {
    this.#partition = partition;
    this.#clock = clock;
    this.#ids = ids;
    this.id = `o-${this.#letters(10)}`;
    this.root = { kind: 'ROOT', id: `r-${this.#letters(4)}`, name: 'Root', tags: new Map() };
    this.fullAccess = {
      id: 'p-FullAWSAccess',
      name: 'FullAWSAccess',
      description: 'Allows access to every operation',
      content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, null, 2),
      awsManaged: true,
      targets: new Set([this.root.id]),
      tags: new Map(),
    };
    this.policies.set(this.fullAccess.id, this.fullAccess);
  }

  /** Takes an account in; the first one manages the organisation. */
  join(account: Pick<MemberAccount, 'id' | 'name' | 'email' | 'state' | 'parentId'>): MemberAccount {
    const isFirst = this.members.size === 0;
    if (isFirst) this.managementId = account.id;
    const joinedMethod = isFirst ? 'INVITED' : 'CREATED';
    const member: MemberAccount = { ...account, kind: 'ACCOUNT', joinedAt: this.#clock.now(), joinedMethod, tags: new Map() };
    this.members.set(member.id, member);
    this.fullAccess.targets.add(member.id);
    return member;
  }

  /** Adds a unit; as in AWS everything is allowed in it until a policy says otherwise. */
  addUnit(name: string, parentId: string): Unit {
    const id = `ou-${this.root.id.slice(2)}-${this.#letters(8)}`;
    const unit: Unit = { kind: 'ORGANIZATIONAL_UNIT', id, name, parentId, tags: new Map() };
    this.units.set(id, unit);
    this.fullAccess.targets.add(id);
    return unit;
  }

  addPolicy(policy: Pick<ControlPolicy, 'name' | 'description' | 'content'>): ControlPolicy {
    const added: ControlPolicy = { ...policy, id: `p-${this.#letters(8)}`, awsManaged: false, targets: new Set(), tags: new Map() };
    this.policies.set(added.id, added);
    return added;
  }

  deleteUnit(unit: Unit): void {
    this.units.delete(unit.id);
    for (const policy of this.policies.values()) policy.targets.delete(unit.id);
  }

  target(id: string): PolicyTarget | undefined {
    return id === this.root.id ? this.root : (this.units.get(id) ?? this.members.get(id));
  }

  /** The root or a unit: what can have children. */
  container(id: string): Root | Unit | undefined {
    return id === this.root.id ? this.root : this.units.get(id);
  }

  policiesOf(targetId: string): ControlPolicy[] {
    return [...this.policies.values()].filter((policy) => policy.targets.has(targetId));
  }

  /** Where something is, from the organisation down to itself, each step followed by a slash. AWS: Organizations, Path */
  pathOf(target: PolicyTarget): string {
    if (target.kind === 'ROOT') return `${this.id}/${target.id}/`;
    const parent = this.container(target.parentId) ?? this.root;
    return `${this.pathOf(parent)}${target.id}/`;
  }

  /** How many units lie between something and the root, itself included. */
  depthOf(target: Root | Unit): number {
    return target.kind === 'ROOT' ? 0 : 1 + this.depthOf(this.container(target.parentId) ?? this.root);
  }

  arn(resource: PolicyTarget | ControlPolicy | 'organization'): string {
    if (resource === 'organization') return this.#arn('organization', '');
    if (!('kind' in resource)) {
      return resource.awsManaged
        ? `arn:${this.#partition}:organizations::aws:policy/service_control_policy/${resource.id}`
        : this.#arn('policy', `/service_control_policy/${resource.id}`);
    }
    const kind = { ROOT: 'root', ORGANIZATIONAL_UNIT: 'ou', ACCOUNT: 'account' }[resource.kind];
    return this.#arn(kind, `/${resource.id}`);
  }

  #arn(kind: string, rest: string): string {
    return `arn:${this.#partition}:organizations::${this.managementId}:${kind}/${this.id}${rest}`;
  }

  #letters(length: number): string {
    return this.#ids.base32(length).toLowerCase();
  }
}
