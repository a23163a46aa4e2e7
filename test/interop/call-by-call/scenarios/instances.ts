import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeTagsCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { type Before, ec2, type Scenario } from '../scenario.ts';

const id = (before: Before): string => before('run').Instances?.[0]?.InstanceId;
const nothing = 'i-0123456789abcdef0';
const image = 'ami-12c6146b';
const run = ec2(
  'run',
  () =>
    new RunInstancesCommand({
      ImageId: image,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'web' }] }],
    }),
);

/** Instances, their tags, and the regions they are in. */
export const instances: readonly Scenario[] = [
  {
    name: 'regions',
    steps: [
      ec2('one', () => new DescribeRegionsCommand({ RegionNames: ['eu-west-1'] })),
      ec2('one that is none', () => new DescribeRegionsCommand({ RegionNames: ['eu-nowhere-1'] })),
    ],
  },
  {
    name: 'instances',
    steps: [
      run,
      ec2('describe', (before) => new DescribeInstancesCommand({ InstanceIds: [id(before)] })),
      ec2('describe by tag', () => new DescribeInstancesCommand({ Filters: [{ Name: 'tag:Name', Values: ['w*'] }] })),
      ec2('describe by state', () => new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: ['stopped'] }] })),
      ec2('describe one that is not there', () => new DescribeInstancesCommand({ InstanceIds: [nothing] })),
      ec2('describe what is no id', () => new DescribeInstancesCommand({ InstanceIds: ['web'] })),
      ec2('pages of 4', () => new DescribeInstancesCommand({ MaxResults: 4 })),
      ec2('tag', (before) => new CreateTagsCommand({ Resources: [id(before)], Tags: [{ Key: 'team', Value: 'a' }] })),
      ec2('tag with a reserved key', (before) => new CreateTagsCommand({ Resources: [id(before)], Tags: [{ Key: 'aws:x', Value: 'a' }] })),
      ec2('tags', (before) => new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id(before)] }] })),
      ec2('untag', (before) => new DeleteTagsCommand({ Resources: [id(before)], Tags: [{ Key: 'team' }] })),
      ec2('profiles', () => new DescribeIamInstanceProfileAssociationsCommand({})),
      ec2('dry run', (before) => new StopInstancesCommand({ InstanceIds: [id(before)], DryRun: true })),
      ec2('stop', (before) => new StopInstancesCommand({ InstanceIds: [id(before)] })),
      ec2('stop again', (before) => new StopInstancesCommand({ InstanceIds: [id(before)] })),
      ec2('start', (before) => new StartInstancesCommand({ InstanceIds: [id(before)] })),
      ec2('stop one that is not there', () => new StopInstancesCommand({ InstanceIds: [nothing] })),
      ec2('terminate', (before) => new TerminateInstancesCommand({ InstanceIds: [id(before)] })),
      ec2('start what is terminated', (before) => new StartInstancesCommand({ InstanceIds: [id(before)] })),
    ],
  },
];
