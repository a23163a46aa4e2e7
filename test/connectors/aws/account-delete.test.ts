import {
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeleteUserCommand,
  EnableMFADeviceCommand,
  IAMClient,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { mfaCode } from '../../../src/testing/aws/index.ts';
import { failureOf, startHarness } from './harness.ts';
import { certificate, sshKey } from './public-keys.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const clientOf = (h: Harness) => new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });

const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };

/** What stands in the way of DeleteUser, one by one, and the calls that clear it. */
const prerequisites: readonly {
  readonly what: string;
  readonly removal: readonly string[];
  put(h: Harness, UserName: string): Promise<unknown> | unknown;
}[] = [
  {
    what: 'access keys',
    removal: ['DeleteAccessKey', 'DeleteAccessKey'],
    put: (h, name) => h.server.iam.addUser({ name, accessKeys: ['Active', 'Inactive'] }),
  },
  { what: 'a console password', removal: [], put: (h, name) => h.server.iam.addUser({ name, password: 'x' }) },
  { what: 'a group', removal: ['RemoveUserFromGroup'], put: (h, name) => h.server.iam.addUser({ name, groups: ['a'] }) },
  { what: 'an inline policy', removal: ['DeleteUserPolicy'], put: (h, name) => h.server.iam.addUser({ name, inlinePolicies: { p: document } }) },
  {
    what: 'a managed policy',
    removal: ['DetachUserPolicy'],
    put: (h, name) => h.server.iam.addUser({ name, policies: [h.server.iam.addPolicy({ name: 'p' }).arn] }),
  },
  {
    what: 'a signing certificate',
    removal: ['DeleteSigningCertificate'],
    async put(h, UserName) {
      h.server.iam.addUser({ name: UserName });
      await clientOf(h).send(new UploadSigningCertificateCommand({ UserName, CertificateBody: certificate }));
    },
  },
  {
    what: 'an SSH key',
    removal: ['DeleteSSHPublicKey'],
    async put(h, UserName) {
      h.server.iam.addUser({ name: UserName });
      await clientOf(h).send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshKey }));
    },
  },
  {
    what: 'a service-specific credential',
    removal: ['DeleteServiceSpecificCredential'],
    async put(h, UserName) {
      h.server.iam.addUser({ name: UserName });
      await clientOf(h).send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' }));
    },
  },
  {
    what: 'a virtual MFA device',
    removal: ['DeactivateMFADevice', 'DeleteVirtualMFADevice'],
    async put(h, UserName) {
      h.server.iam.addUser({ name: UserName });
      const iam = clientOf(h);
      const { VirtualMFADevice: device } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
      const seed = Buffer.from(device?.Base32StringSeed ?? []).toString();
      const now = h.server.clock.now();
      await iam.send(
        new EnableMFADeviceCommand({
          UserName,
          SerialNumber: device?.SerialNumber,
          AuthenticationCode1: mfaCode(seed, now - 30_000),
          AuthenticationCode2: mfaCode(seed, now),
        }),
      );
    },
  },
];

test.each(prerequisites)('a user with $what is deleted with it', async ({ put, removal }) => {
  await using h = await startHarness();
  await put(h, 'ada');
  const client = clientOf(h);
  expect(await client.send(new DeleteUserCommand({ UserName: 'ada' })).catch((error) => error.name)).toBe('DeleteConflictException');
  h.server.clearCalls();

  await h.accounts.delete('ada');

  expect(h.actions().filter((action) => !/^(List|GetCallerIdentity)/.test(action))).toEqual(['DeleteLoginProfile', ...removal, 'DeleteUser']);
  expect(h.server.iam.userNames()).not.toContain('ada');
});

test('a missing user is known by the first call', async () => {
  await using h = await startHarness();

  expect(await failureOf(h.accounts.delete('ada'))).toMatchObject({ code: 'UnknownUid', uid: 'ada', outcome: 'none' });
  expect(h.actions()).toEqual(['GetCallerIdentity', 'ListGroupsForUser']);
});

test('a delete that may not see everything has removed nothing', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x', groups: ['a'] });
  h.server.faults.deny('ListSSHPublicKeys');

  expect(await failureOf(h.accounts.delete('ada'))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  expect(h.server.iam.passwordOf('ada')).toBe('x');
});

test('a delete that stops half-way says what was removed and what was not', async () => {
  await using h = await startHarness();
  const { accessKeys } = h.server.iam.addUser({
    name: 'ada',
    password: 'x',
    groups: ['a', 'b'],
    accessKeys: ['Active'],
    inlinePolicies: { p: document },
  });
  h.server.faults.deny('RemoveUserFromGroup');

  const error = await failureOf(h.accounts.delete('ada'));

  expect(error).toMatchObject({ code: 'PermissionDenied', outcome: 'partial', uid: 'ada' });
  expect(error.problems.map(({ path, message }) => `${path}: ${message.replace(/ \(.*/s, '')}`)).toEqual([
    'DeleteLoginProfile: done: DeleteLoginProfile',
    `DeleteAccessKey: done: DeleteAccessKey ${accessKeys[0]?.accessKeyId}`,
    'DeleteUserPolicy: done: DeleteUserPolicy p',
    'RemoveUserFromGroup: not done: RemoveUserFromGroup a',
    'RemoveUserFromGroup: not done: RemoveUserFromGroup b',
    'DeleteUser: not done: DeleteUser',
  ]);
});

test('what somebody else removes meanwhile counts as removed', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', groups: ['a'], inlinePolicies: { p: document } });
  h.server.faults.failNext({ action: 'DeleteUserPolicy', code: 'NoSuchEntity', status: 404 });
  h.server.faults.failNext({ action: 'DeleteUser', code: 'NoSuchEntity', status: 404 });

  await h.accounts.delete('ada');
});

test('a conflict that stays is reported after a few attempts', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  h.server.faults.failNext({ action: 'DeleteUser', code: 'DeleteConflict', status: 409, times: 99 });

  const error = await failureOf(h.accounts.delete('ada'));

  expect(error).toMatchObject({ code: 'PreconditionFailed', outcome: 'partial' });
  expect(h.waits).toEqual([500, 1000, 2000, 4000]);
  expect(h.server.countOf('DeleteUser')).toBe(5);
});

test('a login profile too young to be deleted stops the delete with nothing lost', async () => {
  await using h = await startHarness({}, { maxAttempts: 1 });
  h.server.iam.addUser({ name: 'ada', password: 'x', groups: ['a'] });
  h.server.faults.failNext({ action: 'DeleteLoginProfile', code: 'EntityTemporarilyUnmodifiable', status: 409, times: 9 });

  expect(await failureOf(h.accounts.delete('ada'))).toMatchObject({ code: 'Retryable', outcome: 'none', retryable: true });
  expect(h.server.iam.membersOf('a')).toEqual(['ada']);
});
