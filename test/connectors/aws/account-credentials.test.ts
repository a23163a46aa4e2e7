import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const lists = ['AccessKeys', 'MFADevices', 'SSHPublicKeys', 'SigningCertificates', 'ServiceSpecificCredentials'] as const;

async function credentialsOf(h: Harness, uid = 'ada') {
  const attributes = (await h.accounts.get(uid, { attributes: [...lists, 'MFAActive'] }))?.attributes;
  h.server.clearCalls();
  return attributes ?? {};
}

/** AWS does not say in which order it lists keys. */
function withStatus<T extends { readonly Status?: string }>(list: readonly T[] | null | undefined, status: string): T | undefined {
  return list?.find((each) => each.Status === status);
}

const full = {
  accessKeys: [{ lastUsed: { at: Date.UTC(2026, 0, 5), service: 's3', region: 'eu-west-1' }, createdAt: Date.UTC(2026, 0, 1) }, 'Inactive'],
  mfaDevices: ['phone'],
  sshKeys: ['Active'],
  certificates: ['Active'],
  serviceCredentials: [{ service: 'codecommit.amazonaws.com' }],
} as const;

test('credentials are listed when asked for, each kind by one call, keys with their last use', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...full });

  const row = await h.accounts.get('ada', { attributes: [...lists, 'MFAActive'] });

  expect(h.actions().sort()).toEqual([
    'GetAccessKeyLastUsed',
    'GetAccessKeyLastUsed',
    'GetUser',
    'ListAccessKeys',
    'ListMFADevices',
    'ListSSHPublicKeys',
    'ListServiceSpecificCredentials',
    'ListSigningCertificates',
  ]);
  const { AccessKeys, MFADevices, SSHPublicKeys, SigningCertificates, ServiceSpecificCredentials, MFAActive } = row?.attributes ?? {};
  expect(withStatus(AccessKeys, 'Active')).toEqual({
    AccessKeyId: expect.stringMatching(/^AKIA/),
    Status: 'Active',
    CreateDate: '2026-01-01T00:00:00.000Z',
    LastUsedDate: '2026-01-05T00:00:00.000Z',
    LastUsedService: 's3',
    LastUsedRegion: 'eu-west-1',
  });
  expect(withStatus(AccessKeys, 'Inactive')).toEqual({ AccessKeyId: expect.any(String), Status: 'Inactive', CreateDate: expect.any(String) });
  expect(MFAActive).toBe(true);
  expect(MFADevices).toEqual([{ SerialNumber: expect.stringMatching(/:mfa\/phone$/), EnableDate: expect.any(String), Virtual: true }]);
  expect([SSHPublicKeys?.[0]?.Status, SigningCertificates?.[0]?.Status]).toEqual(['Active', 'Active']);
  expect(ServiceSpecificCredentials?.[0]).toMatchObject({ ServiceName: 'codecommit.amazonaws.com', Status: 'Active' });
  expect((await h.accounts.get('ada'))?.attributes).not.toHaveProperty('AccessKeys');
});

test('a listing that may not be read is an error and not a user without credentials', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...full });
  h.server.faults.deny('ListMFADevices');

  expect(await failureOf(h.accounts.get('ada', { attributes: ['MFADevices'] }))).toMatchObject({ code: 'PermissionDenied' });
});

test('adding a credential that is there sets its status, and nothing else is called for', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...full });
  const before = await credentialsOf(h);
  const AccessKeyId = withStatus(before.AccessKeys, 'Active')?.AccessKeyId ?? '';

  await h.accounts.update('ada', { add: { AccessKeys: [{ AccessKeyId, Status: 'Inactive' }] } });
  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual(['UpdateAccessKey']);
  await h.accounts.update('ada', { add: { AccessKeys: [{ AccessKeyId, Status: 'Inactive' }] } });
  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual([]);

  await h.accounts.update('ada', {
    add: {
      SSHPublicKeys: before.SSHPublicKeys?.map((each) => ({ ...each, Status: 'Inactive' as const })),
      SigningCertificates: before.SigningCertificates?.map((each) => ({ ...each, Status: 'Inactive' as const })),
      ServiceSpecificCredentials: before.ServiceSpecificCredentials?.map((each) => ({ ...each, Status: 'Inactive' as const })),
    },
  });
  const after = await credentialsOf(h);
  const status = (list: readonly { readonly Status?: string }[] | null | undefined) => list?.map((each) => each.Status);
  expect([
    status(after.AccessKeys),
    status(after.SSHPublicKeys),
    status(after.SigningCertificates),
    status(after.ServiceSpecificCredentials),
  ]).toEqual([['Inactive', 'Inactive'], ['Inactive'], ['Inactive'], ['Inactive']]);
});

test('removing a credential deletes it, a virtual MFA device from the account as well', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...full });
  const { AccessKeys = [], MFADevices = [], SSHPublicKeys = [], SigningCertificates = [], ServiceSpecificCredentials = [] } = await credentialsOf(h);

  await h.accounts.update('ada', {
    remove: {
      AccessKeys: AccessKeys?.slice(0, 1).map(({ AccessKeyId }) => ({ AccessKeyId })),
      MFADevices: MFADevices ?? [],
      SSHPublicKeys: SSHPublicKeys ?? [],
      SigningCertificates: SigningCertificates ?? [],
      ServiceSpecificCredentials: ServiceSpecificCredentials ?? [],
    },
  });

  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual([
    'DeleteAccessKey',
    'DeactivateMFADevice',
    'DeleteVirtualMFADevice',
    'DeleteServiceSpecificCredential',
    'DeleteSSHPublicKey',
    'DeleteSigningCertificate',
  ]);
  const after = await credentialsOf(h);
  expect(lists.map((name) => (after[name] ?? []).length)).toEqual([1, 0, 0, 0, 0]);
  await h.accounts.update('ada', { remove: { MFADevices: MFADevices ?? [] } });
});

test('replacing a list deletes what is not in it, and sets the status of the others', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Active', 'Active'], sshKeys: ['Active'] });
  const { AccessKeys } = await credentialsOf(h);
  const kept = AccessKeys?.[1]?.AccessKeyId ?? '';

  await h.accounts.update('ada', { replace: { AccessKeys: [{ AccessKeyId: kept, Status: 'Inactive' }], SSHPublicKeys: null } });

  const after = await credentialsOf(h);
  expect(after.AccessKeys).toMatchObject([{ AccessKeyId: kept, Status: 'Inactive' }]);
  expect(after.SSHPublicKeys ?? []).toEqual([]);
});

test('a credential that is not there cannot be made by an attribute: the error says what makes one, for all at once', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  h.server.iam.addUser({ name: 'eve', accessKeys: ['Active'] });
  const foreign = (await credentialsOf(h, 'eve')).AccessKeys?.[0]?.AccessKeyId ?? '';

  const error = await failureOf(
    h.accounts.update('ada', {
      add: { AccessKeys: [{ AccessKeyId: foreign, Status: 'Inactive' }], MFADevices: [{ SerialNumber: 'GAHT12345678' }] },
      replace: { __PASSWORD__: 'Correct-Horse-9' },
    }),
  );

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none' });
  expect(error.problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
    `add.AccessKeys[0].AccessKeyId "${foreign}" is no access key of ada; the hook createAccessKey makes one`,
    'add.MFADevices[0].SerialNumber "GAHT12345678" is no MFA device of ada; only the user can register one, with codes that it shows',
  ]);
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
  expect((await credentialsOf(h, 'eve')).AccessKeys).toMatchObject([{ Status: 'Active' }]);
});
