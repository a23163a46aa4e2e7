import { type ActionTable, action, type Call } from '../action.ts';
import { type Field, text } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import { reservationAnswer } from './describe-instances.ts';
import { inconsistentToken, incorrectState, invalidValue, malformedImage, missing } from './ec2-errors.ts';
import { dry, listItems, namedInstances, present, refuseDryRun, tags, texts } from './ec2-fields.ts';
import { checkTags } from './ec2-tags.ts';
import { type Instance, type InstanceStateName, stateAnswer, stateAt } from './instance.ts';

const MOST_AT_ONCE = 20;

const count: Field<number> = {
  read: (parameters, name, problems) => {
    const value = Number(present.read(parameters, name, problems));
    if (!Number.isInteger(value) || value < 1)
      throw invalidValue(`Value (${parameters.text(name)}) for parameter ${name} is invalid. Expecting a positive number.`);
    return value;
  },
};

/** The tags of the instances among the tags of everything that a launch makes. */
const instanceTags: Field<ReadonlyMap<string, string>> = {
  read: (parameters, name, problems) => {
    const specifications = listItems(parameters, name, (at) => ({
      type: parameters.text(`${at}.ResourceType`),
      tags: tags.read(parameters, `${at}.Tag`, problems),
    }));
    return new Map(
      specifications.flatMap(({ type, tags: each }) => (type === 'instance' ? each.map(({ key, value }) => [key, value ?? ''] as const) : [])),
    );
  },
};

/** What a change does to an instance in each state: states to go through, `same` for nothing to do, or why not. */
type Change = (id: string, state: InstanceStateName) => { readonly over: InstanceStateName; readonly to: InstanceStateName } | 'same';

const start: Change = (id, state) => {
  if (state === 'running' || state === 'pending') return 'same';
  if (state !== 'stopped') throw incorrectState(`The instance '${id}' is not in a state from which it can be started.`);
  return { over: 'pending', to: 'running' };
};

const stop: Change = (id, state) => {
  if (state === 'stopped' || state === 'stopping') return 'same';
  // Quoted in cloud-custodian pull request 6014.
  if (state === 'pending') throw incorrectState(`Instance '${id}' cannot be stopped as it has never reached the 'running' state.`);
  if (state !== 'running') throw incorrectState(`This instance '${id}' is not in a state from which it can be stopped.`);
  return { over: 'stopping', to: 'stopped' };
};

const terminate: Change = (_id, state) =>
  state === 'terminated' || state === 'shutting-down' ? 'same' : { over: 'shutting-down', to: 'terminated' };

/** Changes all instances that a request names, or none. */
function changed(call: Call, input: { readonly InstanceId: readonly string[]; readonly DryRun: boolean }, change: Change): XmlObject {
  if (input.InstanceId.length === 0) throw missing('InstanceId');
  const planned = namedInstances(call, input.InstanceId).map((instance) => {
    const before = stateAt(instance, call.now);
    return { instance, before, plan: change(instance.id, before) };
  });
  refuseDryRun(input);
  const { instances } = call.cloud;
  return {
    instancesSet: planned.map(({ instance, before, plan }) => {
      if (plan !== 'same') {
        instances.change(instance, plan.over, plan.to);
        moveAddress(call, instance, plan.to);
      }
      return {
        instanceId: instance.id,
        currentState: stateAnswer(plan === 'same' ? before : plan.over),
        previousState: stateAnswer(before),
      };
    }),
  };
}

/** AWS: a public address goes when the instance stops; it gets another one when it starts again. Its launch time is that of the latest start. */
function moveAddress(call: Call, instance: Instance, to: InstanceStateName): void {
  if (to === 'running') {
    instance.launchedAt = call.now;
    if (instance.isPublic) instance.publicIp = call.cloud.instances.nextPublicIp();
  } else instance.publicIp = undefined;
}

/** The instance profile that a launch names. @throws InvalidParameterValue when IAM has none */
function profileOf({ account }: Call, arn: string | undefined, name: string | undefined): string | undefined {
  const wanted = name ?? arn?.slice(arn.lastIndexOf('/') + 1);
  if (wanted === undefined) return undefined;
  const profile = account.instanceProfiles.get(wanted);
  const found = profile && account.arn('instance-profile', profile.path, profile.name);
  if (found !== undefined && (arn === undefined || arn === found)) return found;
  const [parameter, value] = name === undefined ? ['arn', arn] : ['name', name];
  throw invalidValue(`Value (${value}) for parameter iamInstanceProfile.${parameter} is invalid. Invalid IAM Instance Profile ${parameter}`);
}

const changeFields = { InstanceId: texts, DryRun: dry } as const;

/** Launching, starting, stopping and ending instances. */
export const instanceChangeActions: ActionTable = {
  RunInstances: action(
    {
      ImageId: present,
      InstanceType: text({ pattern: /[a-z0-9-]+\.[a-z0-9-]+/ }),
      MinCount: count,
      MaxCount: count,
      KeyName: text(),
      ClientToken: text({ max: 64 }),
      TagSpecification: instanceTags,
      'IamInstanceProfile.Arn': text(),
      'IamInstanceProfile.Name': text(),
      PrivateIpAddress: text(),
      DryRun: dry,
    },
    (input, call) => {
      const { cloud, account, region } = call;
      const { ClientToken: token, MaxCount: wanted } = input;
      if (!/^ami-[0-9a-f]{8,17}$/.test(input.ImageId)) throw malformedImage(input.ImageId);
      if (input.MinCount > wanted) throw invalidValue('The minimum number of instances must not exceed the maximum.');
      if (wanted > MOST_AT_ONCE) throw invalidValue(`Embedded AWS launches at most ${MOST_AT_ONCE} instances at once.`);
      checkTags(input.TagSpecification.keys(), new Map());
      refuseDryRun(input);
      const profileArn = profileOf(call, input['IamInstanceProfile.Arn'], input['IamInstanceProfile.Name']);
      const asked = JSON.stringify({ ...input, TagSpecification: [...input.TagSpecification] });
      const before = cloud.launches.get(`${account.id} ${region} ${token}`);
      if (token !== undefined && before) {
        if (before.asked !== asked) throw inconsistentToken();
        return reservationAnswer(before.instances, call.now);
      }
      const instances: Instance[] = [];
      for (let index = 0; index < wanted; index += 1) {
        const instance = cloud.instances.add(
          {
            accountId: account.id,
            region,
            imageId: input.ImageId,
            // AWS: RunInstances, default
            type: input.InstanceType ?? 'm1.small',
            keyName: input.KeyName,
            profileArn,
            clientToken: token,
            publicIp: cloud.instances.nextPublicIp(),
            tags: input.TagSpecification,
            ...(input.PrivateIpAddress !== undefined && { privateIp: input.PrivateIpAddress }),
            ...(instances[0] && { reservationId: instances[0].reservationId }),
          },
          cloud.ids,
        );
        cloud.instances.change(instance, 'pending', 'running');
        instances.push(instance);
      }
      if (token !== undefined) cloud.launches.set(`${account.id} ${region} ${token}`, { asked, instances });
      // Pending in the answer, however quickly they start.
      return reservationAnswer(instances, call.now - 1);
    },
  ),

  StartInstances: action(changeFields, (input, call) => changed(call, input, start)),
  StopInstances: action(changeFields, (input, call) => changed(call, input, stop)),
  TerminateInstances: action(changeFields, (input, call) => changed(call, input, terminate)),
};
