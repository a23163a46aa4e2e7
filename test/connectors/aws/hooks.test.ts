import { IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

test('callerIdentity tells who the connector is', async () => {
  await using h = await startHarness();

  expect(await h.facade.hook('callerIdentity', {})).toMatchObject({
    account: h.server.accountId,
    arn: `arn:aws:iam::${h.server.accountId}:user/bootstrap`,
  });
});

test('accountSummary counts and names quotas', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(3);

  expect(await h.facade.hook('accountSummary', {})).toMatchObject({ Users: 4, GroupsPerUserQuota: 10 });
});

test('passwordPolicy tells what the account asks of passwords, undefined as long as it has no policy', async () => {
  await using h = await startHarness();
  expect(await h.facade.hook('passwordPolicy', {})).toBeUndefined();

  const iam = new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14, RequireSymbols: true }));

  expect(await h.facade.hook('passwordPolicy', {})).toMatchObject({
    minimumLength: 14,
    requireSymbols: true,
    requireNumbers: false,
    maximumAge: undefined,
  });
});

test('attachedPolicies lists the policies of a user, and knows when there is no such user', async () => {
  await using h = await startHarness();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });
  h.server.iam.addUser({ name: 'ada', policies: [arn] });

  expect(await h.facade.hook('attachedPolicies', { user: 'ada' })).toEqual([{ name: 'p', arn }]);
  expect(await failureOf(h.facade.hook('attachedPolicies', { user: 'nobody' }))).toMatchObject({ code: 'UnknownUid', uid: 'nobody' });
  expect(await failureOf(h.facade.hook('attachedPolicies', { user: 'a b' }))).toMatchObject({ code: 'InvalidArgument' });
  expect(await failureOf(h.facade.runHook('attachedPolicies'))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'args.user' }] });
});

test('test() asks STS and IAM once each', async () => {
  await using h = await startHarness();

  await h.facade.test();

  expect(h.actions()).toEqual(['GetCallerIdentity', 'ListUsers']);
});

test('test() fails with what AWS refuses', async () => {
  await using h = await startHarness();
  h.server.faults.deny('ListUsers');

  expect(await failureOf(h.facade.test())).toMatchObject({ code: 'PermissionDenied' });
});
