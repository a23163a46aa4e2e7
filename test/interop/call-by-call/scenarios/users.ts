import {
  CreateUserCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  ListUsersCommand,
  ListUserTagsCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UntagUserCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { iam, type Scenario } from '../scenario.ts';
import { createPolicy } from './made.ts';

const tags = (count: number, prefix = 'k') => Array.from({ length: count }, (_, index) => ({ Key: `${prefix}${index}`, Value: '' }));

/** Users, their tags and boundaries. */
export const users: readonly Scenario[] = [
  {
    name: 'users',
    steps: [
      iam('create', () => new CreateUserCommand({ UserName: 'ada', Path: '/engineering/', Tags: [{ Key: 'team', Value: 'a' }] })),
      iam('create without path', () => new CreateUserCommand({ UserName: 'bob' })),
      iam('get', () => new GetUserCommand({ UserName: 'ada' })),
      iam('get one without tags', () => new GetUserCommand({ UserName: 'bob' })),
      iam('list', () => new ListUsersCommand({})),
      iam('list by path', () => new ListUsersCommand({ PathPrefix: '/engineering/' })),
      iam('list a page of one', () => new ListUsersCommand({ MaxItems: 1 })),
      iam('list by a wrong marker', () => new ListUsersCommand({ Marker: 'nonsense' })),
      iam('list pages of 1,001', () => new ListUsersCommand({ MaxItems: 1001 })),
      iam('create a taken name', () => new CreateUserCommand({ UserName: 'ada' })),
      iam('get one that is not there', () => new GetUserCommand({ UserName: 'nobody' })),
      iam('rename', () => new UpdateUserCommand({ UserName: 'bob', NewUserName: 'rob' })),
      iam('get by the new name', () => new GetUserCommand({ UserName: 'rob' })),
      iam('get by the old name', () => new GetUserCommand({ UserName: 'bob' })),
      iam('move', () => new UpdateUserCommand({ UserName: 'rob', NewPath: '/sales/' })),
      iam('get what was moved', () => new GetUserCommand({ UserName: 'rob' })),
      iam('update one that is not there', () => new UpdateUserCommand({ UserName: 'nobody', NewPath: '/' })),
      iam('delete', () => new DeleteUserCommand({ UserName: 'rob' })),
      iam('delete again', () => new DeleteUserCommand({ UserName: 'rob' })),
    ],
  },
  {
    name: 'names of users',
    steps: [
      iam('with a space', () => new CreateUserCommand({ UserName: 'a b' })),
      iam('of 65 characters', () => new CreateUserCommand({ UserName: 'x'.repeat(65) })),
      iam('with a path that does not end with a slash', () => new CreateUserCommand({ UserName: 'pat', Path: '/x' })),
      iam('create', () => new CreateUserCommand({ UserName: 'eve' })),
      iam('get in another case', () => new GetUserCommand({ UserName: 'EVE' })),
      iam('create in another case', () => new CreateUserCommand({ UserName: 'Eve' })),
    ],
  },
  {
    name: 'renames of users',
    steps: [
      iam('create', () => new CreateUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'a' }] })),
      iam('create another', () => new CreateUserCommand({ UserName: 'bob' })),
      iam('onto a free name', () => new UpdateUserCommand({ UserName: 'ada', NewUserName: 'eva' })),
      iam('tags afterwards', () => new ListUserTagsCommand({ UserName: 'eva' })),
      iam('onto a taken name', () => new UpdateUserCommand({ UserName: 'eva', NewUserName: 'bob' })),
    ],
  },
  {
    name: 'tags of users',
    steps: [
      iam('create', () => new CreateUserCommand({ UserName: 'ada' })),
      iam(
        'tag',
        () =>
          new TagUserCommand({
            UserName: 'ada',
            Tags: [
              { Key: 'team', Value: 'a' },
              { Key: 'site', Value: 'x' },
            ],
          }),
      ),
      iam('overwrite', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'b' }] })),
      iam('list', () => new ListUserTagsCommand({ UserName: 'ada' })),
      iam('list a page of one', () => new ListUserTagsCommand({ UserName: 'ada', MaxItems: 1 })),
      iam('untag', () => new UntagUserCommand({ UserName: 'ada', TagKeys: ['site'] })),
      iam('untag what is not there', () => new UntagUserCommand({ UserName: 'ada', TagKeys: ['none'] })),
      iam('list again', () => new ListUserTagsCommand({ UserName: 'ada' })),
      iam('tag nobody', () => new TagUserCommand({ UserName: 'nobody', Tags: [{ Key: 'team', Value: 'a' }] })),
      iam('a key of 129 characters', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'k'.repeat(129), Value: '' }] })),
      iam('a value of 257 characters', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] })),
      iam('a key with a letter that is not allowed', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'a*b', Value: '' }] })),
      iam(
        'twins in one request',
        () =>
          new TagUserCommand({
            UserName: 'ada',
            Tags: [
              { Key: 'x', Value: '' },
              { Key: 'X', Value: '' },
            ],
          }),
      ),
      iam('a reserved key', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'aws:x', Value: '' }] })),
      iam('51 in one request', () => new TagUserCommand({ UserName: 'ada', Tags: tags(51) })),
      iam('up to 50', () => new TagUserCommand({ UserName: 'ada', Tags: tags(49) })),
      iam('one more', () => new TagUserCommand({ UserName: 'ada', Tags: tags(1, 'more') })),
    ],
  },
  {
    name: 'tags in two cases',
    steps: [
      iam('create', () => new CreateUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'a' }] })),
      iam('the same key in another case', () => new TagUserCommand({ UserName: 'ada', Tags: [{ Key: 'Team', Value: 'b' }] })),
      iam('list', () => new ListUserTagsCommand({ UserName: 'ada' })),
    ],
  },
  {
    name: 'boundaries of users',
    steps: [
      createPolicy('fence'),
      iam('create bounded', (before) => new CreateUserCommand({ UserName: 'ada', PermissionsBoundary: before('policy fence').Policy?.Arn })),
      iam('get', () => new GetUserCommand({ UserName: 'ada' })),
      iam('create', () => new CreateUserCommand({ UserName: 'bob' })),
      iam('put', (before) => new PutUserPermissionsBoundaryCommand({ UserName: 'bob', PermissionsBoundary: before('policy fence').Policy?.Arn })),
      iam('delete', () => new DeleteUserPermissionsBoundaryCommand({ UserName: 'bob' })),
      iam('delete again', () => new DeleteUserPermissionsBoundaryCommand({ UserName: 'bob' })),
      iam(
        'create bounded by nothing',
        () => new CreateUserCommand({ UserName: 'eve', PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none' }),
      ),
    ],
  },
];
