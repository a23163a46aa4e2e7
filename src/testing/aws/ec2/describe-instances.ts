import { type ActionTable, action, type Call } from '../action.ts';
import { text } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import { invalidCombination } from './ec2-errors.ts';
import { dry, filters, namedInstances, paged, pageSize, passes, refuseDryRun, texts } from './ec2-fields.ts';
import { type Instance, STATE_CODES, stateAnswer, stateAt } from './instance.ts';

/** What a filter of DescribeInstances looks at; `undefined` for a filter that is not known here. */
function filtered(instance: Instance, now: number, name: string): readonly (string | undefined)[] | undefined {
  if (name.startsWith('tag:')) return [instance.tags.get(name.slice(4))];
  const state = stateAt(instance, now);
  switch (name) {
    case 'tag-key':
      return [...instance.tags.keys()];
    case 'instance-id':
      return [instance.id];
    case 'instance-state-name':
      return [state];
    case 'instance-state-code':
      return [String(STATE_CODES[state])];
    case 'instance-type':
      return [instance.type];
    case 'image-id':
      return [instance.imageId];
    case 'private-ip-address':
      return [instance.privateIp];
    case 'ip-address':
      return [instance.publicIp];
    case 'availability-zone':
      return [instance.availabilityZone];
    case 'iam-instance-profile.arn':
      return [instance.profileArn];
    case 'vpc-id':
      return [instance.vpcId];
    case 'subnet-id':
      return [instance.subnetId];
    case 'owner-id':
      return [instance.accountId];
    case 'reservation-id':
      return [instance.reservationId];
    default:
      return undefined;
  }
}

/** Tags as they stand in answers; left out when there are none. */
function tagSet(tags: ReadonlyMap<string, string>): readonly XmlObject[] | undefined {
  return tags.size === 0 ? undefined : [...tags].map(([key, value]) => ({ key, value }));
}

/** An instance as it stands in answers. AWS: Instance */
export function instanceAnswer(instance: Instance, now: number): XmlObject {
  const state = stateAt(instance, now);
  // AWS: what has ended has no addresses, network or profile any more.
  const there = state !== 'terminated';
  // us-east-1 is named as when it was the only region. AWS: EC2 user guide, instance hostnames
  const isFirst = instance.region === 'us-east-1';
  const dns = instance.privateIp.replaceAll('.', '-');
  return {
    instanceId: instance.id,
    imageId: instance.imageId,
    instanceState: stateAnswer(state),
    privateDnsName: there ? `ip-${dns}.${isFirst ? 'ec2' : `${instance.region}.compute`}.internal` : '',
    dnsName:
      there && instance.publicIp
        ? `ec2-${instance.publicIp.replaceAll('.', '-')}.${isFirst ? 'compute-1' : `${instance.region}.compute`}.amazonaws.com`
        : '',
    keyName: instance.keyName,
    amiLaunchIndex: 0,
    instanceType: instance.type,
    launchTime: new Date(instance.launchedAt),
    placement: { availabilityZone: instance.availabilityZone, tenancy: 'default' },
    monitoring: { state: 'disabled' },
    ...(there && {
      subnetId: instance.subnetId,
      vpcId: instance.vpcId,
      privateIpAddress: instance.privateIp,
      ipAddress: instance.publicIp,
      iamInstanceProfile: instance.profileArn === undefined ? undefined : { arn: instance.profileArn, id: profileId(instance) },
    }),
    architecture: 'x86_64',
    rootDeviceType: 'ebs',
    virtualizationType: 'hvm',
    platformDetails: 'Linux/UNIX',
    clientToken: instance.clientToken ?? '',
    tagSet: tagSet(instance.tags),
  };
}

function profileId(instance: Instance): string {
  return `AIPA${instance.id.slice(2).toUpperCase()}`;
}

/** Instances that were launched together, as they stand in answers. */
export function reservationAnswer(instances: readonly Instance[], now: number): XmlObject {
  const [first] = instances;
  return {
    reservationId: first?.reservationId,
    ownerId: first?.accountId,
    groupSet: [],
    instancesSet: instances.map((instance) => instanceAnswer(instance, now)),
  };
}

/** What was asked for, in reservations. */
function reservations(instances: readonly Instance[], now: number): readonly XmlObject[] {
  const together = new Map<string, Instance[]>();
  for (const instance of instances) together.set(instance.reservationId, [...(together.get(instance.reservationId) ?? []), instance]);
  return [...together.values()].map((each) => reservationAnswer(each, now));
}

/** Reading regions and instances. */
export const describeActions: ActionTable = {
  DescribeRegions: action(
    { RegionName: texts, AllRegions: text(), Filter: filters, DryRun: dry },
    (input, { cloud: { ec2Regions }, account }: Call) => {
      refuseDryRun(input);
      const regions = ec2Regions
        .names()
        .map((name) => ({ name, status: ec2Regions.status(name, account.id), endpoint: ec2Regions.endpoint(name) }))
        .filter(
          ({ name, status }) =>
            (input.RegionName.length > 0 ? input.RegionName.includes(name) : true) && (input.AllRegions === 'true' || status !== 'not-opted-in'),
        )
        .filter(({ name, status, endpoint }) =>
          passes(input.Filter, (filter) => ({ 'region-name': [name], 'opt-in-status': [status], endpoint: [endpoint] })[filter]),
        );
      return { regionInfo: regions.map(({ name, status, endpoint }) => ({ regionName: name, regionEndpoint: endpoint, optInStatus: status })) };
    },
  ),

  DescribeInstances: action({ InstanceId: texts, Filter: filters, MaxResults: pageSize, NextToken: text(), DryRun: dry }, (input, call) => {
    const { now, cloud, account, region } = call;
    if (input.InstanceId.length > 0 && input.MaxResults !== undefined) {
      throw invalidCombination('The parameter instancesSet cannot be used with the parameter maxResults');
    }
    const all = input.InstanceId.length > 0 ? namedInstances(call, input.InstanceId) : cloud.instances.of(account.id, region);
    refuseDryRun(input);
    const { items, nextToken } = paged(call, input, all, (instance) => instance.id);
    // Cut first, filtered then: a page may be short, or empty, and have a token. Seen in aws-sdk-ruby issue 689.
    const found = items.filter((instance) => passes(input.Filter, (name) => filtered(instance, now, name)));
    return { reservationSet: reservations(found, now), nextToken };
  }),

  DescribeIamInstanceProfileAssociations: action(
    { AssociationId: texts, Filter: filters, MaxResults: pageSize, NextToken: text(), DryRun: dry },
    (input, call) => {
      refuseDryRun(input);
      const { now, cloud, account, region } = call;
      const associated = cloud.instances
        .of(account.id, region)
        .filter((instance) => instance.profileArn !== undefined && stateAt(instance, now) !== 'terminated')
        .map((instance) => ({ id: `iip-assoc-${instance.id.slice(2)}`, instance }));
      const { items, nextToken } = paged(call, input, associated, ({ id }) => id);
      const found = items.filter(
        ({ id, instance }) =>
          (input.AssociationId.length === 0 || input.AssociationId.includes(id)) &&
          passes(input.Filter, (name) => ({ 'instance-id': [instance.id], state: ['associated'] })[name]),
      );
      return {
        iamInstanceProfileAssociationSet: found.map(({ id, instance }) => ({
          associationId: id,
          instanceId: instance.id,
          iamInstanceProfile: { arn: instance.profileArn, id: profileId(instance) },
          state: 'associated',
        })),
        nextToken,
      };
    },
  ),
};
