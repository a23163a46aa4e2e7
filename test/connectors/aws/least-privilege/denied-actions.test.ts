import { expect, test } from 'vitest';
import { policyDocument } from '../../../../src/connectors/aws/index.ts';
import type { ConnectorError } from '../../../../src/model/errors.ts';
import { failureOf, startHarness } from '../harness.ts';
import { type Harness, namesOf, password, trust } from '../permissions/scenario.ts';

const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] });

/** One call of each operation, the right that it cannot do without, and what has to be there. */
const operations: readonly [string, string, (h: Harness) => Promise<unknown>][] = [
  ['test', 'iam:ListUsers', (h) => h.facade.test()],
  ['create __ACCOUNT__', 'iam:CreateUser', (h) => h.accounts.create({ __NAME__: 'eva' })],
  ['create __ACCOUNT__ with a password', 'iam:CreateLoginProfile', (h) => h.accounts.create({ __NAME__: 'eva', __PASSWORD__: password })],
  ['create __ACCOUNT__ with groups', 'iam:AddUserToGroup', (h) => h.accounts.create({ __NAME__: 'eva', __GROUPS__: ['a'] })],
  ['update __ACCOUNT__', 'iam:TagUser', (h) => h.accounts.update('ada', { add: { Tags: [{ Key: 'a' }] } })],
  ['disable __ACCOUNT__', 'iam:DeleteLoginProfile', (h) => h.accounts.update('ada', { replace: { __ENABLE__: false } })],
  ['disable __ACCOUNT__ with keys', 'iam:UpdateAccessKey', (h) => h.accounts.update('ada', { replace: { __ENABLE__: false } })],
  ['delete __ACCOUNT__', 'iam:ListMFADevices', (h) => h.accounts.delete('ada')],
  ['get __ACCOUNT__', 'iam:GetUser', (h) => h.accounts.get('ada')],
  ['get __ACCOUNT__ with keys', 'iam:GetAccessKeyLastUsed', (h) => h.accounts.get('ada', { attributes: ['AccessKeys'] })],
  ['search __ACCOUNT__', 'iam:ListUsers', (h) => h.accounts.search({ attributes: ['PasswordLastUsed'] }).toArray()],
  ['search __ACCOUNT__ with tags', 'iam:GetAccountAuthorizationDetails', (h) => h.accounts.search({ attributes: ['Tags'] }).toArray()],
  ['search __ACCOUNT__ with state', 'iam:GenerateCredentialReport', (h) => h.accounts.search({ attributes: ['MFAActive'] }).toArray()],
  ['latestSyncToken __ACCOUNT__', 'cloudtrail:LookupEvents', (h) => h.accounts.latestSyncToken()],
  ['create __GROUP__', 'iam:CreateGroup', (h) => h.groups.create({ __NAME__: 'b' })],
  ['update __GROUP__', 'iam:UpdateGroup', (h) => h.groups.update('a', { replace: { Path: '/x/' } })],
  ['delete __GROUP__', 'iam:DeleteGroup', (h) => h.groups.delete('a')],
  ['get __GROUP__', 'iam:GetGroup', (h) => h.groups.get('a')],
  ['search __GROUP__', 'iam:ListGroups', (h) => h.groups.search().toArray()],
  ['create Role', 'iam:CreateRole', (h) => h.facade.objectClass('Role').create({ __NAME__: 's', AssumeRolePolicyDocument: trust() })],
  ['update Role', 'iam:UpdateRole', (h) => h.facade.objectClass('Role').update('r', { replace: { Description: 'x' } })],
  ['delete Role', 'iam:ListInstanceProfilesForRole', (h) => h.facade.objectClass('Role').delete('r')],
  [
    'search Role',
    'iam:ListRoles',
    (h) =>
      h.facade
        .objectClass('Role')
        .search({ attributes: ['Description'] })
        .toArray(),
  ],
  ['create ManagedPolicy', 'iam:CreatePolicy', (h) => h.facade.objectClass('ManagedPolicy').create({ __NAME__: 'q', PolicyDocument: document })],
  ['delete ManagedPolicy', 'iam:ListEntitiesForPolicy', (h) => h.facade.objectClass('ManagedPolicy').delete(policyOf(h))],
  ['search Entitlement', 'iam:ListPolicies', (h) => h.facade.objectClass('Entitlement').search().toArray()],
  ['search AwsAccount', 'organizations:ListAccounts', (h) => h.facade.objectClass('AwsAccount').search().toArray()],
  ['search OrganizationalUnit', 'organizations:ListRoots', (h) => h.facade.objectClass('OrganizationalUnit').search().toArray()],
  ['search ServiceControlPolicy', 'organizations:ListPolicies', (h) => h.facade.objectClass('ServiceControlPolicy').search().toArray()],
  ['create Computer', 'ec2:RunInstances', (h) => h.facade.objectClass('Computer').create({ __NAME__: 'w', ImageId: 'ami-0123456789abcdef0' })],
  ['search Computer', 'ec2:DescribeRegions', (h) => h.facade.objectClass('Computer').search().toArray()],
  ['hook createAccessKey', 'iam:CreateAccessKey', (h) => h.facade.hook('createAccessKey', { user: 'ada' })],
  ['hook resetPassword', 'iam:UpdateLoginProfile', (h) => h.facade.hook('resetPassword', { user: 'ada' })],
  ['hook inactiveGroups', 'iam:ListGroups', (h) => h.facade.hook('inactiveGroups')],
  ['hook assignEntitlement', 'iam:AttachUserPolicy', (h) => h.facade.hook('assignEntitlement', { entitlement: policyOf(h), user: 'ada' })],
];

const settings = { manageComputers: true, region: 'eu-west-1' } as const;
const policyOf = ({ server }: Harness) => `arn:aws:iam::${server.accountId}:policy/p`;

test.each(operations)('%s without the right to %s is PermissionDenied and names it', async (_, action, operate) => {
  const allowed = policyDocument({ expectedAccountId: '123456789012', ...settings }).flatMap(({ documents }) =>
    documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)),
  );
  await using h = await startHarness({}, settings);
  h.server.iam.addPolicy({ name: 'p' });
  h.server.iam.addUser({ name: 'ada', groups: ['a'], password, accessKeys: ['Active'] });
  h.server.iam.addRole({ name: 'r', trustPolicy: trust() });
  h.server.organization.addUnit({ name: 'Workloads' });
  h.server.faults.deny(action);

  const error = await failureOf(operate(h));

  expect(allowed).toContain(action);
  expect(error.code).toBe('PermissionDenied');
  expect(said(error)).toContain(action);
});

test('reading every attribute of a user names the right that is missing, whichever it is', async () => {
  const documents = policyDocument(
    { expectedAccountId: '123456789012', policyGroup: true },
    { objectClasses: ['__ACCOUNT__'], operations: ['get'], hooks: [] },
  )[0]?.documents;
  const actions = documents?.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action)) ?? [];
  // A connection can always be tested; the other two are read of what a group has.
  const ofUser = actions.filter((action) => action !== 'iam:ListUsers');
  await using h = await startHarness({}, { policyGroup: true });
  h.server.iam.addUser({ name: 'ada', groups: ['a'], accessKeys: ['Active'], inlinePolicies: { i: document } });

  const named: string[] = [];
  for (const action of ofUser) {
    h.server.faults.deny(action);
    const error = await failureOf(h.accounts.get('ada', { attributes: namesOf('__ACCOUNT__') as never[] }));
    if (error.code === 'PermissionDenied' && said(error).includes(action)) named.push(action);
    h.server.faults.clear();
  }

  expect(ofUser.length).toBeGreaterThan(12);
  expect(named).toEqual(ofUser);
});

/** The message, and those of the single steps. */
function said(error: ConnectorError): string {
  return [error.message, ...error.problems.map(({ message }) => message)].join('\n');
}
