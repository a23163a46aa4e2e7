import { CreatePolicyVersionCommand, IAMClient, ListPolicyVersionsCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { failureOf, startHarness } from '../harness.ts';

const document = (action = 's3:GetObject') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trustPolicy = { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const described = ['*', 'Description', 'PolicyDocument', 'Tags'] as const;

async function scene(...settings: Parameters<typeof startHarness>) {
  const h = await startHarness(...settings);
  const policies = h.facade.objectClass('ManagedPolicy');
  const iam = new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
  return {
    ...h,
    policies,
    iam,
    versions: async (PolicyArn: string) => (await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions ?? [],
    writes: () => h.actions().filter((action) => !/^(Get|List)/.test(action)),
  };
}

test('a policy is made and reads as it was written', async () => {
  await using h = await scene();
  const attributes = { Path: '/apps/', Description: 'Buckets', PolicyDocument: document(), Tags: [{ Key: 'team', Value: 'a' }] };

  const { uid, sideEffects } = await h.policies.create({ __NAME__: 'buckets', AccountId: h.server.accountId, ...attributes });

  const row = await h.policies.get(uid, { attributes: described });
  expect(uid).toBe(`arn:aws:iam::${h.server.accountId}:policy/apps/buckets`);
  expect(row).toMatchObject({ uid, name: 'buckets', attributes: { ...attributes, Arn: uid, Type: 'Customer managed', DefaultVersionId: 'v1' } });
  expect(row?.attributes).toMatchObject({ AccountId: h.server.accountId, IsAttachable: true, AttachmentCount: 0 });
  expect(sideEffects?.replace).toMatchObject({ Arn: uid, PolicyId: row?.attributes.PolicyId });
});

test('everything that is wrong with a new policy is told before AWS is asked', async () => {
  await using h = await scene();
  const PolicyDocument = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'x'.repeat(6200), Principal: '*' }] });

  const error = await failureOf(h.policies.create({ __NAME__: 'p', PolicyDocument, Tags: [{ Key: 'a' }, { Key: 'A' }] }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue' });
  expect(error.problems.map(({ path }) => path)).toEqual([
    ...['PolicyDocument.Version', 'PolicyDocument.Statement[0].Principal', 'PolicyDocument', 'Tags[1].Key'],
  ]);
  expect(h.actions()).toEqual([]);
});

test('a lost CreatePolicy is looked for, and somebody else’s policy is AlreadyExists', async () => {
  await using h = await scene();
  h.server.faults.dropNext({ action: 'CreatePolicy', when: 'after' });
  const { uid } = await h.policies.create({ __NAME__: 'p', PolicyDocument: document() });
  expect(h.writes()).toEqual(['CreatePolicy']);
  expect((await h.policies.get(uid))?.name).toBe('p');

  h.server.faults.dropNext({ action: 'CreatePolicy', when: 'before' });
  expect(await failureOf(h.policies.create({ __NAME__: 'p', PolicyDocument: document('s3:*') }))).toMatchObject({
    code: 'AlreadyExists',
  });
});

test('another document is a new default version, one that means the same is not written', async () => {
  await using h = await scene();
  const { uid } = await h.policies.create({ __NAME__: 'p', PolicyDocument: document() });
  h.actions();

  await h.policies.update(uid, { replace: { PolicyDocument: JSON.stringify(JSON.parse(document()), undefined, 2) } });
  expect(h.writes()).toEqual([]);
  const { sideEffects } = await h.policies.update(uid, { replace: { PolicyDocument: document('s3:*') } });

  expect(h.writes()).toEqual(['CreatePolicyVersion']);
  expect(sideEffects).toEqual({ replace: { DefaultVersionId: 'v2' } });
  const row = await h.policies.get(uid, { attributes: ['PolicyDocument', 'Versions', 'DefaultVersionId'] });
  expect(row?.attributes).toMatchObject({ PolicyDocument: document('s3:*'), DefaultVersionId: 'v2' });
  expect(row?.attributes.Versions).toMatchObject([
    { VersionId: 'v2', IsDefaultVersion: true },
    { VersionId: 'v1', IsDefaultVersion: false },
  ]);
});

test('the oldest version that is not the default makes room for the sixth, and the answer says which', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'p', document: document('s3:a') });
  for (const action of ['b', 'c', 'd', 'e']) {
    await h.iam.send(new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: document(`s3:${action}`), SetAsDefault: false }));
  }

  const { sideEffects } = await h.policies.update(arn, { replace: { PolicyDocument: document('s3:f') } });

  expect((await h.versions(arn)).map(({ VersionId }) => VersionId).sort()).toEqual(['v1', 'v3', 'v4', 'v5', 'v6']);
  expect(sideEffects).toMatchObject({ replace: { DefaultVersionId: 'v6' }, remove: { Versions: [{ VersionId: 'v2' }] } });
});

test('a version that is refused after the oldest made room is told as half done', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'p', laterVersions: ['b', 'c', 'd', 'e'].map((action) => document(`s3:${action}`)) });
  h.server.faults.deny('CreatePolicyVersion');

  const error = await failureOf(h.policies.update(arn, { replace: { PolicyDocument: document('s3:f') } }));

  expect(error).toMatchObject({ code: 'PermissionDenied', outcome: 'partial', uid: arn });
  expect(error.problems.map(({ message }) => message.split(' (')[0])).toEqual([
    'done: DeletePolicyVersion v1, the oldest that is not the default',
    'not done: CreatePolicyVersion, made the default',
  ]);
});

test('a lost CreatePolicyVersion is found by its document and not made twice', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });
  h.server.faults.dropNext({ action: 'CreatePolicyVersion', when: 'after' });

  const { sideEffects } = await h.policies.update(arn, { replace: { PolicyDocument: document('s3:f') } });

  expect(sideEffects).toEqual({ replace: { DefaultVersionId: 'v2' } });
  expect(await h.versions(arn)).toHaveLength(2);
});

test('tags are changed by difference; name, path and description cannot be', async () => {
  await using h = await scene();
  const { uid } = await h.policies.create({ __NAME__: 'p', PolicyDocument: document(), Tags: [{ Key: 'a' }, { Key: 'b' }] });
  h.actions();

  await h.policies.update(uid, { add: { Tags: [{ Key: 'c', Value: '1' }] }, remove: { Tags: [{ Key: 'a' }] } });

  expect(h.writes()).toEqual(['UntagPolicy', 'TagPolicy']);
  expect((await h.policies.get(uid, { attributes: ['Tags'] }))?.attributes.Tags).toEqual([
    { Key: 'b', Value: '' },
    { Key: 'c', Value: '1' },
  ]);
  const error = await failureOf(h.facade.dynamic('ManagedPolicy').update(uid, { replace: { __NAME__: 'q', Path: '/x/', Description: 'x' } }));
  expect(error.problems.map(({ path }) => path)).toEqual(['replace.__NAME__', 'replace.Path', 'replace.Description']);
});

test('a policy that somebody has is not deleted unless the call says to detach it, and then goes with all its versions', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'p', laterVersions: [document('s3:b')] });
  h.server.iam.addUser({ name: 'ada', policies: [arn] });
  h.server.iam.addGroup({ name: 'ops', policies: [arn] });
  h.server.iam.addRole({ name: 'deploy', policies: [arn], trustPolicy });

  const error = await failureOf(h.policies.delete(arn));
  expect(error).toMatchObject({ code: 'PreconditionFailed', outcome: 'none', uid: arn });
  expect(error.message).toContain('user ada, group ops, role deploy');
  h.actions();
  await h.policies.delete(arn, { options: { detach: true } });

  expect(h.writes()).toEqual(['DetachUserPolicy', 'DetachGroupPolicy', 'DetachRolePolicy', 'DeletePolicyVersion', 'DeletePolicy']);
  expect(await h.policies.get(arn)).toBeUndefined();
  expect(await failureOf(h.policies.delete(arn))).toMatchObject({ code: 'UnknownUid', uid: arn });
});

test('a policy that bounds somebody is never deleted', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'fence' });
  h.server.iam.addUser({ name: 'ada', permissionsBoundary: arn });

  const error = await failureOf(h.policies.delete(arn, { options: { detach: true } }));

  expect(error).toMatchObject({ code: 'PreconditionFailed', outcome: 'none' });
  expect(error.message).toContain('permissions boundary of user ada');
});

test('what is AWS’s, protected or outside the managed path is not written', async () => {
  await using h = await scene({}, { protect: ['admin*'], managedPath: '/apps/' });
  const { arn: admin } = h.server.iam.addPolicy({ name: 'admins', path: '/apps/' });
  const { arn: outside } = h.server.iam.addPolicy({ name: 'p' });
  const { arn: held } = h.server.iam.addPolicy({ name: 'held', path: '/apps/' });
  h.server.iam.addUser({ name: 'admin', policies: [held] });
  h.actions();

  for (const write of [
    () => h.policies.delete(readOnly),
    () => h.policies.delete(admin),
    () => h.policies.delete(outside),
    () => h.policies.delete(held, { options: { detach: true } }),
    () => h.policies.update(outside, { replace: { PolicyDocument: document() } }),
    () => h.policies.create({ __NAME__: 'admin-x', Path: '/apps/', PolicyDocument: document() }),
  ]) {
    expect(await failureOf(write())).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  }
  expect(h.writes()).toEqual([]);
});

test('one of AWS’s policies is read and cannot be changed', async () => {
  await using h = await scene();

  const row = await h.policies.get(readOnly, { attributes: ['*', 'PolicyDocument'] });

  expect(row).toMatchObject({ name: 'ReadOnlyAccess', attributes: { Type: 'AWS managed' } });
  expect(row?.attributes).not.toHaveProperty('AccountId');
  expect(JSON.parse(row?.attributes.PolicyDocument ?? '')).toHaveProperty('Statement');
  expect(await failureOf(h.policies.update(readOnly, { replace: { PolicyDocument: document() } }))).toMatchObject({ code: 'PermissionDenied' });
  expect(await h.policies.get('ReadOnlyAccess')).toBeUndefined();
  expect(await failureOf(h.policies.delete('ReadOnlyAccess'))).toMatchObject({ code: 'InvalidArgument' });
});

test('who has a policy is told when asked for, apart from whom it bounds', async () => {
  await using h = await scene();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });
  h.server.iam.addUser({ name: 'ada', policies: [arn] });
  h.server.iam.addUser({ name: 'bob', permissionsBoundary: arn });
  h.server.iam.addGroup({ name: 'ops', policies: [arn] });

  const row = await h.policies.get(arn, { attributes: ['Users', 'Groups', 'Roles', 'BoundedUsers', 'BoundedRoles', 'AttachmentCount'] });

  expect(row?.attributes).toEqual({ Users: ['ada'], Groups: ['ops'], Roles: [], BoundedUsers: ['bob'], BoundedRoles: [], AttachmentCount: 2 });
});

test('a search asks IAM for scope, path and use, and reads few live and many in one pass', async () => {
  await using h = await scene();
  for (let i = 0; i < 14; i++) {
    h.server.iam.addPolicy({
      name: `p${i}`,
      path: i < 3 ? '/apps/web/' : '/',
      document: document(`s3:a${i}`),
      description: `number ${i}`,
      tags: { i: `${i}` },
    });
  }
  h.server.iam.addUser({ name: 'ada', policies: [`arn:aws:iam::${h.server.accountId}:policy/p5`] });
  h.actions();

  const own = await h.policies
    .search({ filter: (f) => f.equals('Type', 'Customer managed'), attributes: ['*', 'Description', 'PolicyDocument'] })
    .toArray();
  expect(h.actions()).toEqual(['ListPolicies', 'GetAccountAuthorizationDetails']);
  expect(own).toHaveLength(14);
  for (const row of own) expect(await h.policies.get(row.uid, { attributes: ['*', 'Description', 'PolicyDocument'] })).toEqual(row);

  h.actions();
  expect(await h.policies.search({ filter: (f) => f.startsWith('Path', '/apps/we') }).count()).toBe(3);
  const used = await h.policies
    .search({
      filter: (f) => f.and(f.equals('Type', 'Customer managed'), f.greaterThan('AttachmentCount', 0)),
      attributes: ['PolicyDocument', 'Tags'],
    })
    .toArray();
  expect(used).toMatchObject([{ name: 'p5', attributes: { PolicyDocument: document('s3:a5'), Tags: [{ Key: 'i', Value: '5' }] } }]);
  expect(h.actions()).toEqual(['ListPolicies', 'ListPolicies', 'GetPolicy', 'GetPolicyVersion']);

  const aws = await h.policies.search({ filter: (f) => f.equals('Type', 'AWS managed') }).toArray();
  const all = await h.policies.search().toArray();
  expect(aws.length).toBeGreaterThan(0);
  expect(all).toHaveLength(aws.length + 14);
  expect(await h.policies.search({ filter: (f) => f.equals('__NAME__', 'P5') }).toArray()).toMatchObject([{ name: 'p5' }]);
  expect(await h.policies.search({ filter: (f) => f.equals('Arn', 'nonsense') }).toArray()).toEqual([]);
});

test('a listing that is refused is an error', async () => {
  await using h = await scene();
  h.server.faults.deny('GetPolicyVersion');
  h.server.iam.addPolicy({ name: 'p' });

  expect(
    await failureOf(h.policies.search({ filter: (f) => f.equals('Type', 'Customer managed'), attributes: ['PolicyDocument'] }).toArray()),
  ).toMatchObject({
    code: 'PermissionDenied',
  });
});
