import { ConnectorError } from '../../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../../spi/operations.ts';
import { tagsOf } from '../account/tags.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import type { Ec2Instance } from '../transport/ec2-calls.ts';
import { awsCode } from '../transport/request-error.ts';
import type { Computer } from './computer-class.ts';
import type { ComputerId } from './computer-id.ts';

/** A computer as the connector hands it out. */
export type ComputerObject = ConnectorObject<typeof Computer>;

/** An instance, and the account that AWS says it belongs to. */
export interface OwnedInstance {
  readonly instance: Ec2Instance;
  readonly owner: string | undefined;
}

/** What a read of computers needs to know. */
export interface ComputerRead {
  readonly session: AwsSession;
  readonly attributesToGet: NamesToGet<typeof Computer>;
  readonly signal: AbortSignal;
}

/** One instance as it is now, by DescribeInstances; undefined when there is none, or when it is terminated. */
export async function findInstance(session: AwsSession, { region, instance }: ComputerId, signal: AbortSignal): Promise<OwnedInstance | undefined> {
  try {
    const context = { signal, region, uid: `${region}/${instance}` };
    const { Reservations = [] } = await session.send('ec2', 'DescribeInstances', { InstanceIds: [instance] }, context);
    const [found] = instancesOf(Reservations);
    return found?.instance.State?.Name === 'terminated' ? undefined : found;
  } catch (error) {
    if (awsCode(error) === 'InvalidInstanceID.NotFound') return undefined;
    throw error;
  }
}

/** The instances in an answer of DescribeInstances. */
export function instancesOf(
  reservations: readonly { readonly OwnerId?: string; readonly Instances?: readonly Ec2Instance[] }[],
): readonly OwnedInstance[] {
  return reservations.flatMap(({ OwnerId: owner, Instances = [] }) => Instances.map((instance) => ({ instance, owner })));
}

/** Instances as objects of the class, with the roles of their profiles where they are asked for: one GetInstanceProfile for each profile. */
export async function computersOf(
  { session, attributesToGet, signal }: ComputerRead,
  region: string,
  found: readonly OwnedInstance[],
): Promise<ComputerObject[]> {
  const profiles = new Set(attributesToGet.has('Role') ? found.flatMap(({ instance }) => instance.IamInstanceProfile?.Arn ?? []) : []);
  const roles = new Map(await inParallel([...profiles], async (arn) => [arn, await roleIn(session, arn, signal)] as const));
  return found.map((owned) => computerOf(owned, region, roles));
}

/** The name of the role in an instance profile; undefined when the profile is gone or has none. */
async function roleIn(session: AwsSession, arn: string, signal: AbortSignal): Promise<string | undefined> {
  const name = arn.split('/').at(-1) ?? arn;
  try {
    const { InstanceProfile } = await session.iam('GetInstanceProfile', { InstanceProfileName: name }, { signal });
    return InstanceProfile?.Roles?.[0]?.RoleName;
  } catch (error) {
    if (awsCode(error) === 'NoSuchEntity') return undefined;
    throw error;
  }
}

function computerOf({ instance, owner }: OwnedInstance, region: string, roles: ReadonlyMap<string, string | undefined>): ComputerObject {
  const { InstanceId, State, InstanceType, ImageId, SubnetId, KeyName, SecurityGroups, IamInstanceProfile, LaunchTime } = instance;
  if (!InstanceId) throw new ConnectorError('ConnectorIO', `AWS answered with an instance without an id in ${region}`);
  const profile = IamInstanceProfile?.Arn;
  const attributes = {
    ...{ InstanceId, AccountId: owner, Region: region, State: State?.Name, InstanceType, ImageId, SubnetId, KeyName, LaunchTime },
    SecurityGroupIds: SecurityGroups?.flatMap(({ GroupId }) => GroupId ?? []),
    InstanceProfileArn: profile,
    Role: profile === undefined ? undefined : roles.get(profile),
    PrivateIp: instance.PrivateIpAddress,
    PublicIp: instance.PublicIpAddress,
    Tags: tagsOf(instance.Tags).filter(({ Key }) => Key !== 'Name'),
  };
  return { uid: `${region}/${InstanceId}`, name: instanceName(instance), attributes };
}

/** What people call an instance: its tag `Name`, or its id. */
export function instanceName({ Tags, InstanceId = '' }: Ec2Instance): string {
  return tagsOf(Tags).find(({ Key }) => Key === 'Name')?.Value || InstanceId;
}
