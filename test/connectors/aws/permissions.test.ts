import {
  AddUserToGroupCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { permissions } from '../../../src/connectors/aws/permissions.ts';
import { iamActions } from '../../../src/connectors/aws/transport/iam-actions.ts';
import { discoverConfiguration, testPartialConfiguration } from '../../../src/facade/opening/discover-configuration.ts';
import { mfaCode } from '../../../src/testing/aws/index.ts';
import { failureOf, startHarness } from './harness.ts';
import { certificate, sshKey } from './public-keys.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const password = 'Correct-Horse-9';
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const clientOf = (h: Harness) => new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
const keysOf = ({ server }: Harness) => ({
  accessKeyId: server.adminCredentials.accessKeyId,
  secretKey: server.adminCredentials.secretAccessKey,
  endpoint: server.endpoint,
});

/** What each operation is given so that it calls all that it can call, one scenario after the other, each on an AWS of its own. */
const scenarios: Readonly<Record<string, readonly ((h: Harness) => Promise<unknown>)[]>> = {
  '* test': [(h) => h.facade.test()],
  '* discoverConfiguration': [(h) => discoverConfiguration(aws, keysOf(h))],
  '* testPartialConfiguration': [(h) => testPartialConfiguration(aws, keysOf(h))],
  '* hook callerIdentity': [(h) => h.facade.hook('callerIdentity')],
  '* hook accountSummary': [(h) => h.facade.hook('accountSummary')],
  '* hook passwordPolicy': [(h) => h.facade.hook('passwordPolicy')],
  '* hook attachedPolicies': [(h) => failureOf(h.facade.hook('attachedPolicies', { user: 'nobody' }))],

  '__ACCOUNT__ create': [
    async (h) => {
      h.server.iam.addGroup({ name: 'a' });
      const { arn } = h.server.iam.addPolicy({ name: 'p' });
      await h.accounts.create({ __NAME__: 'ada', Tags: [{ Key: 'a' }], PermissionsBoundary: arn, __GROUPS__: ['a'], __PASSWORD__: password });
    },
    async (h) => {
      h.server.faults.dropNext({ action: 'CreateUser', when: 'after' });
      h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'after' });
      await h.accounts.create({ __NAME__: 'ada', __PASSWORD__: password });
    },
    async (h) => {
      h.server.iam.addGroup({ name: 'a' });
      h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'before' });
      await failureOf(h.accounts.create({ __NAME__: 'ada', __GROUPS__: ['a'], __PASSWORD__: password }));
    },
  ],
  '__ACCOUNT__ updateDelta': [
    async (h) => {
      for (const name of ['a', 'b']) h.server.iam.addGroup({ name });
      const { arn } = h.server.iam.addPolicy({ name: 'p' });
      h.server.iam.addUser({ name: 'ada', groups: ['a'], tags: { old: '1' } });
      const replace = { PermissionsBoundary: arn, Tags: [{ Key: 'new' }], __GROUPS__: ['b'], __PASSWORD__: password, Path: '/x/', __NAME__: 'ada.l' };
      await h.accounts.update('ada', { replace });
      await h.accounts.update('ada.l', { replace: { PermissionsBoundary: null, __PASSWORD__: null } });
    },
    async (h) => {
      h.server.iam.addUser({ name: 'ada' });
      h.server.faults.dropNext({ action: 'UpdateUser', when: 'after' });
      await h.accounts.update('ada', { replace: { __NAME__: 'ada.l' } });
    },
    async (h) => {
      h.server.iam.addUser({ name: 'ada' });
      h.server.faults.dropNext({ action: 'CreateLoginProfile', when: 'after' });
      await h.accounts.update('ada', { replace: { __PASSWORD__: password } });
    },
  ],
  '__ACCOUNT__ delete': [
    async (h) => {
      const policies = [h.server.iam.addPolicy({ name: 'p' }).arn];
      const UserName = 'ada';
      h.server.iam.addUser({ name: UserName, accessKeys: ['Active'], password, groups: ['a'], inlinePolicies: { i: document }, policies });
      const iam = clientOf(h);
      await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: certificate }));
      await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: sshKey }));
      await iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' }));
      const { VirtualMFADevice: device } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
      const codeAt = (time: number) => mfaCode(new TextDecoder().decode(device?.Base32StringSeed), time);
      const [AuthenticationCode1, AuthenticationCode2] = [codeAt(h.server.clock.now() - 30_000), codeAt(h.server.clock.now())];
      await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber: device?.SerialNumber, AuthenticationCode1, AuthenticationCode2 }));
      h.server.clearCalls();
      await h.accounts.delete('ada');
    },
  ],
  '__ACCOUNT__ get': [
    async (h) => {
      h.server.iam.addUser({ name: 'ada', groups: ['a'] });
      await h.accounts.get('ada', { attributes: ['*', 'Tags', '__GROUPS__', '__ENABLE__'] });
    },
  ],
  '__ACCOUNT__ search': [
    async (h) => {
      h.server.iam.seedUsers(30);
      h.server.iam.addUser({ name: 'ada', groups: ['a'], path: '/x/' });
      const attributes = ['*', 'Tags', '__GROUPS__', '__ENABLE__', 'PasswordLastUsed'] as const;
      await h.accounts.search({ attributes }).toArray();
      await h.accounts.search({ attributes, filter: (f) => f.equals('__NAME__', 'ada') }).toArray();
      await h.accounts.search({ attributes, filter: (f) => f.startsWith('Path', '/x/') }).toArray();
      await h.accounts.search().toArray();
    },
  ],

  '__GROUP__ create': [
    async (h) => {
      h.server.iam.addUser({ name: 'ada' });
      h.server.faults.dropNext({ action: 'CreateGroup', when: 'after' });
      await h.groups.create({ __NAME__: 'a', Members: ['ada'] });
      await failureOf(h.groups.create({ __NAME__: 'b', Members: ['ada', 'nobody'] }));
    },
  ],
  '__GROUP__ updateDelta': [
    async (h) => {
      for (const name of ['ada', 'bob']) h.server.iam.addUser({ name });
      h.server.iam.addGroup({ name: 'a' });
      await clientOf(h).send(new AddUserToGroupCommand({ UserName: 'ada', GroupName: 'a' }));
      h.server.clearCalls();
      h.server.faults.dropNext({ action: 'UpdateGroup', when: 'after' });
      await h.groups.update('a', { replace: { Members: ['bob'], __NAME__: 'b', Path: '/x/' } });
    },
  ],
  '__GROUP__ delete': [
    async (h) => {
      h.server.iam.addGroup({ name: 'a', policies: [h.server.iam.addPolicy({ name: 'p' }).arn], inlinePolicies: { i: document } });
      h.server.iam.addUser({ name: 'ada', groups: ['a'] });
      await h.groups.delete('a');
    },
  ],
  '__GROUP__ get': [
    async (h) => {
      h.server.iam.addGroup({ name: 'a' });
      await h.groups.get('a', { attributes: ['*', 'Members'] });
    },
  ],
  '__GROUP__ search': [
    async (h) => {
      for (let i = 0; i < 12; i++) h.server.iam.addGroup({ name: `g${i}` });
      await h.groups.search({ attributes: ['*', 'Members'] }).toArray();
      await h.groups.search({ attributes: ['*', 'Members'], filter: (f) => f.equals('__NAME__', 'g1') }).toArray();
    },
  ],
};

const declared = new Map<string, readonly string[]>(
  Object.entries(permissions).flatMap(([name, operations]) =>
    Object.entries(operations).map(([operation, actions]) => [`${name} ${operation}`, actions] as const),
  ),
);

/** Rights that AWS asks for although the connector does not call the action. AWS: IAM user guide, Tagging IAM users. */
const withoutCall: Readonly<Record<string, readonly string[]>> = { '__ACCOUNT__ create': ['iam:TagUser'] };

describe('each operation calls what the table says, no more and no less', () => {
  test.each([...declared.keys()])('%s', async (operation) => {
    const actions = new Set<string>();
    for (const scenario of scenarios[operation] ?? []) {
      await using h = await startHarness();
      await scenario(h);
      // A request that was dropped before it was read belongs to no service yet.
      for (const { service = 'iam', action } of h.server.calls) if (action !== 'GetCallerIdentity') actions.add(`${service}:${action}`);
    }

    const needed = [...actions, ...(withoutCall[operation] ?? [])].sort();
    expect(needed).toEqual([...(declared.get(operation) ?? [])].sort());
  });

  test('and the table has each of the connector’s operations and hooks, with a scenario', () => {
    const operations = aws.objectClasses.flatMap(({ name }) => Object.keys(aws.operations[name]).map((each) => `${name} ${each}`));
    const whole = ['test', 'discoverConfiguration', 'testPartialConfiguration', ...Object.keys(aws.hooks ?? {}).map((hook) => `hook ${hook}`)];

    expect([...declared.keys()].sort()).toEqual([...operations, ...whole.map((each) => `* ${each}`)].sort());
    expect(Object.keys(scenarios).sort()).toEqual([...declared.keys()].sort());
    expect([...declared.values()].flat().filter((action) => !Object.hasOwn(iamActions, action.slice(4)))).toEqual([]);
  });
});
