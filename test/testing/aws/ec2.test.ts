import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeRegionsCommand,
  DescribeTagsCommand,
  EC2Client,
  type Instance,
  paginateDescribeInstances,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateInstanceProfileCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';
import { send } from './signed-request.ts';

const REGION = 'eu-west-1';
const IMAGE = 'ami-0123456789abcdef0';

let aws: EmbeddedAws;
let ec2: EC2Client;
const client = (region = REGION, credentials = aws.adminCredentials) =>
  new EC2Client({ endpoint: aws.endpoint, region, credentials, maxAttempts: 1 });
beforeEach(async () => {
  aws = await startAws();
  ec2 = client();
});
afterEach(() => aws.close());

const describeAll = async (input: DescribeInstancesCommandInput = {}, from = ec2): Promise<readonly Instance[]> =>
  ((await from.send(new DescribeInstancesCommand(input))).Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
const ids = (instances: readonly Instance[]) => instances.map((instance) => instance.InstanceId);
const launch = (input: Partial<RunInstancesCommandInput> = {}) =>
  ec2.send(new RunInstancesCommand({ ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...input }));
const add = (seed: Partial<Parameters<EmbeddedAws['ec2']['addInstance']>[0]> = {}) => aws.ec2.addInstance({ region: REGION, ...seed }).id;

describe('regions', () => {
  const regions = async (AllRegions = false) => (await ec2.send(new DescribeRegionsCommand({ AllRegions }))).Regions ?? [];

  test('that an account can use are told, the others only when all are asked for', async () => {
    const [enabled, all] = [await regions(), await regions(true)];

    expect(enabled.map(({ RegionName }) => RegionName)).toContain(REGION);
    expect(enabled.every(({ OptInStatus }) => OptInStatus === 'opt-in-not-required')).toBe(true);
    expect(all.find(({ RegionName }) => RegionName === 'eu-south-1')).toEqual({
      RegionName: 'eu-south-1',
      Endpoint: 'ec2.eu-south-1.amazonaws.com',
      OptInStatus: 'not-opted-in',
    });
  });

  test('that are not enabled know no key of the account, until they are', async () => {
    const before = await refusal(describeAll({}, client('eu-south-1')));
    aws.ec2.enableRegion('eu-south-1');

    expect(before).toEqual({ code: 'AuthFailure', status: 401, message: 'AWS was not able to validate the provided access credentials' });
    await expect(describeAll({}, client('eu-south-1'))).resolves.toEqual([]);
    aws.ec2.disableRegion('eu-south-1');
    expect((await refusal(describeAll({}, client('eu-south-1')))).code).toBe('AuthFailure');
  });

  test('can be enabled in one account', async () => {
    const other = aws.addAccount({ id: '222222222222' });
    aws.ec2.enableRegion('eu-south-1', other.accountId);

    await expect(describeAll({}, client('eu-south-1', other.adminCredentials))).resolves.toEqual([]);
    expect((await refusal(describeAll({}, client('eu-south-1')))).code).toBe('AuthFailure');
  });

  test('that every account has have no switch', () => {
    expect(() => aws.ec2.disableRegion('us-east-1')).toThrow('us-east-1 cannot be enabled or disabled');
  });
});

describe('an instance', () => {
  test('is described with its state, type, image, addresses, launch time, role and tags', async () => {
    const launchedAt = new Date('2026-01-02T03:04:05.678Z');
    const instanceProfileArn = `arn:aws:iam::${aws.accountId}:instance-profile/web`;
    const id = add({
      name: 'web-1',
      type: 't3.large',
      imageId: IMAGE,
      privateIp: '10.1.2.3',
      publicIp: '203.0.113.9',
      launchedAt,
      instanceProfileArn,
      tags: { team: 'a&b' },
    });

    const [instance] = await describeAll();

    expect(id).toMatch(/^i-[0-9a-f]{17}$/);
    expect(instance).toMatchObject({
      InstanceId: id,
      State: { Code: 16, Name: 'running' },
      InstanceType: 't3.large',
      ImageId: IMAGE,
      PrivateIpAddress: '10.1.2.3',
      PublicIpAddress: '203.0.113.9',
      PublicDnsName: 'ec2-203-0-113-9.eu-west-1.compute.amazonaws.com',
      LaunchTime: launchedAt,
      IamInstanceProfile: { Arn: instanceProfileArn },
      Placement: { AvailabilityZone: 'eu-west-1a' },
      Tags: [
        { Key: 'Name', Value: 'web-1' },
        { Key: 'team', Value: 'a&b' },
      ],
    });
  });

  test('is in its region and account only', async () => {
    const other = aws.addAccount({ id: '222222222222' });
    const here = add();
    const there = add({ accountId: other.accountId });

    expect(ids(await describeAll())).toEqual([here]);
    expect(ids(await describeAll({}, client(REGION, other.adminCredentials)))).toEqual([there]);
    expect(await describeAll({}, client('us-east-1'))).toEqual([]);
  });

  test('is found by identifier, or the identifier is refused', async () => {
    const id = add();

    expect(ids(await describeAll({ InstanceIds: [id] }))).toEqual([id]);
    expect(await refusal(describeAll({ InstanceIds: ['i-0123456789abcdef0'] }))).toEqual({
      code: 'InvalidInstanceID.NotFound',
      status: 400,
      message: "The instance ID 'i-0123456789abcdef0' does not exist",
    });
    expect((await refusal(describeAll({ InstanceIds: ['web-1'] }))).code).toBe('InvalidInstanceID.Malformed');
  });

  test.each([
    ['instance-state-name', ['stopped', 'stopping'], ['db']],
    ['tag:Name', ['web*'], ['web-1', 'web-2']],
    ['tag-key', ['team'], ['web-1']],
    ['private-ip-address', ['10.9.9.9'], ['web-2']],
    ['instance-type', ['m5.*'], ['db']],
  ])('is found by the filter %s', async (Name, Values, expected) => {
    add({ name: 'web-1', tags: { team: 'a' } });
    add({ name: 'web-2', privateIp: '10.9.9.9' });
    add({ name: 'db', state: 'stopped', type: 'm5.large' });

    const found = await describeAll({ Filters: [{ Name, Values }] });

    expect(found.map(({ Tags }) => Tags?.find(({ Key }) => Key === 'Name')?.Value).sort()).toEqual(expected);
  });

  test('is not looked for by a filter that there is not', async () => {
    add();

    expect((await refusal(describeAll({ Filters: [{ Name: 'colour', Values: ['red'] }] }))).code).toBe('InvalidParameterValue');
  });
});

describe('pages', () => {
  beforeEach(() => {
    for (let index = 0; index < 13; index += 1) add({ name: `n-${index}`, state: index === 12 ? 'stopped' : 'running' });
  });

  test('hold what was asked for, every instance once', async () => {
    const seen: (string | undefined)[] = [];
    const sizes: number[] = [];
    for await (const { Reservations: reservations = [] } of paginateDescribeInstances({ client: ec2 }, { MaxResults: 5 })) {
      sizes.push(reservations.length);
      seen.push(...ids(reservations.flatMap(({ Instances: instances = [] }) => instances)));
    }

    expect([sizes, new Set(seen).size]).toEqual([[5, 5, 3], 13]);
  });

  test('may be short, or empty, and go on when a filter is given', async () => {
    let found = 0;
    let pages = 0;
    const Filters = [{ Name: 'instance-state-name', Values: ['stopped'] }];
    for await (const { Reservations: reservations = [] } of paginateDescribeInstances({ client: ec2 }, { MaxResults: 5, Filters })) {
      pages += 1;
      found += reservations.length;
    }

    expect([pages, found]).toEqual([3, 1]);
  });

  test.each([4, 1001])('cannot hold %i', async (MaxResults) => {
    expect((await refusal(describeAll({ MaxResults }))).code).toBe('InvalidParameterValue');
  });

  test('are not for identifiers', async () => {
    expect(await refusal(describeAll({ MaxResults: 5, InstanceIds: [add()] }))).toMatchObject({
      code: 'InvalidParameterCombination',
      message: 'The parameter instancesSet cannot be used with the parameter maxResults',
    });
  });

  test('of another region are refused', async () => {
    const { NextToken } = await ec2.send(new DescribeInstancesCommand({ MaxResults: 5 }));

    expect((await refusal(describeAll({ NextToken, MaxResults: 5 }, client('us-east-1')))).code).toBe('InvalidNextToken');
  });
});

describe('launching', () => {
  test('gives pending instances with their tags, which run a moment later', async () => {
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'Name', Value: 'web' }] }];
    const { Instances: launched = [] } = await launch({ MinCount: 2, MaxCount: 2, InstanceType: 't3.nano', TagSpecifications });

    expect(launched.map(({ State, InstanceType }) => [State?.Name, InstanceType])).toEqual([
      ['pending', 't3.nano'],
      ['pending', 't3.nano'],
    ]);
    const running = await describeAll({ Filters: [{ Name: 'tag:Name', Values: ['web'] }] });
    expect(running.map(({ State }) => State?.Name)).toEqual(['running', 'running']);
  });

  test('twice with one client token launches once; with other arguments it is refused', async () => {
    const first = await launch({ ClientToken: 'token-1' });
    const again = await launch({ ClientToken: 'token-1' });

    expect(ids(again.Instances ?? [])).toEqual(ids(first.Instances ?? []));
    expect(await describeAll()).toHaveLength(1);
    expect((await refusal(launch({ ClientToken: 'token-1', InstanceType: 't3.nano' }))).code).toBe('IdempotentParameterMismatch');
  });

  test('with a role needs its instance profile', async () => {
    await iamClient(aws).send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web' }));
    await launch({ IamInstanceProfile: { Name: 'web' } });

    const { IamInstanceProfileAssociations: found } = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand({}));
    expect(found).toMatchObject([{ State: 'associated', IamInstanceProfile: { Arn: `arn:aws:iam::${aws.accountId}:instance-profile/web` } }]);
    expect((await refusal(launch({ IamInstanceProfile: { Name: 'ghost' } }))).code).toBe('InvalidParameterValue');
  });

  test.each([
    ['an image that is none', { ImageId: 'my-image' }, 'InvalidAMIID.Malformed'],
    ['no image', { ImageId: undefined }, 'MissingParameter'],
    ['more at least than at most', { MinCount: 2 }, 'InvalidParameterValue'],
    ['permission to try', { DryRun: true }, 'DryRunOperation'],
  ])('with %s launches nothing', async (_title, input, code) => {
    expect((await refusal(launch(input))).code).toBe(code);
    expect(await describeAll()).toEqual([]);
  });
});

describe('starting and stopping', () => {
  test('go over states that last as long as the clock says', async () => {
    const id = add();
    aws.ec2.transition(30_000);

    const { StoppingInstances: stopping } = await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    const during = aws.ec2.stateOf(id);
    aws.clock.advance(30_000);

    expect(stopping).toEqual([{ InstanceId: id, CurrentState: { Code: 64, Name: 'stopping' }, PreviousState: { Code: 16, Name: 'running' } }]);
    expect([during, aws.ec2.stateOf(id)]).toEqual(['stopping', 'stopped']);
  });

  test('do nothing to what is so already', async () => {
    const id = add();

    const { StartingInstances: starting } = await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));

    expect(starting).toMatchObject([{ CurrentState: { Name: 'running' }, PreviousState: { Name: 'running' } }]);
  });

  test('take the public address away and bring another', async () => {
    const id = add({ publicIp: '198.51.100.1' });
    await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
    const [stopped] = await describeAll();
    await ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
    const [started] = await describeAll();

    expect(stopped?.PublicIpAddress).toBeUndefined();
    expect(started?.PublicIpAddress).toMatch(/^203\.0\.113\./);
  });

  test('are refused in other states, and then nothing changes', async () => {
    const running = add();
    const terminated = add({ state: 'terminated' });
    const stop = ec2.send(new StopInstancesCommand({ InstanceIds: [running, terminated] }));

    expect((await refusal(stop)).code).toBe('IncorrectInstanceState');
    expect(aws.ec2.stateOf(running)).toBe('running');
  });
});

test('a terminated instance is shown for an hour, without addresses, and can be terminated again', async () => {
  const id = add({ privateIp: '10.1.2.3' });
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  const { TerminatingInstances: again } = await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  const [shown] = await describeAll();
  expect([again?.[0]?.CurrentState?.Name, shown?.State?.Name, shown?.PrivateIpAddress]).toEqual(['terminated', 'terminated', undefined]);

  aws.clock.advance(3_600_001);

  const later = new EC2Client({ endpoint: aws.endpoint, region: REGION, credentials: aws.adminCredentials, maxAttempts: 2 });
  expect(await describeAll({}, later)).toEqual([]);
});

describe('tags', () => {
  test('are put, listed and deleted, by value too', async () => {
    const id = add({ tags: { team: 'a', cost: '1' } });
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'team', Value: 'b' }, { Key: 'empty' }] }));
    await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'team', Value: 'a' }, { Key: 'cost' }] }));

    const { Tags: listed } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }));

    expect(listed).toEqual([
      { ResourceId: id, ResourceType: 'instance', Key: 'empty', Value: '' },
      { ResourceId: id, ResourceType: 'instance', Key: 'team', Value: 'b' },
    ]);
    expect(aws.ec2.tagsOf(id)).toEqual({ team: 'b', empty: '' });
  });

  test('are no more than fifty, and none of AWS itself', async () => {
    const id = add({ tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, ''])) });
    const put = (Key: string) => refusal(ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key, Value: '' }] })));

    expect([(await put('one-more')).code, (await put('aws:x')).code]).toEqual(['TagLimitExceeded', 'InvalidParameterValue']);
  });
});

describe('a refusal', () => {
  test.each([
    ['of what is denied', () => aws.faults.deny('ec2:DescribeInstances'), 'UnauthorizedOperation', 403],
    ['of what comes too often', () => aws.faults.throttle({ perSecond: 0.001, burst: 0 }, { service: 'ec2' }), 'RequestLimitExceeded', 503],
  ])('%s is in the words of EC2', async (_title, arrange, code, status) => {
    arrange();

    expect(await refusal(describeAll())).toMatchObject({ code, status });
  });

  test('of a denied call says who may not do what', async () => {
    aws.faults.deny('ec2:DescribeInstances');

    expect((await refusal(describeAll())).message).toBe(
      `You are not authorized to perform this operation. User: arn:aws:iam::${aws.accountId}:user/bootstrap is not authorized to perform: ec2:DescribeInstances on resource: * because no identity-based policy allows the ec2:DescribeInstances action`,
    );
  });

  test.each([
    ['an unknown key', { accessKeyId: 'AKIAUNKNOWNUNKNOWN00', secretAccessKey: 'x' }],
    ['a wrong secret', { secretAccessKey: 'x' }],
  ])('of %s does not tell which it was', async (_title, wrong) => {
    expect(await refusal(describeAll({}, client(REGION, { ...aws.adminCredentials, ...wrong })))).toMatchObject({ code: 'AuthFailure', status: 401 });
  });

  test('has the form of EC2', async () => {
    const { text, status } = await send(aws, { service: 'ec2', region: REGION, body: 'Action=MakeCoffee&Version=2016-11-15' });

    expect(status).toBe(400);
    expect(text).toMatch(
      /<Response><Errors><Error><Code>InvalidAction<\/Code><Message>.+<\/Message><\/Error><\/Errors><RequestID>[-0-9a-f]{36}<\/RequestID><\/Response>$/,
    );
  });
});
