import {
  AttachUserPolicyCommand,
  DeleteUserCommand,
  DeleteUserPermissionsBoundaryCommand,
  GetUserCommand,
  type IAMClient,
  ListAttachedUserPoliciesCommand,
  ListUserTagsCommand,
  PutUserPermissionsBoundaryCommand,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { iamClient, refusal } from './clients.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
let aws: EmbeddedAws;
let iam: IAMClient;
beforeEach(async () => {
  aws = await startAws();
  iam = iamClient(aws);
});
afterEach(() => aws.close());

const user = async (UserName: string) => (await iam.send(new GetUserCommand({ UserName }))).User;
const tagsOf = async (UserName: string) => (await iam.send(new ListUserTagsCommand({ UserName }))).Tags;

describe('tags', () => {
  test('are added to those there are, or overwrite them', async () => {
    aws.iam.addUser({ name: 'b', tags: { a: '1', b: '1' } });

    await iam.send(
      new TagUserCommand({
        UserName: 'b',
        Tags: [
          { Key: 'b', Value: '2' },
          { Key: 'c', Value: '2' },
        ],
      }),
    );

    expect(await tagsOf('b')).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '2' },
    ]);
  });

  test('take the case of the key that came last', async () => {
    aws.iam.addUser({ name: 'b', tags: { Team: '1' } });

    await iam.send(new TagUserCommand({ UserName: 'b', Tags: [{ Key: 'team', Value: '2' }] }));

    expect(await tagsOf('b')).toEqual([{ Key: 'team', Value: '2' }]);
  });

  test('are removed by key, and a key that is not there is no error', async () => {
    aws.iam.addUser({ name: 'b', tags: { a: '1', b: '1' } });

    await iam.send(new UntagUserCommand({ UserName: 'b', TagKeys: ['A', 'z'] }));

    expect(await tagsOf('b')).toEqual([{ Key: 'b', Value: '1' }]);
  });

  test('of a refused request change nothing', async () => {
    aws.iam.addUser({ name: 'b' });
    await refusal(
      iam.send(
        new TagUserCommand({
          UserName: 'b',
          Tags: [
            { Key: 'x', Value: '' },
            { Key: 'X', Value: '' },
          ],
        }),
      ),
    );

    expect(await tagsOf('b')).toEqual([]);
  });
});

describe('a permissions boundary', () => {
  test('is put and taken away', async () => {
    aws.iam.addUser({ name: 'b' });
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'b', PermissionsBoundary: readOnly }));
    const bounded = await user('b');
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'b' }));
    const free = await user('b');

    expect([bounded?.PermissionsBoundary?.PermissionsBoundaryArn, free?.PermissionsBoundary]).toEqual([readOnly, undefined]);
  });

  test('that is not there cannot be put', async () => {
    aws.iam.addUser({ name: 'b' });
    const PermissionsBoundary = 'arn:aws:iam::123456789012:policy/none';

    expect((await refusal(iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'b', PermissionsBoundary })))).code).toBe('NoSuchEntity');
  });

  test('does not stand in the way of deletion', async () => {
    aws.iam.addUser({ name: 'b', permissionsBoundary: readOnly });

    await iam.send(new DeleteUserCommand({ UserName: 'b' }));

    expect(aws.iam.userNames()).toEqual(['bootstrap']);
  });

  test('is not an attached policy', async () => {
    aws.iam.addUser({ name: 'b', permissionsBoundary: readOnly });
    await iam.send(new AttachUserPolicyCommand({ UserName: 'b', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' }));

    const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'b' }));

    expect(AttachedPolicies?.map((policy) => policy.PolicyName)).toEqual(['SecurityAudit']);
  });
});
