import { UpdateGroupCommand } from '@aws-sdk/client-iam';
import aws from '../../../../src/connectors/aws/index.ts';
import { discoverConfiguration, testPartialConfiguration } from '../../../../src/facade/opening/discover-configuration.ts';
import { clientOf, given, type Harness, password, plainly, type Scenario, type Scenarios, trust } from './scenario.ts';

const keysOf = ({ server }: Harness) => ({
  accessKeyId: server.adminCredentials.accessKeyId,
  secretKey: server.adminCredentials.secretAccessKey,
  endpoint: server.endpoint,
});

/** Below a path, so that the hook has to look where the user is, and without. */
function atPath(run: (h: Harness, user: ReturnType<Harness['server']['iam']['addUser']>, path: string) => Promise<unknown>): readonly Scenario[] {
  const scene = (path: string) => (h: Harness) =>
    run(
      h,
      h.server.iam.addUser({ name: 'ada', path, password, accessKeys: ['Active'], serviceCredentials: [{ service: 'codecommit.amazonaws.com' }] }),
      path,
    );
  return [plainly(scene('/')), given({ managedPath: '/x/' }, scene('/x/'))];
}

/** All that can be given, to all that can have it, and it is taken away again. */
async function assigned(h: Harness, hook: 'assignEntitlement' | 'unassignEntitlement', path: string): Promise<void> {
  const policy = h.server.iam.addPolicy({ name: 'p', path }).arn;
  const group = h.server.iam.addGroup({ name: 'a', path }).arn;
  h.server.iam.addRole({ name: 'r', path, trustPolicy: trust() });
  h.server.iam.addUser({ name: 'ada', path });
  const given = [
    { entitlement: group, user: 'ada' },
    ...[{ user: 'ada' }, { group: 'a' }, { role: 'r' }].map((holder) => ({ entitlement: policy, ...holder })),
  ];
  for (const each of [...given, ...given]) await h.facade.hook(hook, each);
}

/** What the operations of the connector as a whole, and its hooks, are given. */
export const connectorScenarios: Scenarios = {
  test: [plainly((h) => h.facade.test())],
  discoverConfiguration: [plainly((h) => discoverConfiguration(aws, keysOf(h)))],
  testPartialConfiguration: [plainly((h) => testPartialConfiguration(aws, keysOf(h)))],
  'hook policy': [plainly((h) => h.facade.hook('policy', {}))],
  'hook callerIdentity': [plainly((h) => h.facade.hook('callerIdentity'))],
  'hook accounts': [
    plainly((h) => h.facade.hook('accounts')),
    given({ discoverAccounts: true }, async (h) => {
      h.server.addAccount({ id: '222222222222', parentId: h.server.organization.rootId });
      await h.facade.hook('accounts');
    }),
  ],
  'hook accountSummary': [plainly((h) => h.facade.hook('accountSummary'))],
  'hook passwordPolicy': [plainly((h) => h.facade.hook('passwordPolicy'))],
  'hook attachedPolicies': [
    plainly(async (h) => {
      h.server.iam.addUser({ name: 'ada' });
      await h.facade.hook('attachedPolicies', { user: 'ada' });
    }),
  ],
  'hook explain': [plainly((h) => h.facade.hook('explain', { objectClass: '__ACCOUNT__', attributes: ['MFAActive'] }))],
  'hook assignEntitlement': [
    plainly((h) => assigned(h, 'assignEntitlement', '/')),
    given({ managedPath: '/x/' }, (h) => assigned(h, 'assignEntitlement', '/x/')),
  ],
  'hook unassignEntitlement': [
    plainly((h) => assigned(h, 'unassignEntitlement', '/')),
    given({ managedPath: '/x/' }, (h) => assigned(h, 'unassignEntitlement', '/x/')),
  ],
  'hook inactiveGroups': [
    given({ requestTimeout: 300 }, async (h) => {
      h.server.iam.addUser({ name: 'ada', groups: ['a'] });
      h.server.iam.addUser({ name: 'bob', groups: ['a'], createdAt: Date.now() - 86_400_000 });
      await h.facade.hook('inactiveGroups');
      for (let i = 0; i < 12; i++) h.server.iam.addGroup({ name: `g${i}` });
      await h.facade.hook('inactiveGroups');
      // Younger than the report.
      h.server.iam.addUser({ name: 'eva', groups: ['g1'] });
      await h.facade.hook('inactiveGroups');
    }),
    given({ requestTimeout: 300 }, async (h) => {
      h.server.iam.addUser({ name: 'ada', groups: ['a'] });
      h.server.faults.hangNext({ action: 'GetAccountAuthorizationDetails', when: 'before' });
      const asked = h.facade.hook('inactiveGroups');
      while (h.server.countOf('GetAccountAuthorizationDetails') === 0) await new Promise((resolve) => setImmediate(resolve));
      // After the groups were listed and before their members are: the hanging request is given up and sent again.
      await clientOf(h).send(new UpdateGroupCommand({ GroupName: 'a', NewGroupName: 'b' }));
      await asked;
    }),
    given({ bulkState: 'live' }, async (h) => {
      h.server.iam.addUser({ name: 'ada', groups: ['a'] });
      await h.facade.hook('inactiveGroups');
    }),
  ],
  'hook createAccessKey': atPath(async (h) => {
    h.server.faults.dropNext({ action: 'CreateAccessKey', when: 'after' });
    h.server.iam.addUser({ name: 'old', accessKeys: [{ createdAt: Date.UTC(2026, 0, 1) }] });
    await h.facade.hook('createAccessKey', { user: 'ada' });
  }),
  'hook rotateAccessKey': atPath(async (h) => {
    await h.facade.hook('rotateAccessKey', { user: 'ada' });
    await h.facade.hook('rotateAccessKey', { user: 'ada', old: 'delete' });
  }),
  'hook updateAccessKey': atPath((h, { accessKeys: [key] }) =>
    h.facade.hook('updateAccessKey', { user: 'ada', accessKeyId: key?.accessKeyId ?? '', status: 'Inactive' }),
  ),
  'hook deleteAccessKey': atPath((h, { accessKeys: [key] }) =>
    h.facade.hook('deleteAccessKey', { user: 'ada', accessKeyId: key?.accessKeyId ?? '' }),
  ),
  'hook resetPassword': atPath(async (h, _, path) => {
    await h.facade.hook('resetPassword', { user: 'ada' });
    h.server.iam.addUser({ name: 'eva', path: path });
    await h.facade.hook('resetPassword', { user: 'eva' });
  }),
  'hook createServiceSpecificCredential': atPath(async (h) => {
    h.server.faults.dropNext({ action: 'CreateServiceSpecificCredential', when: 'after' });
    await h.facade.hook('createServiceSpecificCredential', { user: 'ada', service: 'codecommit.amazonaws.com' });
  }),
  'hook resetServiceSpecificCredential': atPath(async (h) => {
    const { attributes } = (await h.accounts.get('ada', { attributes: ['ServiceSpecificCredentials'] })) ?? {};
    const id = attributes?.ServiceSpecificCredentials?.[0]?.ServiceSpecificCredentialId ?? '';
    h.actions();
    await h.facade.hook('resetServiceSpecificCredential', { user: 'ada', id });
  }),
};
