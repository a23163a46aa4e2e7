/**
 * A state of an instance, and the number that EC2 gives it. AWS: InstanceState.
 *
 * @example
 * STATE_CODES.running;  // 16
 */
export const STATE_CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 } as const;

/**
 * What an EC2 instance is doing.
 *
 * @example
 * aws.ec2.addInstance({ region: 'eu-west-1', state: 'stopped' satisfies InstanceStateName });
 */
export type InstanceStateName = keyof typeof STATE_CODES;

/** An EC2 instance. */
export interface Instance {
  readonly id: string;
  readonly reservationId: string;
  readonly accountId: string;
  readonly region: string;
  readonly imageId: string;
  readonly type: string;
  readonly keyName: string | undefined;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly privateIp: string;
  publicIp: string | undefined;
  /** Whether it has a public address whenever it runs. */
  readonly isPublic: boolean;
  launchedAt: number;
  readonly profileArn: string | undefined;
  readonly clientToken: string | undefined;
  readonly tags: Map<string, string>;
  /** What it is, or is to become at a time. */
  change: { readonly from: InstanceStateName; readonly to: InstanceStateName; readonly at: number };
}

/** The state of an instance at a time. */
export function stateAt(instance: Instance, now: number): InstanceStateName {
  return now >= instance.change.at ? instance.change.to : instance.change.from;
}

/** A state as it stands in answers. */
export function stateAnswer(name: InstanceStateName): { readonly code: number; readonly name: InstanceStateName } {
  return { code: STATE_CODES[name], name };
}
