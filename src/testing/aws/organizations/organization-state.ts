import type { AccountState, ControlPolicy, MemberAccount, Organization, PolicyTarget } from './organization.ts';

/**
 * An organisational unit to be put into the organisation.
 *
 * @example
 * const workloads = aws.organization.addUnit({ name: 'Workloads' });
 * aws.organization.addUnit({ name: 'Production', parentId: workloads.id });
 */
export interface UnitSeed {
  readonly name: string;
  /** The root unless said otherwise. */
  readonly parentId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A service control policy to be put into the organisation.
 *
 * @example
 * aws.organization.addPolicy({ name: 'no-leaving', content: { Statement: [] }, targets: [aws.organization.rootId] });
 */
export interface ControlPolicySeed {
  readonly name: string;
  /** Denies nothing unless said otherwise. */
  readonly content?: string | object;
  readonly description?: string;
  /** Identifiers of roots, units and accounts that it is attached to. */
  readonly targets?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The organisation that the accounts of an Embedded AWS form: the first account manages it, the others are its members.
 *
 * It is in use once `enable` was called or something was put into it; before that every account stands for itself.
 *
 * @example
 * const unit = aws.organization.addUnit({ name: 'Workloads' });
 * aws.addAccount({ id: '222222222222', name: 'payroll', parentId: unit.id });
 */
export interface OrganizationState {
  readonly id: string;
  readonly rootId: string;
  enable(): void;
  addUnit(unit: UnitSeed): { readonly id: string; readonly arn: string };
  addPolicy(policy: ControlPolicySeed): { readonly id: string; readonly arn: string };
  /** Moves an account below another root or unit. */
  move(accountId: string, parentId: string): void;
  setState(accountId: string, state: AccountState): void;
  /** Takes an account out of the organisation; its IAM goes on. */
  remove(accountId: string): void;
  /** Lets an account other than the managing one read the organisation, as a registered delegated administrator. */
  delegate(accountId: string): void;
  /** Puts tags on a root, unit, account or policy. */
  tag(resourceId: string, tags: Readonly<Record<string, string>>): void;
  parentOf(id: string): string | undefined;
  /** The names of the units, in order. */
  unitNames(): readonly string[];
  /** The names of the policies attached to a root, unit or account, in order. */
  policiesOf(targetId: string): readonly string[];
  tagsOf(resourceId: string): Readonly<Record<string, string>>;
  /** Begins each list with an empty page that has a token, as AWS says that it may. */
  emptyFirstPages(on: boolean): void;
}

/** Gives direct access to an organisation. */
export function organizationState(organization: Organization): OrganizationState {
  const resource = (id: string): PolicyTarget | ControlPolicy => {
    const found = organization.target(id) ?? organization.policies.get(id);
    if (!found) throw new Error(`There is nothing with the id ${id} in the organisation`);
    return found;
  };
  const member = (id: string): MemberAccount => {
    const found = organization.members.get(id);
    if (!found) throw new Error(`There is no account ${id} in the organisation`);
    return found;
  };
  const container = (id: string): string => {
    if (!organization.container(id)) throw new Error(`There is no root or unit ${id} in the organisation`);
    return id;
  };
  const putTags = (tags: Map<string, string>, added: Readonly<Record<string, string>> | undefined): void => {
    for (const [key, value] of Object.entries(added ?? {})) tags.set(key, value);
  };
  const use = (): void => {
    organization.inUse = true;
  };
  return {
    id: organization.id,
    rootId: organization.root.id,
    enable: use,
    addUnit: (seed) => {
      use();
      const unit = organization.addUnit(seed.name, container(seed.parentId ?? organization.root.id));
      putTags(unit.tags, seed.tags);
      return { id: unit.id, arn: organization.arn(unit) };
    },
    addPolicy: (seed) => {
      use();
      const { content = { Version: '2012-10-17', Statement: [] } } = seed;
      const policy = organization.addPolicy({
        name: seed.name,
        description: seed.description ?? '',
        content: typeof content === 'string' ? content : JSON.stringify(content),
      });
      for (const id of seed.targets ?? []) {
        resource(id);
        policy.targets.add(id);
      }
      putTags(policy.tags, seed.tags);
      return { id: policy.id, arn: organization.arn(policy) };
    },
    move: (accountId, parentId) => {
      member(accountId).parentId = container(parentId);
    },
    setState: (accountId, state) => {
      member(accountId).state = state;
    },
    remove: (accountId) => {
      organization.members.delete(member(accountId).id);
      organization.delegates.delete(accountId);
      for (const policy of organization.policies.values()) policy.targets.delete(accountId);
    },
    delegate: (accountId) => {
      organization.delegates.add(member(accountId).id);
    },
    tag: (id, tags) => putTags(resource(id).tags, tags),
    parentOf: (id) => {
      const found = resource(id);
      return 'parentId' in found ? found.parentId : undefined;
    },
    unitNames: () => [...organization.units.values()].map((unit) => unit.name).sort(),
    policiesOf: (id) =>
      organization
        .policiesOf(id)
        .map((policy) => policy.name)
        .sort(),
    tagsOf: (id) => Object.fromEntries(resource(id).tags),
    emptyFirstPages: (on) => {
      organization.emptyFirstPages = on;
    },
  };
}
