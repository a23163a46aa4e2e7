import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  type IAMClient,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

describe('a group', () => {
  test('has an id that begins with AGPA and an ARN with its path', async () => {
    const { Group } = await iam.send(new CreateGroupCommand({ GroupName: 'Engineers', Path: '/x/' }));

    expect(Group).toMatchObject({ GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/), Arn: 'arn:aws:iam::123456789012:group/x/Engineers' });
  });

  test('cannot have a name that is taken, whatever its case', async () => {
    aws.iam.addGroup({ name: 'Engineers' });

    expect(await refusal(iam.send(new CreateGroupCommand({ GroupName: 'ENGINEERS' })))).toEqual({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'Group with name ENGINEERS already exists.',
    });
  });

  test('is renamed and moved, and keeps its members, policies and id', async () => {
    const before = aws.iam.addGroup({ name: 'old', inlinePolicies: { p: '{}' } });
    aws.iam.addUser({ name: 'b', groups: ['old'] });
    await iam.send(new UpdateGroupCommand({ GroupName: 'old', NewGroupName: 'new', NewPath: '/y/' }));

    const { Group, Users } = await iam.send(new GetGroupCommand({ GroupName: 'new' }));
    const inline = await iam.send(new GetGroupPolicyCommand({ GroupName: 'new', PolicyName: 'p' }));

    expect([Group?.GroupId, Group?.Arn, Users?.length, inline.GroupName]).toEqual([before.id, 'arn:aws:iam::123456789012:group/y/new', 1, 'new']);
  });

  test('cannot be renamed onto another one', async () => {
    aws.iam.addGroup({ name: 'a' });
    aws.iam.addGroup({ name: 'B' });

    expect((await refusal(iam.send(new UpdateGroupCommand({ GroupName: 'a', NewGroupName: 'b' })))).code).toBe('EntityAlreadyExists');
  });

  test('that is empty is deleted', async () => {
    aws.iam.addGroup({ name: 'g' });
    await iam.send(new DeleteGroupCommand({ GroupName: 'g' }));

    expect(aws.iam.groupNames()).toEqual([]);
  });

  test('that is not there is refused as AWS words it', async () => {
    expect(await refusal(iam.send(new GetGroupCommand({ GroupName: 'none' })))).toEqual({
      code: 'NoSuchEntity',
      status: 404,
      message: 'The group with name none cannot be found.',
    });
  });

  test('is found by the beginning of its path', async () => {
    aws.iam.addGroup({ name: 'in', path: '/a/b/' });
    aws.iam.addGroup({ name: 'out', path: '/c/' });

    expect((await iam.send(new ListGroupsCommand({ PathPrefix: '/a/' }))).Groups?.map((group) => group.GroupName)).toEqual(['in']);
  });
});

describe('membership', () => {
  beforeEach(() => {
    aws.iam.addUser({ name: 'b' });
    aws.iam.addGroup({ name: 'g' });
  });

  test('shows in the group and in the user', async () => {
    await iam.send(new AddUserToGroupCommand({ GroupName: 'G', UserName: 'B' }));

    const { Users } = await iam.send(new GetGroupCommand({ GroupName: 'g' }));
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'b' }));

    expect([Users?.map((user) => user.UserName), Groups?.map((group) => group.GroupName)]).toEqual([['b'], ['g']]);
  });

  test('given twice is no error', async () => {
    await iam.send(new AddUserToGroupCommand({ GroupName: 'g', UserName: 'b' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'g', UserName: 'b' }));

    expect(aws.iam.membersOf('g')).toEqual(['b']);
  });

  test('ends on both sides', async () => {
    aws.iam.addUser({ name: 'c', groups: ['g'] });
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'g', UserName: 'c' }));

    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: 'c' }));

    expect([aws.iam.membersOf('g'), Groups]).toEqual([[], []]);
  });

  test('that is not there cannot end', async () => {
    expect((await refusal(iam.send(new RemoveUserFromGroupCommand({ GroupName: 'g', UserName: 'b' })))).code).toBe('NoSuchEntity');
  });

  test.each([
    ['user', { GroupName: 'g', UserName: 'none' }],
    ['group', { GroupName: 'none', UserName: 'b' }],
  ])('of a %s that is not there is refused', async (kind, input) => {
    expect((await refusal(iam.send(new AddUserToGroupCommand(input)))).message).toBe(`The ${kind} with name none cannot be found.`);
  });
});
