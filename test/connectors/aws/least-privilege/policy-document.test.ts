import { describe, expect, test } from 'vitest';
import aws, { type PolicyOptions, policyDocument } from '../../../../src/connectors/aws/index.ts';
import { documentProblems } from '../../../../src/connectors/aws/policy/policy-document.ts';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import { startHarness } from '../harness.ts';
import { allows } from '../permissions/policy-evaluation.ts';
import { account, actionsOf, documentsOf, type Given, statementsOf } from './printed-policy.ts';

const sid = (name: string, given: Given = {}, options: PolicyOptions = {}) => statementsOf(given, options).find(({ Sid }) => Sid === name);

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
