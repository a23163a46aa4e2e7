import {
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { failureOf } from '../harness.ts';
import {
  bySource,
  clientOf,
  document,
  given,
  type Harness,
  listening,
  namesOf,
  otherDocument,
  password,
  plainly,
  type Scenarios,
  syncing,
} from './scenario.ts';

const revoking = { revokeOnDisable: true, policyGroup: true } as const;

/** A user with all that a user can have, and a policy and a group besides. */
function full(h: Harness) {
  const policies = [h.server.iam.addPolicy({ name: 'p' }).arn];
  const other = h.server.iam.addPolicy({ name: 'q' }).arn;
  h.server.iam.addGroup({ name: 'a', policies, inlinePolicies: { i: document } });
  h.server.iam.addGroup({ name: 'b' });
  h.server.iam.addUser({
    ...{ name: 'ada', groups: ['a'], tags: { old: '1' }, policies, inlinePolicies: { i: document }, password, accessKeys: ['Active', 'Active'] },
    ...{ mfaDevices: ['phone'], sshKeys: ['Active'], certificates: ['Active'], serviceCredentials: [{ service: 'codecommit.amazonaws.com' }] },
  });
  return { policies, other };
}

const everything = (h: Harness) => h.accounts.get('ada', { attributes: namesOf('__ACCOUNT__') as never[] });

/** The user's credentials, as somebody else lists them, to be deactivated. */
async function allInactive(h: Harness) {
  const iam = clientOf(h);
  const user = { UserName: 'ada' };
  const [keys, ssh, certificates, services] = await Promise.all([
    iam.send(new ListAccessKeysCommand(user)),
    iam.send(new ListSSHPublicKeysCommand(user)),
    iam.send(new ListSigningCertificatesCommand(user)),
    iam.send(new ListServiceSpecificCredentialsCommand(user)),
  ]);
  const Status = 'Inactive' as const;
  return {
    AccessKeys: (keys.AccessKeyMetadata ?? []).map(({ AccessKeyId = '' }) => ({ AccessKeyId, Status })),
    SSHPublicKeys: (ssh.SSHPublicKeys ?? []).map(({ SSHPublicKeyId = '' }) => ({ SSHPublicKeyId, Status })),
    SigningCertificates: (certificates.Certificates ?? []).map(({ CertificateId = '' }) => ({ CertificateId, Status })),
    ServiceSpecificCredentials: (services.ServiceSpecificCredentials ?? []).map(({ ServiceSpecificCredentialId = '' }) => ({
      ServiceSpecificCredentialId,
      Status,
    })),
  };
}

/** What the operations on users are given. */
export const accountScenarios: Scenarios = {
  create: [
    plainly(async (h) => {
      h.server.iam.addGroup({ name: 'a' });
      const { arn } = h.server.iam.addPolicy({ name: 'p' });
      const InlinePolicies = [{ PolicyName: 'i', PolicyDocument: document }];
      const rights = { PermissionsBoundary: arn, __GROUPS__: ['a'], AttachedPolicies: [arn], InlinePolicies };
      await h.accounts.create({ __NAME__: 'ada', Tags: [{ Key: 'a' }], city: 'Turin', ...rights, __PASSWORD__: password });
    }),
    plainly(async (h) => {
      h.server.faults.dropNext({ action: 'CreateUser', when: 'after' });
      h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'after' });
      await h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password });
    }),
    plainly(async (h) => {
      h.server.iam.addGroup({ name: 'a' });
      const { arn } = h.server.iam.addPolicy({ name: 'p' });
      // Nobody knows whether it was made, so it is taken back as well.
      h.server.faults.failNext({ action: 'CreateLoginProfile', code: 'ServiceFailure', status: 500, times: 20 });
      const InlinePolicies = [{ PolicyName: 'i', PolicyDocument: document }];
      await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'], AttachedPolicies: [arn], InlinePolicies, __PASSWORD__: password }));
    }),
  ],
  updateDelta: [
    plainly(async (h) => {
      const { other } = full(h);
      const InlinePolicies = [{ PolicyName: 'j', PolicyDocument: otherDocument }];
      const rights = { PermissionsBoundary: other, AttachedPolicies: [other], InlinePolicies, __GROUPS__: ['b'] };
      await h.accounts.update('ada', { replace: { ...rights, Tags: [{ Key: 'new' }], __PASSWORD__: password, Path: '/x/', __NAME__: 'ada.l' } });
      await h.accounts.update('ada.l', { replace: { PermissionsBoundary: null, __PASSWORD__: null } });
      await h.accounts.update('ada.l', { replace: { __PASSWORD__: password } });
      await h.accounts.update('ada.l', { replace: { ConsoleAccess: true } });
    }),
    plainly(async (h) => {
      full(h);
      await h.accounts.update('ada', { add: await allInactive(h) });
      const [AccessKeys, SSHPublicKeys, SigningCertificates, ServiceSpecificCredentials, MFADevices] = [[], [], [], [], []];
      await h.accounts.update('ada', { replace: { AccessKeys, SSHPublicKeys, SigningCertificates, ServiceSpecificCredentials, MFADevices } });
    }),
    given(revoking, async (h) => {
      full(h);
      await h.accounts.update('ada', { replace: { __ENABLE__: false } });
      await h.accounts.update('ada', { replace: { __ENABLE__: true, __PASSWORD__: password } });
    }),
    plainly(async (h) => {
      h.server.iam.addUser({ name: 'ada' });
      h.server.faults.dropNext({ action: 'UpdateUser', when: 'after' });
      await h.accounts.update('ada', { replace: { __NAME__: 'ada.l' } });
      h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'after' });
      await h.accounts.update('ada.l', { replace: { __PASSWORD__: password } });
    }),
  ],
  delete: [
    plainly(async (h) => {
      full(h);
      await h.accounts.delete('ada');
    }),
    given({ managedPath: '/x/' }, async (h) => {
      h.server.iam.addUser({ name: 'ada', path: '/x/' });
      await h.accounts.delete('ada');
    }),
  ],
  get: [
    given({ policyGroup: true }, async (h) => {
      full(h);
      await everything(h);
    }),
  ],
  search: [
    given({ policyGroup: true }, async (h) => {
      const { policies } = full(h);
      h.server.iam.seedUsers(30);
      const attributes = namesOf('__ACCOUNT__') as never[];
      await h.accounts.search({ attributes }).toArray();
      await h.accounts.search({ attributes, filter: (f) => f.equals('__NAME__', 'ada') }).toArray();
      await h.accounts.search({ filter: (f) => f.contains('__GROUPS__', 'a') }).toArray();
      await h.accounts.search({ filter: (f) => f.containsAllValues('__GROUPS__', ['a']) }).toArray();
      await h.accounts.search({ filter: (f) => f.containsAllValues('AttachedPolicies', policies) }).toArray();
      await h.accounts.search().toArray();
    }),
    given({ policyGroup: true, bulkState: 'live' }, async (h) => {
      full(h);
      await h.accounts.search({ attributes: namesOf('__ACCOUNT__') as never[] }).toArray();
    }),
  ],
  sync: bySource('__ACCOUNT__', async (h) => {
    full(h);
    await syncing(h, '__ACCOUNT__', async (iam) => {
      await iam.send(new UpdateUserCommand({ UserName: 'ada', NewPath: '/x/' }));
      await iam.send(new UpdateGroupCommand({ GroupName: 'a', NewGroupName: 'c' }));
    });
  }),
  latestSyncToken: bySource('__ACCOUNT__', (h) => h.accounts.latestSyncToken()),
  liveSync: bySource('__ACCOUNT__', async (h) => {
    full(h);
    await listening(h, '__ACCOUNT__', (iam) => iam.send(new UpdateUserCommand({ UserName: 'ada', NewPath: '/x/' })));
  }),
};
