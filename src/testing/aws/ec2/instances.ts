import type { AwsClock } from '../clock.ts';
import type { IdSource } from '../ids.ts';
import { type Instance, type InstanceStateName, stateAt } from './instance.ts';

/** A terminated instance is shown for a while. AWS: "visible for a short period, after which it is deleted" */
const SHOWN_AFTER_END_MS = 3_600_000;

/** What an instance is made of. */
export type NewInstance = Pick<Instance, 'accountId' | 'region'> &
  Partial<
    Pick<Instance, 'reservationId' | 'imageId' | 'type' | 'keyName' | 'privateIp' | 'publicIp' | 'launchedAt' | 'profileArn' | 'clientToken'>
  > & {
    readonly state?: InstanceStateName;
    readonly tags?: ReadonlyMap<string, string>;
  };

/** The EC2 instances of every account and region. */
export class Instances {
  /** How long starting, stopping and terminating take, on the clock. */
  transitionMs = 0;
  readonly #clock: AwsClock;
  readonly #instances = new Map<string, Instance>();
  #addresses = 0;

  constructor(clock: AwsClock) {
    this.#clock = clock;
  }

  /** @param ids  Where the identifiers come from. */
  add(made: NewInstance, ids: IdSource): Instance {
    const now = this.#clock.now();
    const { state = 'running', tags = new Map(), ...rest } = made;
    const { region } = made;
    const instance: Instance = {
      reservationId: `r-${hex(ids, 17)}`,
      imageId: 'ami-0abcdef1234567890',
      type: 't3.micro',
      keyName: undefined,
      privateIp: `10.0.${(this.#addresses >> 8) & 255}.${this.#addresses & 255}`,
      publicIp: undefined,
      launchedAt: now,
      profileArn: undefined,
      clientToken: undefined,
      ...rest,
      isPublic: made.publicIp !== undefined,
      id: `i-${hex(ids, 17)}`,
      availabilityZone: `${region}a`,
      subnetId: `subnet-${numbered(region)}`,
      vpcId: `vpc-${numbered(region)}`,
      tags: new Map(tags),
      change: { from: state, to: state, at: now },
    };
    this.#addresses += 1;
    this.#instances.set(instance.id, instance);
    return instance;
  }

  /** What an account has in a region, in order of identifiers. */
  of(accountId: string, region: string): readonly Instance[] {
    const now = this.#clock.now();
    for (const instance of this.#instances.values()) {
      if (stateAt(instance, now) === 'terminated' && now - instance.change.at > SHOWN_AFTER_END_MS) this.#instances.delete(instance.id);
    }
    return [...this.#instances.values()]
      .filter((instance) => instance.accountId === accountId && instance.region === region)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  get(id: string): Instance | undefined {
    return this.#instances.get(id);
  }

  delete(id: string): void {
    this.#instances.delete(id);
  }

  /** Begins to bring an instance from one state over another to a third. */
  change(instance: Instance, over: InstanceStateName, to: InstanceStateName): void {
    instance.change = { from: over, to, at: this.#clock.now() + this.transitionMs };
  }

  /** A public address that no other instance has. AWS: an instance gets another one when it starts again */
  nextPublicIp(): string {
    this.#addresses += 1;
    // RFC 5737: addresses for documentation, which lead nowhere.
    return `203.0.113.${this.#addresses % 256}`;
  }
}

function hex(ids: IdSource, length: number): string {
  return ids.requestId().replaceAll('-', '').slice(0, length);
}

/** The same network for the same region. */
function numbered(region: string): string {
  return Buffer.from(region).toString('hex').padEnd(17, '0').slice(-17);
}
