import { Account, type Partition } from './account.ts';
import { Accounts } from './accounts.ts';
import type { AwsClock } from './clock.ts';
import { Trail } from './cloudtrail/trail.ts';
import { Consistency, type ConsistencyDelay } from './consistency.ts';
import { Ec2Regions } from './ec2/ec2-regions.ts';
import type { Instance } from './ec2/instance.ts';
import { Instances } from './ec2/instances.ts';
import type { IdSource } from './ids.ts';
import { Organization } from './organizations/organization.ts';
import type { AwsQuotas } from './quotas.ts';
import { Queues } from './sqs/queue.ts';

/** What a whole AWS is made of. */
export interface CloudSettings {
  readonly partition: Partition;
  readonly clock: AwsClock;
  readonly ids: IdSource;
  readonly quotas: AwsQuotas;
  /** Identifiers of what nobody asked for by a request; apart from the others, so that more of it does not change theirs. */
  readonly backgroundIds: IdSource;
}

/** One AWS: its accounts, and what the services keep outside of them. The handlers of actions read and change it. */
export class Cloud {
  readonly partition: Partition;
  readonly clock: AwsClock;
  readonly ids: IdSource;
  readonly quotas: AwsQuotas;
  readonly backgroundIds: IdSource;
  readonly accounts = new Accounts();
  readonly organization: Organization;
  readonly trail: Trail;
  readonly queues = new Queues();
  readonly ec2Regions: Ec2Regions;
  readonly instances: Instances;
  /** What was launched with which client token, by account, region and token. */
  readonly launches = new Map<string, { readonly asked: string; readonly instances: readonly Instance[] }>();
  /** Where everything is served; known once it is. */
  endpoint = '';
  readonly #consistency = new Map<Account, Consistency>();
  #delay: ConsistencyDelay | null = null;

  constructor(settings: CloudSettings) {
    this.partition = settings.partition;
    this.clock = settings.clock;
    this.ids = settings.ids;
    this.quotas = settings.quotas;
    this.backgroundIds = settings.backgroundIds;
    this.ec2Regions = new Ec2Regions(settings.partition);
    this.instances = new Instances(settings.clock);
    this.trail = new Trail(settings.clock, settings.backgroundIds);
    this.organization = new Organization(settings.partition, settings.clock, settings.backgroundIds);
  }

  /** Adds an empty account. @throws RangeError for an id that is none, or is taken. */
  addAccount(id: string): Account {
    const account = new Account({ id, partition: this.partition, clock: this.clock, ids: this.ids, quotas: this.quotas });
    this.accounts.add(account);
    return account;
  }

  /** An account whose roles can be assumed: not one that the organisation holds as suspended or closed. */
  openAccount(id: string): Account | undefined {
    const state = this.organization.members.get(id)?.state ?? 'ACTIVE';
    return state === 'ACTIVE' ? this.accounts.get(id) : undefined;
  }

  /** How far an account's IAM lags behind: each on its own. */
  consistencyOf(account: Account): Consistency {
    let consistency = this.#consistency.get(account);
    if (!consistency) {
      consistency = new Consistency(this.clock);
      consistency.set(this.#delay);
      this.#consistency.set(account, consistency);
    }
    return consistency;
  }

  delayConsistency(delay: ConsistencyDelay | null): void {
    this.#delay = delay;
    for (const consistency of this.#consistency.values()) consistency.set(delay);
  }
}
