import {
  CloudTrailClient,
  type Event,
  InvalidLookupAttributesException,
  InvalidMaxResultsException,
  InvalidNextTokenException,
  InvalidTimeRangeException,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteUserCommand,
  ListUsersCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClock, type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal, stsClient } from './clients.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let aws: EmbeddedAws;
beforeEach(async () => {
  aws = await startAws({ clock: createClock(() => NOON) });
});
afterEach(() => aws.close());

// The SDK corrects its clock by the server's from the second request on; the first would be signed with the real time.
const client = (region = 'us-east-1', credentials = aws.adminCredentials) =>
  new CloudTrailClient({ endpoint: aws.endpoint, region, credentials, maxAttempts: 2, systemClockOffset: aws.clock.now() - Date.now() });
const iam = (credentials = aws.adminCredentials) => {
  const made = iamClient(aws, credentials);
  made.config.systemClockOffset = aws.clock.now() - Date.now();
  return made;
};
const lookup = async (input: LookupEventsCommandInput = {}, region?: string): Promise<readonly Event[]> =>
  (await client(region).send(new LookupEventsCommand(input))).Events ?? [];
const names = (events: readonly Event[]) => events.map((event) => event.EventName);
const documentOf = (event: Event | undefined) => JSON.parse(event?.CloudTrailEvent ?? '{}');
const by = (AttributeKey: 'EventName' | 'EventSource' | 'Username' | 'ResourceName' | 'ReadOnly' | 'EventId', AttributeValue: string) => ({
  LookupAttributes: [{ AttributeKey, AttributeValue }],
});

describe('a call that changes IAM', () => {
  test('is an event with who, what, when and where', async () => {
    await iam().send(new CreateUserCommand({ UserName: 'bjensen', Path: '/sales/', Tags: [{ Key: 'team', Value: 'a' }] }));

    const [event] = await lookup();

    expect(event).toMatchObject({
      EventName: 'CreateUser',
      EventSource: 'iam.amazonaws.com',
      EventTime: new Date(NOON),
      ReadOnly: 'false',
      Username: 'bootstrap',
      AccessKeyId: aws.adminCredentials.accessKeyId,
      Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'bjensen' }],
    });
    expect(documentOf(event)).toMatchObject({
      eventVersion: '1.11',
      eventID: event?.EventId,
      eventTime: '2026-06-01T12:00:00Z',
      eventName: 'CreateUser',
      awsRegion: 'us-east-1',
      readOnly: false,
      managementEvent: true,
      recipientAccountId: aws.accountId,
      userIdentity: { type: 'IAMUser', userName: 'bootstrap', accountId: aws.accountId, arn: `arn:aws:iam::${aws.accountId}:user/bootstrap` },
      requestParameters: { userName: 'bjensen', path: '/sales/', tags: [{ key: 'team', value: 'a' }] },
      responseElements: { user: { userName: 'bjensen', path: '/sales/', createDate: 'Jun 1, 2026 12:00:00 PM' } },
    });
  });

  test('that renames a user tells both names', async () => {
    aws.iam.addUser({ name: 'bjensen' });
    await iam().send(new UpdateUserCommand({ UserName: 'bjensen', NewUserName: 'bjones' }));

    expect(documentOf((await lookup())[0]).requestParameters).toEqual({ userName: 'bjensen', newUserName: 'bjones' });
  });

  test('tells no password and no secret key', async () => {
    aws.iam.addUser({ name: 'bjensen' });
    await iam().send(new CreateLoginProfileCommand({ UserName: 'bjensen', Password: 'Correct-horse-1', PasswordResetRequired: true }));
    const { AccessKey: key } = await iam().send(new CreateAccessKeyCommand({ UserName: 'bjensen' }));

    const [created, profile] = await lookup();

    expect(documentOf(profile).requestParameters).toEqual({ userName: 'bjensen', passwordResetRequired: true });
    expect(documentOf(created).responseElements.accessKey).toMatchObject({ accessKeyId: key?.AccessKeyId, status: 'Active' });
    expect(`${created?.CloudTrailEvent}${profile?.CloudTrailEvent}`).not.toMatch(/Correct-horse-1|secretAccessKey/);
  });

  test('that fails is an event with the error', async () => {
    await refusal(iam().send(new DeleteUserCommand({ UserName: 'ghost' })));

    expect(documentOf((await lookup())[0])).toMatchObject({
      errorCode: 'NoSuchEntityException',
      errorMessage: 'The user with name ghost cannot be found.',
      requestParameters: { userName: 'ghost' },
      responseElements: null,
    });
  });

  test('that is denied is an event too', async () => {
    aws.faults.deny('iam:CreateUser');
    await refusal(iam().send(new CreateUserCommand({ UserName: 'bjensen' })));

    expect(documentOf((await lookup())[0])).toMatchObject({ eventName: 'CreateUser', errorCode: 'AccessDenied' });
  });

  test('of a role session names the session and who issued it', async () => {
    const role = aws.iam.addRole({
      name: 'Provisioner',
      trustPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] },
    });
    const sts = stsClient(aws);
    sts.config.systemClockOffset = aws.clock.now() - Date.now();
    const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'idm' }));
    const session = { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
    await iam(session).send(new CreateUserCommand({ UserName: 'bjensen' }));

    const [event] = await lookup();

    expect(event?.Username).toBe('idm');
    expect(documentOf(event).userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: `arn:aws:sts::${aws.accountId}:assumed-role/Provisioner/idm`,
      sessionContext: { sessionIssuer: { type: 'Role', userName: 'Provisioner', arn: role.arn } },
    });
  });

  test('is in the history of its own account only', async () => {
    const other = aws.addAccount({ id: '222222222222' });
    await iam(other.adminCredentials).send(new CreateUserCommand({ UserName: 'there' }));

    const { Events: there } = await client('us-east-1', other.adminCredentials).send(new LookupEventsCommand({}));

    expect([names(await lookup()), names(there ?? [])]).toEqual([[], ['CreateUser']]);
  });

  test('is found in no other region', async () => {
    await iam().send(new CreateUserCommand({ UserName: 'bjensen' }));

    expect(await lookup({}, 'eu-west-1')).toEqual([]);
  });
});

test('a call that reads IAM is an event only when that is switched on', async () => {
  await iam().send(new ListUsersCommand({}));
  aws.cloudTrail.recordReads(true);
  await iam().send(new ListUsersCommand({ MaxItems: 5 }));

  const events = await lookup();

  expect(events.map((event) => [event.EventName, event.ReadOnly, documentOf(event).requestParameters])).toEqual([
    ['ListUsers', 'true', { maxItems: 5 }],
  ]);
});

describe('a lookup', () => {
  beforeEach(() => {
    aws.cloudTrail.addEvent({ name: 'CreateUser', username: 'ada', at: NOON - 3 * MINUTE, resources: [{ type: 'AWS::IAM::User', name: 'bjensen' }] });
    aws.cloudTrail.addEvent({ name: 'DeleteUser', username: 'ada', at: NOON - MINUTE, id: 'e-2' });
    aws.cloudTrail.addEvent({ name: 'GetUser', username: 'bob', at: NOON - 2 * MINUTE });
    aws.cloudTrail.addSignIn({ username: 'bob', at: NOON - 4 * MINUTE, success: false });
  });

  test('gives the newest first, whatever came first', async () => {
    expect(names(await lookup())).toEqual(['DeleteUser', 'GetUser', 'CreateUser', 'ConsoleLogin']);
  });

  test.each([
    ['name', by('EventName', 'DeleteUser'), ['DeleteUser']],
    ['source', by('EventSource', 'signin.amazonaws.com'), ['ConsoleLogin']],
    ['user', by('Username', 'ada'), ['DeleteUser', 'CreateUser']],
    ['resource', by('ResourceName', 'bjensen'), ['CreateUser']],
    ['kind', by('ReadOnly', 'true'), ['GetUser']],
    ['id', by('EventId', 'e-2'), ['DeleteUser']],
  ])('by %s finds what has it', async (_title, input, expected) => {
    expect(names(await lookup(input))).toEqual(expected);
  });

  test('takes both ends of its time range', async () => {
    const range = { StartTime: new Date(NOON - 3 * MINUTE), EndTime: new Date(NOON - 2 * MINUTE) };

    expect(names(await lookup(range))).toEqual(['GetUser', 'CreateUser']);
  });

  test('of a failed sign-in tells that it failed', async () => {
    const [event] = await lookup(by('EventName', 'ConsoleLogin'));

    expect(documentOf(event)).toMatchObject({ eventType: 'AwsConsoleSignIn', responseElements: { ConsoleLogin: 'Failure' } });
  });

  test('finds nothing older than ninety days', async () => {
    aws.clock.advance(90 * DAY - 2 * MINUTE);

    expect(names(await lookup())).toEqual(['DeleteUser', 'GetUser']);
  });

  test('is refused with two attributes', async () => {
    const LookupAttributes = [...by('EventName', 'x').LookupAttributes, ...by('Username', 'y').LookupAttributes];

    await expect(lookup({ LookupAttributes })).rejects.toBeInstanceOf(InvalidLookupAttributesException);
  });

  test('is refused when it ends before it starts', async () => {
    await expect(lookup({ StartTime: new Date(NOON), EndTime: new Date(NOON - 1000) })).rejects.toBeInstanceOf(InvalidTimeRangeException);
  });

  test.each([0, 51])('is refused for a page of %i', async (MaxResults) => {
    await expect(lookup({ MaxResults })).rejects.toBeInstanceOf(InvalidMaxResultsException);
  });
});

describe('pages', () => {
  const add = (count: number) => {
    for (let index = 0; index < count; index += 1) aws.cloudTrail.addEvent({ name: 'CreateUser', id: `e-${index}`, at: NOON - (index % 7) * 1000 });
  };

  test('hold fifty events and lose none, though many share a second and new ones arrive', async () => {
    add(120);
    const ids: (string | undefined)[] = [];
    const sizes: number[] = [];
    for await (const { Events: events = [] } of paginateLookupEvents({ client: client() }, { EndTime: new Date(NOON) })) {
      aws.cloudTrail.addEvent({ name: 'late', at: NOON });
      ids.push(...events.map((event) => event.EventId));
      sizes.push(events.length);
    }

    expect([sizes, new Set(ids).size, ids.length]).toEqual([[50, 50, 20], 120, 120]);
  });

  test('of one query cannot be gone on with by another', async () => {
    add(3);
    const { NextToken } = await client().send(new LookupEventsCommand({ MaxResults: 2 }));

    await expect(lookup({ NextToken, MaxResults: 2, ...by('EventName', 'CreateUser') })).rejects.toBeInstanceOf(InvalidNextTokenException);
    await expect(lookup({ NextToken, MaxResults: 2 })).resolves.toHaveLength(1);
  });
});

describe('delivery', () => {
  test('can be late by the clock', async () => {
    aws.cloudTrail.delay(10 * MINUTE);
    await iam().send(new CreateGroupCommand({ GroupName: 'g' }));

    const before = await lookup();
    aws.clock.advance(10 * MINUTE);

    expect([before, names(await lookup())]).toEqual([[], ['CreateGroup']]);
  });

  test('can be out of order', async () => {
    aws.iam.addUser({ name: 'bjensen' });
    aws.cloudTrail.delay(({ name }) => (name === 'CreateGroup' ? 15 * MINUTE : MINUTE));
    await iam().send(new CreateGroupCommand({ GroupName: 'g' }));
    await iam().send(new AddUserToGroupCommand({ GroupName: 'g', UserName: 'bjensen' }));

    aws.clock.advance(MINUTE);
    const early = names(await lookup());
    aws.clock.advance(14 * MINUTE);

    expect([early, names(await lookup())]).toEqual([['AddUserToGroup'], ['AddUserToGroup', 'CreateGroup']]);
  });
});

describe('the limit', () => {
  const once = (region?: string) => client(region).send(new LookupEventsCommand({}));

  test('of two lookups a second is for each region, and passes with the clock', async () => {
    aws.cloudTrail.limit(true);
    const impatient = new CloudTrailClient({
      endpoint: aws.endpoint,
      region: 'us-east-1',
      credentials: aws.adminCredentials,
      maxAttempts: 1,
      systemClockOffset: aws.clock.now() - Date.now(),
    });
    await once();
    await once();

    const third = await refusal(impatient.send(new LookupEventsCommand({})));
    await once('eu-west-1');
    aws.clock.advance(500);

    expect(third).toEqual({ code: 'ThrottlingException', status: 400, message: 'Rate exceeded' });
    await expect(impatient.send(new LookupEventsCommand({}))).resolves.toBeDefined();
  });

  test('is off unless asked for', async () => {
    await Promise.all([once(), once(), once(), once()]);

    expect(aws.countOf('LookupEvents')).toBe(4);
  });
});

test('a lookup that is denied is refused in the words of the service', async () => {
  aws.faults.deny('cloudtrail:LookupEvents');

  expect(await refusal(client().send(new LookupEventsCommand({})))).toMatchObject({
    code: 'AccessDeniedException',
    message: expect.stringContaining('is not authorized to perform: cloudtrail:LookupEvents'),
  });
});
