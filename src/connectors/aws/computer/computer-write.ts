import { randomUUID } from 'node:crypto';
import type { Written } from '../../../model/changes.ts';
import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import type { CreateOp, DeleteOp, UpdateDeltaOp } from '../../../spi/operations.ts';
import { tagsOf, wireTags } from '../account/tags.ts';
import { changesTags, resourceTagDifference, resourceTagProblems, type TagChanges, tagChangeProblems } from '../organisation/resource-tags.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { refuseOtherAccount } from '../write/own-account.ts';
import { type Step, takeAll } from '../write/steps.ts';
import type { Computer } from './computer-class.ts';
import { type ComputerId, computerId } from './computer-id.ts';
import { findInstance, instanceName } from './computer-object.ts';
import { homeRegion } from './regions.ts';

type Computers = typeof Computer;
type Create = Parameters<CreateOp<Computers, AwsSession>['create']>[0];
type Update = Parameters<UpdateDeltaOp<Computers, AwsSession>['updateDelta']>[0];
type Delete = Parameters<DeleteOp<Computers, AwsSession>['delete']>[0];

/**
 * Makes an EC2 instance: one RunInstances with everything, its name and its tags too. AWS answers before the instance runs.
 *
 * The call has a ClientToken of its own, by which AWS knows it again: when an answer is lost and the call repeated, there is one instance.
 *
 * @throws ConnectorError `PermissionDenied` without `manageComputers`; `InvalidAttributeValue`; `QuotaExceeded`; `Retryable` where AWS has no room.
 */
export async function createComputer({ session, attributes, signal }: Create): Promise<Written<Computers['attributes']>> {
  const what = 'create Computer of aws';
  const {
    __NAME__: name,
    Tags = [],
    ImageId,
    InstanceType,
    SubnetId,
    SecurityGroupIds,
    KeyName,
    InstanceProfileArn,
    UserData,
    AccountId,
  } = attributes;
  refuseUnlessManaged(session, what);
  refuseInvalid([...nameTagProblems(Tags, 'Tags'), ...resourceTagProblems(Tags, 'Tags')], what);
  await refuseOtherAccount(session, AccountId, what, signal);
  await guard(session, { kind: 'instance', names: [name] }, 'create Computer', signal);
  const region = attributes.Region ?? homeRegion(session);
  const input = {
    ...{ ImageId, MinCount: 1, MaxCount: 1, ClientToken: randomUUID() },
    ...(InstanceType !== undefined && { InstanceType }),
    ...(SubnetId !== undefined && { SubnetId }),
    ...(SecurityGroupIds !== undefined && { SecurityGroupIds }),
    ...(KeyName !== undefined && { KeyName }),
    ...(InstanceProfileArn !== undefined && { IamInstanceProfile: { Arn: InstanceProfileArn } }),
    ...(UserData !== undefined && { UserData: Buffer.from(UserData.reveal()).toString('base64') }),
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: name }, ...wireTags(Tags)] }],
  };
  const { Instances: [made] = [], OwnerId } = await session.send('ec2', 'RunInstances', input, { signal, region });
  if (!made?.InstanceId) throw new ConnectorError('ConnectorIO', 'AWS answered RunInstances without the instance', { outcome: 'unknown' });
  // Not its state, which is another by the time that anybody reads this.
  const { InstanceId, LaunchTime } = made;
  const replace = {
    InstanceId,
    Region: region,
    ...(OwnerId && { AccountId: OwnerId }),
    ...(LaunchTime && { LaunchTime }),
  };
  return { uid: `${region}/${InstanceId}`, sideEffects: { replace } };
}

/**
 * Changes the name and the tags of an instance, and starts or stops it. Neither is waited for: the State answered is what AWS says then,
 * `pending` or `stopping` for the most part.
 *
 * @throws ConnectorError `PermissionDenied` without `manageComputers`; `UnknownUid`; `InvalidAttributeValue` for another State than running
 *   and stopped; `PreconditionFailed` when the instance cannot be started or stopped now.
 */
export async function updateComputer({ session, uid, changes, signal }: Update): Promise<Written<Computers['attributes']>> {
  const what = 'update Computer of aws';
  const id = computerId(uid);
  const { replace, add, remove } = changes;
  const tags = { replace: replace.Tags, add: add.Tags, remove: remove.Tags };
  refuseUnlessManaged(session, what);
  const named = Object.entries(tags).flatMap(([part, list]) => nameTagProblems(list ?? [], `${part}.Tags`));
  refuseInvalid([...stateProblems(replace.State), ...named, ...tagChangeProblems(tags)], what);
  const found = await findInstance(session, id, signal);
  if (!found) throw gone(uid);
  const name = instanceName(found.instance);
  const renamed = replace.__NAME__ !== undefined && replace.__NAME__ !== name ? replace.__NAME__ : undefined;
  await guard(session, { kind: 'instance', names: [name, id.instance, ...(renamed === undefined ? [] : [renamed])] }, 'update Computer', signal);

  let state: string | undefined;
  const steps = tagSteps(session, id, tagsOf(found.instance.Tags), tags, renamed, signal);
  if (replace.State != null) {
    const wanted = replace.State;
    steps.push({
      path: 'State',
      what: wanted === 'running' ? 'start' : 'stop',
      async run() {
        state = await changeState(session, id, wanted, signal);
      },
    });
  }
  await takeAll(steps, 'update Computer', uid, signal);
  return { uid, sideEffects: state === undefined ? undefined : { replace: { State: state } } };
}

/**
 * Terminates an instance. AWS answers before it is gone, and shows it as terminated for an hour.
 *
 * @throws ConnectorError `PermissionDenied` without `manageComputers`; `UnknownUid`; `PreconditionFailed` when it is protected against it.
 */
export async function deleteComputer({ session, uid, signal }: Delete): Promise<void> {
  const id = computerId(uid);
  refuseUnlessManaged(session, 'delete Computer of aws');
  const found = await findInstance(session, id, signal);
  if (!found) throw gone(uid);
  await guard(session, { kind: 'instance', names: [instanceName(found.instance), id.instance] }, 'delete Computer', signal);
  await session.send('ec2', 'TerminateInstances', { InstanceIds: [id.instance] }, { signal, uid, region: id.region });
}

async function changeState(session: AwsSession, { region, instance }: ComputerId, wanted: string, signal: AbortSignal): Promise<string | undefined> {
  const context = { signal, region, uid: `${region}/${instance}` };
  if (wanted === 'running') {
    const { StartingInstances } = await session.send('ec2', 'StartInstances', { InstanceIds: [instance] }, context);
    return StartingInstances?.[0]?.CurrentState?.Name;
  }
  const { StoppingInstances } = await session.send('ec2', 'StopInstances', { InstanceIds: [instance] }, context);
  return StoppingInstances?.[0]?.CurrentState?.Name;
}

/** Tags by difference; the tag `Name` is the name's and no other's. */
function tagSteps(
  session: AwsSession,
  { region, instance }: ComputerId,
  current: ReturnType<typeof tagsOf>,
  changes: TagChanges,
  name: string | undefined,
  signal: AbortSignal,
): Step[] {
  const others = current.filter(({ Key }) => Key !== 'Name');
  const { untag, tag } = changesTags(changes) ? resourceTagDifference(others, changes) : { untag: [], tag: [] };
  const set = [...(name === undefined ? [] : [{ Key: 'Name', Value: name }]), ...tag];
  const context = { signal, region, uid: `${region}/${instance}`, about: { path: name === undefined ? 'Tags' : '__NAME__', value: '' } };
  const steps: Step[] = [];
  if (untag.length > 0) {
    const run = () => session.send('ec2', 'DeleteTags', { Resources: [instance], Tags: untag.map((Key) => ({ Key })) }, context);
    steps.push({ path: 'Tags', what: `remove tags ${untag.join(', ')}`, run });
  }
  if (set.length > 0) {
    const run = () => session.send('ec2', 'CreateTags', { Resources: [instance], Tags: set }, context);
    steps.push({ path: 'Tags', what: `set tags ${set.map(({ Key }) => Key).join(', ')}`, run });
  }
  return steps;
}

function nameTagProblems(tags: readonly { readonly Key: string }[], path: string): Problem[] {
  const index = tags.findIndex(({ Key }) => Key === 'Name');
  return index < 0 ? [] : [{ path: `${path}[${index}].Key`, message: 'is "Name", which is the computer’s name: set __NAME__ instead' }];
}

function stateProblems(state: string | null | undefined): Problem[] {
  if (state === undefined || state === 'running' || state === 'stopped') return [];
  return [{ path: 'State', message: `must be running or stopped (got ${printable(state)}); terminating is a delete` }];
}

function refuseUnlessManaged({ settings: { organisation } }: AwsSession, what: string): void {
  if (organisation.manageComputers) return;
  const message = 'is false: computers are read only unless the configuration says manageComputers: true';
  throw new ConnectorError('PermissionDenied', `${what}: manageComputers ${message}`, {
    problems: [{ path: 'manageComputers', message }],
    outcome: 'none',
  });
}

function gone(uid: string): ConnectorError {
  return new ConnectorError('UnknownUid', `there is no EC2 instance ${uid}, or it is terminated`, { uid });
}
