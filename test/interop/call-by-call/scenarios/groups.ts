import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { iam, type Scenario } from '../scenario.ts';
import { document } from './made.ts';

const eleven = Array.from({ length: 11 }, (_, index) => `g${index}`);

/** Groups and their members. */
export const groups: readonly Scenario[] = [
  {
    name: 'groups',
    steps: [
      iam('create', () => new CreateGroupCommand({ GroupName: 'engineers', Path: '/x/' })),
      iam('create without path', () => new CreateGroupCommand({ GroupName: 'sales' })),
      iam('create a taken name', () => new CreateGroupCommand({ GroupName: 'sales' })),
      iam('create in another case', () => new CreateGroupCommand({ GroupName: 'Sales' })),
      iam('create with a space', () => new CreateGroupCommand({ GroupName: 'a b' })),
      iam('list by path', () => new ListGroupsCommand({ PathPrefix: '/x/' })),
      iam('list a page of one', () => new ListGroupsCommand({ MaxItems: 1 })),
      iam('get', () => new GetGroupCommand({ GroupName: 'engineers' })),
      iam('get one that is not there', () => new GetGroupCommand({ GroupName: 'none' })),
      iam('rename', () => new UpdateGroupCommand({ GroupName: 'engineers', NewGroupName: 'makers' })),
      iam('get by the new name', () => new GetGroupCommand({ GroupName: 'makers' })),
      iam('rename onto a taken name', () => new UpdateGroupCommand({ GroupName: 'makers', NewGroupName: 'sales' })),
      iam('move', () => new UpdateGroupCommand({ GroupName: 'makers', NewPath: '/y/' })),
      iam('get what was moved', () => new GetGroupCommand({ GroupName: 'makers' })),
      iam('delete', () => new DeleteGroupCommand({ GroupName: 'makers' })),
      iam('delete again', () => new DeleteGroupCommand({ GroupName: 'makers' })),
    ],
  },
  {
    name: 'members',
    steps: [
      iam('create', () => new CreateGroupCommand({ GroupName: 'g' })),
      ...['ada', 'bob'].map((UserName) => iam(`user ${UserName}`, () => new CreateUserCommand({ UserName }))),
      iam('add', () => new AddUserToGroupCommand({ GroupName: 'g', UserName: 'ada' })),
      iam('add again', () => new AddUserToGroupCommand({ GroupName: 'g', UserName: 'ada' })),
      iam('add another', () => new AddUserToGroupCommand({ GroupName: 'g', UserName: 'bob' })),
      iam('add nobody', () => new AddUserToGroupCommand({ GroupName: 'g', UserName: 'nobody' })),
      iam('add to nothing', () => new AddUserToGroupCommand({ GroupName: 'none', UserName: 'ada' })),
      iam('get', () => new GetGroupCommand({ GroupName: 'g' })),
      iam('get a page of one', () => new GetGroupCommand({ GroupName: 'g', MaxItems: 1 })),
      iam('groups of a user', () => new ListGroupsForUserCommand({ UserName: 'ada' })),
      iam('groups of nobody', () => new ListGroupsForUserCommand({ UserName: 'nobody' })),
      iam('remove', () => new RemoveUserFromGroupCommand({ GroupName: 'g', UserName: 'bob' })),
      iam('remove again', () => new RemoveUserFromGroupCommand({ GroupName: 'g', UserName: 'bob' })),
      iam('delete with a member', () => new DeleteGroupCommand({ GroupName: 'g' })),
    ],
  },
  {
    name: 'a group with an inline policy',
    steps: [
      iam('create', () => new CreateGroupCommand({ GroupName: 'g' })),
      iam('put', () => new PutGroupPolicyCommand({ GroupName: 'g', PolicyName: 'p', PolicyDocument: document })),
      iam('delete', () => new DeleteGroupCommand({ GroupName: 'g' })),
    ],
  },
  {
    name: 'eleven groups of a user',
    steps: [
      iam('user', () => new CreateUserCommand({ UserName: 'ada' })),
      ...eleven.map((GroupName) => iam(`create ${GroupName}`, () => new CreateGroupCommand({ GroupName }))),
      ...eleven.map((GroupName) => iam(`join ${GroupName}`, () => new AddUserToGroupCommand({ GroupName, UserName: 'ada' }))),
    ],
  },
];
