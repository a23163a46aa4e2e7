import { describe, expect, test } from 'vitest';
import aws, { type PolicyDocument, type PolicyOptions, policyDocument } from '../../../../src/connectors/aws/index.ts';
import { documentProblems } from '../../../../src/connectors/aws/policy/policy-document.ts';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { startHarness } from '../harness.ts';
import { allows } from '../permissions/policy-evaluation.ts';
import { namesOf, password } from '../permissions/scenario.ts';

const account = '123456789012';
type Given = Parameters<typeof policyDocument>[0];

/** The documents of the identity that works. */
function documentsOf(given: Given = {}, options: PolicyOptions = {}): readonly PolicyDocument[] {
  return policyDocument({ expectedAccountId: account, ...given }, options).at(-1)?.documents ?? [];
}

const statementsOf = (given: Given = {}, options: PolicyOptions = {}) => documentsOf(given, options).flatMap(({ Statement }) => Statement);
const actionsOf = (given: Given = {}, options: PolicyOptions = {}) =>
  statementsOf(given, options).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
const sid = (name: string, given: Given = {}, options: PolicyOptions = {}) => statementsOf(given, options).find(({ Sid }) => Sid === name);
const errorOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (ConnectorError.is(error)) return error;
  }
  throw new Error('no ConnectorError');
};

describe('the documents', () => {
  test.each<[string, Given, PolicyOptions]>([
    ['of everything', { manageComputers: true, policyGroup: true }, {}],
    ['of a path, with protected names', { managedPath: '/a/b/', protect: ['root-*', 'x?y'] }, {}],
    [
      'with a boundary and chosen policies',
      {},
      { permissionsBoundary: `arn:aws:iam::${account}:policy/fence`, attachablePolicies: ['arn:aws:iam::aws:policy/*'] },
    ],
    ['in China', { region: 'cn-north-1' }, {}],
    ['in many regions', { manageComputers: true, computerRegions: Array.from({ length: 40 }, (_, n) => `eu-west-${n}`) }, {}],
  ])('%s are policies that AWS takes, each within its limit', (_, given, options) => {
    const documents = documentsOf(given, options);

    for (const each of documents) {
      const text = JSON.stringify(each);
      expect(documentProblems(text, 'policy', 'managed')).toEqual([]);
      expect(text.replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
    }
    const sids = documents.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid));
    expect(sids.filter((each) => !/^[A-Za-z0-9]+$/.test(each))).toEqual([]);
    expect(new Set(sids).size).toBe(sids.length);
  });

  test('are the same text each time, in whatever order the settings come', () => {
    const [one, other] = [
      { managedPath: '/a/', readOnly: false, expectedAccountId: account },
      { expectedAccountId: account, readOnly: false, managedPath: '/a/' },
    ];

    expect(JSON.stringify(policyDocument(one))).toBe(JSON.stringify(policyDocument(other)));
  });

  test('that would be too large are several, and none of their rights are lost', () => {
    const given = { manageComputers: true, computerRegions: Array.from({ length: 40 }, (_, n) => `eu-west-${n}`) } as const;
    const documents = documentsOf(given);

    expect(documents.length).toBeGreaterThan(1);
    expect(new Set(actionsOf(given))).toEqual(
      new Set([...actionsOf({ manageComputers: true })].filter((action) => action !== 'ec2:DescribeRegions')),
    );
    for (const region of ['eu-west-0', 'eu-west-39'])
      expect(allows(documents, 'ec2:RunInstances', `arn:aws:ec2:${region}:${account}:volume/*`)).toBe(true);
  });

  test('allow no action for more than it takes: everything only where AWS knows no resource, and no wildcard in an action', () => {
    const open = statementsOf({ manageComputers: true }).filter(({ Effect, Resource }) => Effect === 'Allow' && Resource?.includes('*'));

    expect(open.map(({ Sid }) => Sid)).toEqual(['ReadLists']);
    expect(open[0]?.Action.filter((action) => !/:(List|Describe|Lookup|Get(Account|Credential)|GenerateCredentialReport)/.test(action))).toEqual([]);
    expect(actionsOf({ manageComputers: true }).filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('settings decide', () => {
  test('readOnly: nothing is written, by operations or hooks', () => {
    const writes = actionsOf({ readOnly: true }).filter((action) => !/:(List|Get|Describe|Lookup|Generate|Receive)/.test(action));

    expect(writes).toEqual([]);
    expect(actionsOf({ readOnly: true })).toContain('iam:GetAccountAuthorizationDetails');
  });

  test('manageComputers: whether instances are made, started and stopped', () => {
    expect(actionsOf().filter((action) => action.startsWith('ec2:'))).toEqual(['ec2:DescribeInstances', 'ec2:DescribeRegions']);
    expect(actionsOf({ manageComputers: true })).toEqual(expect.arrayContaining(['ec2:RunInstances', 'ec2:TerminateInstances', 'iam:PassRole']));
    expect(sid('WriteRolesOfInstances', { manageComputers: true })?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    });
  });

  test('bulkState, policyGroup and syncSource: what is asked for searches and syncs', () => {
    const queueUrl = `https://sqs.eu-west-1.amazonaws.com/${account}/iam-changes`;

    expect(actionsOf()).toEqual(expect.arrayContaining(['iam:GenerateCredentialReport', 'cloudtrail:LookupEvents']));
    expect(actionsOf({ bulkState: 'live' }).filter((action) => action.endsWith('CredentialReport'))).toEqual([]);
    const users = { objectClasses: ['__ACCOUNT__'], operations: ['get'], hooks: [] };
    expect(actionsOf({}, users)).not.toContain('iam:ListGroupPolicies');
    expect(actionsOf({ policyGroup: true }, users)).toContain('iam:ListGroupPolicies');
    expect(actionsOf({ syncSource: 'none' }).filter((action) => /cloudtrail|sqs/.test(action))).toEqual([]);
    expect(actionsOf({ syncSource: 'sqs', queueUrl })).not.toContain('cloudtrail:LookupEvents');
    expect(sid('ReadChangeQueues', { syncSource: 'sqs', queueUrl })).toMatchObject({
      Action: ['sqs:DeleteMessage', 'sqs:ReceiveMessage'],
      Resource: [`arn:aws:sqs:eu-west-1:${account}:iam-changes`],
    });
  });

  test('managedPath: what is written is below it, what is read need not be', () => {
    const documents = documentsOf({ managedPath: '/eng/' });
    const user = (path: string) => `arn:aws:iam::${account}:user${path}ada`;

    expect([allows(documents, 'iam:DeleteUser', user('/eng/')), allows(documents, 'iam:DeleteUser', user('/eng/team/'))]).toEqual([true, true]);
    expect([allows(documents, 'iam:DeleteUser', user('/')), allows(documents, 'iam:DeleteUser', user('/engineering/'))]).toEqual([false, false]);
    expect(allows(documents, 'iam:GetUser', user('/'))).toBe(true);
    expect(allows(documents, 'iam:AddUserToGroup', `arn:aws:iam::${account}:group/admins`)).toBe(false);
    const joining = documentsOf({ managedPath: '/eng/' }, { joinableGroups: ['staff'] });
    expect(allows(joining, 'iam:AddUserToGroup', `arn:aws:iam::${account}:group/staff`)).toBe(true);
    expect(allows(joining, 'iam:DeleteGroup', `arn:aws:iam::${account}:group/staff`)).toBe(false);
  });

  test('a path with a star stands for itself', () => {
    const documents = documentsOf({ managedPath: '/a*/' });

    expect(allows(documents, 'iam:DeleteUser', `arn:aws:iam::${account}:user/a*/ada`)).toBe(true);
    expect(allows(documents, 'iam:DeleteUser', `arn:aws:iam::${account}:user/ab/ada`)).toBe(false);
  });

  test('protect: names are denied whatever else is allowed, whatever they are of, reading excepted', () => {
    const everything = { Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] };
    const documents = [...documentsOf({ protect: ['breakglass-*'] }), everything];

    for (const resource of ['user/breakglass-1', 'role/ops/breakglass-2', 'group/breakglass-'])
      expect(allows(documents, 'iam:DeleteUser', `arn:aws:iam::${account}:${resource}`)).toBe(false);
    expect(allows(documents, 'iam:GetUser', `arn:aws:iam::${account}:user/breakglass-1`)).toBe(true);
    expect(allows(documents, 'iam:DeleteUser', `arn:aws:iam::${account}:user/ada`)).toBe(true);
  });

  test('partition, account and organisation stand in the ARNs', () => {
    expect(sid('WriteUsers', { region: 'cn-north-1' })?.Resource).toEqual([`arn:aws-cn:iam::${account}:user/*`]);
    expect(
      policyDocument({ roleArn: 'arn:aws:iam::222222222222:role/idm' })
        .at(-1)
        ?.documents[0]?.Statement.find(({ Sid }) => Sid === 'ReadUsers')?.Resource,
    ).toEqual(['arn:aws:iam::222222222222:user/*']);
    expect(policyDocument()[0]?.documents[0]?.Statement.find(({ Sid }) => Sid === 'ReadUsers')?.Resource).toEqual(['arn:aws:iam::*:user/*']);
    expect(sid('ReadOrganizationAccounts')?.Resource).toEqual(['arn:aws:organizations::*:account/o-*/*']);
  });
});

describe('options', () => {
  test('narrow to operations, classes and hooks', () => {
    const options = { objectClasses: ['__GROUP__'], operations: ['update'], hooks: ['callerIdentity'] };

    expect(actionsOf({}, options).sort()).toEqual([
      ...['iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:DeleteGroupPolicy', 'iam:DetachGroupPolicy', 'iam:GetGroup', 'iam:GetGroupPolicy'],
      ...['iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies', 'iam:ListUsers', 'iam:PutGroupPolicy', 'iam:RemoveUserFromGroup'],
      'iam:UpdateGroup',
    ]);
  });

  test('demand a boundary of whoever is made or given rights, which nobody then loses or rewrites', () => {
    const fence = `arn:aws:iam::${account}:policy/fence`;
    const options = { permissionsBoundary: fence };
    const conditioned = statementsOf({}, options).filter(({ Condition }) => Condition);

    expect(conditioned.flatMap(({ Action }) => Action).sort()).toEqual([
      ...['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:CreateRole', 'iam:CreateUser', 'iam:PutRolePermissionsBoundary'],
      ...['iam:PutRolePolicy', 'iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy'],
    ]);
    for (const { Condition } of conditioned) expect(Condition).toEqual({ StringEquals: { 'iam:PermissionsBoundary': fence } });
    expect(actionsOf({}, options).filter((action) => /Delete\w+PermissionsBoundary/.test(action))).toEqual([]);
    expect(allows(documentsOf({}, options), 'iam:CreatePolicyVersion', fence)).toBe(false);
    expect(allows(documentsOf({}, options), 'iam:CreatePolicyVersion', `arn:aws:iam::${account}:policy/other`)).toBe(true);
  });

  test('let only chosen policies be attached', () => {
    const attachablePolicies = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
    const attaching = statementsOf({}, { attachablePolicies }).filter(({ Action }) => Action.some((action) => action.startsWith('iam:Attach')));

    expect(attaching.map(({ Condition }) => Condition)).toEqual(Array(3).fill({ ArnLike: { 'iam:PolicyARN': attachablePolicies } }));
  });

  test('of attributes leave out the rights for all others, and revokeOnDisable adds what it closes', async () => {
    const of = (given: Given) =>
      actionsOf(given, { objectClasses: ['__ACCOUNT__'], operations: ['update'], hooks: [], accountAttributes: ['__ENABLE__', '__PASSWORD__'] });
    const without = of({});

    expect(without.filter((action) => /Put|Attach|Tag|Group|Boundary|SSH.*Key$|UpdateService/.test(action) && !/List/.test(action))).toEqual([]);
    expect(
      of({ revokeOnDisable: true })
        .filter((action) => !without.includes(action))
        .sort(),
    ).toEqual([
      ...['iam:DeleteUserPolicy', 'iam:GetUserPolicy', 'iam:PutUserPolicy', 'iam:UpdateSSHPublicKey', 'iam:UpdateServiceSpecificCredential'],
      'iam:UpdateSigningCertificate',
    ]);
  });

  test.each([false, true])('of attributes suffice for them, with revokeOnDisable %s', async (revokeOnDisable) => {
    const options = { objectClasses: ['__ACCOUNT__'], operations: ['update', 'get'], hooks: [], accountAttributes: ['__ENABLE__', '__PASSWORD__'] };
    const allowed = actionsOf({ revokeOnDisable }, options);
    await using h = await startHarness({}, { revokeOnDisable });
    const credentials = { sshKeys: ['Active'], certificates: ['Active'], serviceCredentials: [{ service: 'codecommit.amazonaws.com' }] } as const;
    h.server.iam.addUser({ name: 'ada', password, accessKeys: ['Active'], ...credentials });

    await h.accounts.update('ada', { replace: { __ENABLE__: false } });
    await h.accounts.update('ada', { replace: { __ENABLE__: true, __PASSWORD__: password } });
    await h.accounts.get('ada', { attributes: ['__ENABLE__'] });

    const called = new Set(h.actions().filter((action) => action !== 'GetCallerIdentity'));
    expect([...called].filter((action) => !allowed.includes(`iam:${action}`))).toEqual([]);
  });

  test('each attribute of a user can be read with the rights for it alone', async () => {
    await using h = await startHarness({}, { policyGroup: true });
    h.server.iam.addUser({ name: 'ada', groups: ['a'], accessKeys: ['Active'], sshKeys: ['Active'], inlinePolicies: {}, mfaDevices: ['phone'] });
    const missing: string[] = [];

    for (const name of namesOf('__ACCOUNT__')) {
      const options = { objectClasses: ['__ACCOUNT__'], operations: ['get', 'search'], hooks: [], accountAttributes: [name] };
      const allowed = actionsOf({ policyGroup: true }, options);
      await h.accounts.get('ada', { attributes: [name as never] });
      await h.accounts.search({ attributes: [name as never] }).toArray();
      for (const action of h.actions()) if (!allowed.includes(`iam:${action}`)) missing.push(`${name}: ${action}`);
    }

    expect(missing).toEqual([]);
  });

  test('that name what there is not are refused, all at once', () => {
    const options = { objectClasses: ['__ACOUNT__'], hooks: ['nothing'], accountId: 'mine', permissionsBoundary: 'fence', colour: 'red' };
    const error = errorOf(() => policyDocument({}, options as PolicyOptions));

    expect(error.code).toBe('InvalidArgument');
    expect(error.problems.map(({ path }) => path)).toEqual(['objectClasses[0]', 'hooks[0]', 'accountId', 'permissionsBoundary', 'colour']);
  });

  test('and a configuration that is wrong is refused as when it is opened, without any credentials in it', () => {
    const error = errorOf(() => policyDocument({ managedPath: 'eng', accounts: [] } as Given));
    expect([error.code, error.problems.map(({ path }) => path)]).toEqual(['Configuration', ['managedPath']]);
    expect(errorOf(() => policyDocument({ accounts: [] })).problems.map(({ path }) => path)).toEqual(['accounts']);
  });
});

describe('the hook policy', () => {
  test('prints the same for the account that the credentials are of, and asks only which that is', async () => {
    await using h = await startHarness({}, { managedPath: '/eng/' });

    const printed = await h.facade.hook('policy', { hooks: [] });

    expect(printed).toEqual(policyDocument({ managedPath: '/eng/', expectedAccountId: h.server.accountId }, { hooks: [] }));
    expect(h.actions()).toEqual(['GetCallerIdentity']);
  });

  test('calls nobody when the account is known, so that it serves before there is any right', async () => {
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'nobody', endpoint: 'http://127.0.0.1:9' };
    await using facade = await openConnector(aws, { ...keys, roleArn: `arn:aws:iam::${account}:role/idm` });

    const printed = await facade.hook('policy', {});

    expect(printed.map(({ identity }) => identity)).toEqual(['credentials', `arn:aws:iam::${account}:role/idm`]);
    expect(JSON.stringify(printed)).not.toContain('nobody');
  });
});
