import { expect, test } from 'vitest';
import { policyDocument } from '../../../../src/connectors/aws/index.ts';

const [home, hub, payroll] = ['111111111111', '222222222222', '333333333333'];
const role = (account: string | undefined, name = 'idm') => `arn:aws:iam::${account}:role/${name}`;
const none = { objectClasses: [], operations: [], hooks: [] } as const;

test('credentials that assume a role need that and nothing else, and the role trusts them with the external id', () => {
  const [credentials, worker] = policyDocument({ roleArn: role(hub), externalId: 'corp-1' }, { principal: `arn:aws:iam::${home}:user/sync` });

  expect(credentials).toEqual({
    identity: 'credentials',
    documents: [{ Version: '2012-10-17', Statement: [{ Sid: 'AssumeRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [role(hub)] }] }],
    trust: undefined,
  });
  expect(worker?.trust?.Statement).toEqual([
    {
      ...{ Sid: 'LetConnectorAssume', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${home}:user/sync` }, Action: ['sts:AssumeRole'] },
      Condition: { StringEquals: { 'sts:ExternalId': 'corp-1' } },
    },
  ]);
  expect(worker?.documents[0]?.Statement.map(({ Sid }) => Sid)).toContain('WriteUsers');
});

test('without a word about who assumes it, a role trusts its own account', () => {
  expect(policyDocument({ roleArn: role(hub) })[1]?.trust?.Statement[0]?.Principal).toEqual({ AWS: `arn:aws:iam::${hub}:root` });
});

test('in a chain each role may assume the next one only, and trusts the one before', () => {
  const policies = policyDocument({ roleChain: [role(home, 'hop')], roleArn: role(hub) }, none);

  expect(policies.map(({ identity, documents }) => [identity, documents[0]?.Statement[0]?.Resource])).toEqual([
    ['credentials', [role(home, 'hop')]],
    [role(home, 'hop'), [role(hub)]],
    // A connection can always be tested.
    [role(hub), ['*']],
  ]);
  expect(policies[2]?.trust?.Statement[0]?.Principal).toEqual({ AWS: role(home, 'hop') });
});

test('source identity and tags are allowed on both sides, transitive tags in every hop', () => {
  const settings = { sourceIdentity: 'sync', sessionTags: { team: 'idm', run: '1' }, transitiveTagKeys: ['team'] };
  const policies = policyDocument({ roleChain: [role(home, 'hop')], roleArn: role(hub), ...settings }, none);

  const actions = ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'];
  for (const { documents } of policies.slice(0, 2)) expect(documents[0]?.Statement[0]?.Action).toEqual(actions);
  expect(policies.slice(1).map(({ trust }) => trust?.Statement[0]?.Condition)).toEqual([
    { StringEquals: { 'sts:SourceIdentity': 'sync' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['run', 'team'] } },
    { StringEquals: { 'sts:SourceIdentity': 'sync' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['run', 'team'] } },
  ]);
});

test('discovered accounts: the session lists them and assumes the role in each, and works at home itself', () => {
  const [session, member] = policyDocument({ discoverAccounts: true, expectedAccountId: home, accountRole: 'idm/worker' });
  const sids = session?.documents.flatMap(({ Statement }) => Statement.map(({ Sid }) => Sid)) ?? [];
  const assume = session?.documents[0]?.Statement[0];

  expect(assume).toMatchObject({ Sid: 'AssumeRoles', Resource: [role('*', 'idm/worker')] });
  expect(sids).toEqual(expect.arrayContaining(['WriteUsers', 'ReadOrganizationAccounts']));
  expect(member).toMatchObject({ identity: role('*', 'idm/worker') });
  const theirs = member?.documents.flatMap(({ Statement }) => Statement.flatMap(({ Action, Resource }) => [...Action, ...(Resource ?? [])])) ?? [];
  expect(theirs.filter((each) => each.startsWith('organizations:'))).toEqual([]);
  expect(theirs).toContain('arn:aws:iam::*:user/*');
  expect(member?.trust?.Statement[0]?.Principal).toEqual({ AWS: `arn:aws:iam::${home}:root` });
});

test('named accounts: only their roles, and no rights in an own account that is not among them', () => {
  const [session, member] = policyDocument({ accounts: [hub, payroll], expectedAccountId: home }, { objectClasses: ['__ACCOUNT__'], hooks: [] });

  expect(session?.documents[0]?.Statement.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ['AssumeRoles', [role(hub, 'OrganizationAccountAccessRole'), role(payroll, 'OrganizationAccountAccessRole')]],
  ]);
  expect(session?.documents).toHaveLength(1);
  expect(member?.identity).toBe(role('*', 'OrganizationAccountAccessRole'));

  const [own, ...others] = policyDocument({ accounts: [home], expectedAccountId: home });
  expect(own?.documents[0]?.Statement.some(({ Sid }) => Sid === 'AssumeRoles')).toBe(false);
  expect(others).toEqual([]);
});

test('a web identity needs no policy; its role has no trust policy here, because nobody said which provider', () => {
  const [worker, ...rest] = policyDocument({ webIdentityTokenFile: '/var/run/token', roleArn: role(hub) });

  expect([worker?.identity, worker?.trust, rest]).toEqual([role(hub), undefined, []]);
});

test('nobody is trusted when it is not known who asks', () => {
  expect(policyDocument({ discoverAccounts: true })[1]?.trust).toBeUndefined();
});
