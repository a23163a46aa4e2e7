import type { WorkSettings } from '../settings.ts';
import { partitionOf } from '../transport/partitions.ts';
import type { ActionTarget } from './action-targets.ts';
import { restrictsPaths } from './enabled-actions.ts';

/** Where a policy is for. */
export interface PolicyPlace {
  /** As it stands in ARNs: `aws-cn`. */
  readonly partition: string;
  /** 12 digits, or `*`. */
  readonly account: string;
  /** The path that is written below; the root when everything may be written. */
  readonly path: string;
  readonly regions: readonly string[];
  /** Queues by ARN. */
  readonly queues: readonly string[];
}

/** The place of the policy that a session of these settings needs in an account. */
export function policyPlace(settings: WorkSettings, account: string): PolicyPlace {
  const { region, guard, organisation, sync } = settings;
  const { name: partition, iamRegion } = partitionOf(region);
  // Where instances are made that name no region.
  const home = /\d$/.test(region) ? region : iamRegion;
  return {
    partition,
    account,
    path: restrictsPaths(guard.managedPath) ? literal(guard.managedPath) : '/',
    regions: organisation.computerRegions ? [...new Set([...organisation.computerRegions, home])].sort() : ['*'],
    queues: [...new Set(Object.values(sync.queues).map((url) => queueArn(url, partition, region)))].sort(),
  };
}

/** A text in a policy that is to stand for itself. AWS: IAM policy elements, special characters. */
function literal(text: string): string {
  return text.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
}

/** `https://sqs.eu-west-1.amazonaws.com/123456789012/changes`; of an endpoint of another name the region is the configuration's. */
function queueArn(url: string, partition: string, region: string): string {
  const { hostname, pathname } = new URL(url);
  const [account = '*', name = '*'] = pathname.split('/').filter(Boolean).slice(-2);
  const inHost = /(?:^|\.)([a-z]+(?:-[a-z]+)+-\d+)\./.exec(hostname)?.[1];
  return `arn:${partition}:sqs:${inHost ?? (/\d$/.test(region) ? region : '*')}:${account}:${name}`;
}

/**
 * The ARNs that an action is to be allowed for, as narrow as AWS can tell them apart.
 *
 * What is only read is read in the whole account, as the connector does: `managedPath` is about writes. ARNs of an organisation name its
 * management account, which a delegated administrator's session does not know; but nobody has two organisations.
 */
export function targetArns(target: ActionTarget, writes: boolean, place: PolicyPlace): readonly string[] {
  const { partition, account, regions } = place;
  const path = writes ? place.path : '/';
  const iam = (rest: string) => `arn:${partition}:iam::${account}:${rest}`;
  const ec2 = (kind: string, owner = account) => regions.map((region) => `arn:${partition}:ec2:${region}:${owner}:${kind}/*`);
  const org = (...kinds: readonly string[]) => kinds.map((kind) => `arn:${partition}:organizations::*:${kind}/o-*/*`);
  const ofAws = `arn:${partition}:organizations::aws:policy/service_control_policy/*`;
  const controls = [...org('policy'), ofAws];
  switch (target) {
    case 'user':
    case 'group':
    case 'role':
      return [iam(`${target}${path}*`)];
    case 'policy':
      return writes ? [iam(`policy${path}*`)] : [iam('policy/*'), `arn:${partition}:iam::aws:policy/*`];
    case 'mfa':
    case 'instance-profile':
      return [iam(`${target}/*`)];
    case 'passed role':
      return [iam('role/*')];
    case 'organisation account':
      return org('account');
    case 'unit':
      return org('ou');
    case 'container':
      return org('ou', 'root');
    case 'parent':
    case 'moved account':
      return org('account', 'ou', 'root');
    case 'tagged':
      return org('account', 'ou', 'policy', 'root');
    case 'control policy':
      return controls;
    case 'policy and target':
      return [...controls, ...org('account', 'ou', 'root')];
    case 'queue':
      return place.queues;
    case 'instance':
      return ec2('instance');
    case 'new instance':
      return [
        ...['instance', 'volume', 'network-interface', 'subnet', 'security-group', 'key-pair'].flatMap((kind) => ec2(kind)),
        // Whoever owns an image, its ARN names nobody.
        ...ec2('image', ''),
      ];
    case 'nothing':
      return ['*'];
  }
}
