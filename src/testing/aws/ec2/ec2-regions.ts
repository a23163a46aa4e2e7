import type { Partition } from '../account.ts';

/** Regions that every account has, and those that it must enable first. AWS: Regions */
const REGIONS: Readonly<Record<Partition, { readonly always: readonly string[]; readonly optional: readonly string[] }>> = {
  aws: {
    always: [
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
      'ca-central-1',
      'eu-central-1',
      'eu-north-1',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
    optional: [
      'af-south-1',
      'ap-east-1',
      'ap-south-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ca-west-1',
      'eu-central-2',
      'eu-south-1',
      'eu-south-2',
      'il-central-1',
      'me-central-1',
      'me-south-1',
    ],
  },
  'aws-cn': { always: ['cn-north-1', 'cn-northwest-1'], optional: [] },
  'aws-us-gov': { always: ['us-gov-east-1', 'us-gov-west-1'], optional: [] },
};

/** Whether an account can use a region. AWS: DescribeRegions, OptInStatus */
export type OptInStatus = 'opt-in-not-required' | 'opted-in' | 'not-opted-in';

/** The regions of a partition, and who enabled which. */
export class Ec2Regions {
  readonly #partition: Partition;
  /** Enabled by all accounts, or by some: `*` or an account and the region. */
  readonly #enabled = new Set<string>();

  constructor(partition: Partition) {
    this.#partition = partition;
  }

  names(): readonly string[] {
    const { always, optional } = REGIONS[this.#partition];
    return [...always, ...optional].sort();
  }

  status(region: string, accountId: string): OptInStatus {
    if (REGIONS[this.#partition].always.includes(region)) return 'opt-in-not-required';
    return this.#enabled.has(`* ${region}`) || this.#enabled.has(`${accountId} ${region}`) ? 'opted-in' : 'not-opted-in';
  }

  endpoint(region: string): string {
    return `ec2.${region}.amazonaws.com${this.#partition === 'aws-cn' ? '.cn' : ''}`;
  }

  /** @throws RangeError for a region that has no switch */
  enable(region: string, accountId: string | undefined): void {
    this.#enabled.add(`${accountId ?? '*'} ${this.#optional(region)}`);
  }

  /** @throws RangeError for a region that has no switch */
  disable(region: string, accountId: string | undefined): void {
    this.#optional(region);
    for (const key of [...this.#enabled]) {
      if (key.endsWith(` ${region}`) && (accountId === undefined || key.startsWith(accountId))) this.#enabled.delete(key);
    }
  }

  #optional(region: string): string {
    const { optional } = REGIONS[this.#partition];
    if (optional.includes(region)) return region;
    throw new RangeError(`${region} cannot be enabled or disabled; regions that can: ${optional.join(', ') || 'none'}`);
  }
}
