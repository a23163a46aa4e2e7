import type { Cloud } from '../cloud.ts';
import { type InstanceStateName, stateAt } from './instance.ts';

/**
 * An EC2 instance to be put into a region.
 *
 * @example
 * const { id } = aws.ec2.addInstance({ region: 'eu-west-1', name: 'web-1', tags: { team: 'a' } });
 */
export interface InstanceSeed {
  readonly region: string;
  /** The tag `Name`. */
  readonly name?: string;
  /** `running` unless said otherwise. */
  readonly state?: InstanceStateName;
  /** `t3.micro` unless said otherwise. */
  readonly type?: string;
  readonly imageId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly privateIp?: string;
  readonly publicIp?: string;
  readonly launchedAt?: Date | number;
  readonly instanceProfileArn?: string;
  /** The first account unless said otherwise. */
  readonly accountId?: string;
}

/**
 * The EC2 instances of an Embedded AWS, and the regions that its accounts use.
 *
 * @example
 * aws.ec2.enableRegion('eu-south-1');
 * aws.ec2.addInstance({ region: 'eu-south-1', name: 'web-1' });
 */
export interface Ec2State {
  addInstance(instance: InstanceSeed): { readonly id: string };
  /** Takes an instance away at once, as if it had never been. */
  removeInstance(id: string): void;
  stateOf(id: string): InstanceStateName | undefined;
  tagsOf(id: string): Readonly<Record<string, string>>;
  /** Enables a region that is off at first, in one account or in all. @throws RangeError for a region that has no switch */
  enableRegion(region: string, accountId?: string): void;
  /** @throws RangeError for a region that has no switch */
  disableRegion(region: string, accountId?: string): void;
  /** How long starting, stopping and terminating take, on the clock of Embedded AWS; nothing at first. */
  transition(ms: number): void;
}

/** Gives direct access to instances and regions. */
export function ec2State(cloud: Cloud, firstAccountId: string): Ec2State {
  return {
    addInstance: (seed) => {
      const { region, name, state, type, imageId, privateIp, publicIp, launchedAt, instanceProfileArn, accountId = firstAccountId } = seed;
      const { id } = cloud.instances.add(
        {
          accountId,
          region,
          tags: new Map([...(name === undefined ? [] : [['Name', name] as const]), ...Object.entries(seed.tags ?? {})]),
          ...(state !== undefined && { state }),
          ...(type !== undefined && { type }),
          ...(imageId !== undefined && { imageId }),
          ...(privateIp !== undefined && { privateIp }),
          ...(publicIp !== undefined && { publicIp }),
          ...(launchedAt !== undefined && { launchedAt: launchedAt instanceof Date ? launchedAt.getTime() : launchedAt }),
          ...(instanceProfileArn !== undefined && { profileArn: instanceProfileArn }),
        },
        cloud.backgroundIds,
      );
      return { id };
    },
    removeInstance: (id) => cloud.instances.delete(id),
    stateOf: (id) => {
      const instance = cloud.instances.get(id);
      return instance && stateAt(instance, cloud.clock.now());
    },
    tagsOf: (id) => Object.fromEntries(cloud.instances.get(id)?.tags ?? []),
    enableRegion: (region, accountId) => cloud.ec2Regions.enable(region, accountId),
    disableRegion: (region, accountId) => cloud.ec2Regions.disable(region, accountId),
    transition: (ms) => {
      cloud.instances.transitionMs = ms;
    },
  };
}
