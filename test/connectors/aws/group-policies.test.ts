import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

const document = (action = 's3:GetObject') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const all = { attributes: ['*', 'Members', 'AttachedPolicies', 'InlinePolicies'] } as const;

test('a group is made with policies and members, and read with them', async () => {
  await using h = await startHarness();
  const arns = [h.server.iam.addPolicy({ name: 'p' }).arn, h.server.iam.addPolicy({ name: 'q' }).arn];
  h.server.iam.addUser({ name: 'ada' });
  const InlinePolicies = [{ PolicyName: 'buckets', PolicyDocument: document() }];
  h.server.clearCalls();

  await h.groups.create({ __NAME__: 'team', AccountId: h.server.accountId, Members: ['ada'], AttachedPolicies: arns, InlinePolicies });

  expect(h.actions()).toEqual(['GetCallerIdentity', 'CreateGroup', 'AttachGroupPolicy', 'AttachGroupPolicy', 'PutGroupPolicy', 'AddUserToGroup']);
  expect((await h.groups.get('team', all))?.attributes).toMatchObject({
    AccountId: h.server.accountId,
    Members: ['ada'],
    AttachedPolicies: arns,
    InlinePolicies,
  });
});

test('a group for another account is refused before anything is made', async () => {
  await using h = await startHarness();

  expect(await failureOf(h.groups.create({ __NAME__: 'team', AccountId: '999999999999' }))).toMatchObject({
    code: 'InvalidAttributeValue',
    problems: [{ path: 'AccountId' }],
  });
  expect(h.server.iam.groupNames()).toEqual([]);
});

test('a create whose policy is refused leaves no group', async () => {
  await using h = await startHarness();
  const missing = `arn:aws:iam::${h.server.accountId}:policy/missing`;

  const error = await failureOf(
    h.groups.create({ __NAME__: 'team', InlinePolicies: [{ PolicyName: 'a', PolicyDocument: document() }], AttachedPolicies: [missing] }),
  );

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'AttachedPolicies[0]' }] });
  expect(h.server.iam.groupNames()).toEqual([]);
});

test('everything that is wrong with the policies is told before AWS is asked', async () => {
  await using h = await startHarness();
  const InlinePolicies = [{ PolicyName: 'a', PolicyDocument: '{"Statement":{"Effect":"allow"}}' }, { PolicyName: 'b' }];
  const AttachedPolicies = Array.from({ length: 11 }, (_, i) => `arn:aws:iam::aws:policy/p${i}`);

  const created = await failureOf(h.groups.create({ __NAME__: 'team', InlinePolicies, AttachedPolicies }));
  const updated = await failureOf(h.groups.update('team', { add: { InlinePolicies }, replace: { AttachedPolicies } }));

  const inside = [
    '[0].PolicyDocument.Statement.Effect',
    '[0].PolicyDocument.Statement.Action',
    '[0].PolicyDocument.Statement.Resource',
    '[1].PolicyDocument',
  ];
  expect(created).toMatchObject({ code: 'InvalidAttributeValue' });
  expect(created.problems.map(({ path }) => path)).toEqual(['AttachedPolicies', ...inside.map((each) => `InlinePolicies${each}`)]);
  expect(updated.problems.map(({ path }) => path)).toEqual(['replace.AttachedPolicies', ...inside.map((each) => `add.InlinePolicies${each}`)]);
  expect(h.actions()).toEqual([]);
});

test('an update of policies writes what differs, and nothing when all means the same', async () => {
  await using h = await startHarness();
  const [p = '', q = ''] = ['p', 'q'].map((name) => h.server.iam.addPolicy({ name }).arn);
  h.server.iam.addGroup({ name: 'team', policies: [p], inlinePolicies: { a: document() } });
  h.server.clearCalls();

  const spaced = JSON.stringify(JSON.parse(document()), undefined, 4);
  await h.groups.update('team', { replace: { AttachedPolicies: [q], InlinePolicies: [{ PolicyName: 'a', PolicyDocument: spaced }] } });

  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual(['DetachGroupPolicy', 'AttachGroupPolicy']);
  expect((await h.groups.get('team', all))?.attributes).toMatchObject({
    AttachedPolicies: [q],
    InlinePolicies: [{ PolicyName: 'a', PolicyDocument: document() }],
  });
});

test('policies of many groups come from one pass, of few from live reads, and say the same', async () => {
  await using h = await startHarness();
  const { arn } = h.server.iam.addPolicy({ name: 'p' });
  for (let i = 0; i < 14; i++) {
    h.server.iam.addGroup({ name: `g${i}`, path: i < 2 ? '/few/' : '/', policies: i % 2 ? [arn] : [], inlinePolicies: { [`i${i}`]: document() } });
  }
  const attributes = ['AttachedPolicies', 'InlinePolicies'] as const;

  const many = await h.groups.search({ attributes }).toArray();
  expect(h.actions()).toEqual(['ListGroups', 'GetAccountAuthorizationDetails']);
  const few = await h.groups.search({ attributes, filter: (f) => f.startsWith('Path', '/few/') }).toArray();
  expect(h.actions().filter((action) => action === 'GetAccountAuthorizationDetails')).toEqual([]);

  expect(many).toHaveLength(14);
  for (const { uid, attributes: found } of many) {
    const index = Number(uid.slice(1));
    expect(found.AttachedPolicies).toEqual(index % 2 ? [arn] : []);
    expect(found.InlinePolicies).toEqual([{ PolicyName: `i${index}`, PolicyDocument: document() }]);
  }
  expect(few).toEqual(many.filter(({ uid }) => uid === 'g0' || uid === 'g1'));
});

test('a new group without a path gets the one that the configuration says', async () => {
  await using h = await startHarness({}, { defaultGroupPath: '/teams/' });

  await h.groups.create({ __NAME__: 'a' });
  await h.groups.create({ __NAME__: 'b', Path: '/' });

  expect((await h.groups.get('a'))?.attributes.Path).toBe('/teams/');
  expect((await h.groups.get('b'))?.attributes.Path).toBe('/');
});

test('guard rails hold for groups and for the users in them', async () => {
  await using h = await startHarness({}, { managedPath: '/managed/', protect: ['breakglass-*'] });
  for (const name of ['breakglass-1', 'ada']) h.server.iam.addUser({ name, path: '/managed/' });
  h.server.iam.addGroup({ name: 'team', path: '/managed/' });
  h.server.iam.addGroup({ name: 'breakglass-team', path: '/managed/' });
  h.server.iam.addGroup({ name: 'outside' });
  h.server.clearCalls();

  for (const write of [
    () => h.groups.create({ __NAME__: 'new', Path: '/' }),
    () => h.groups.create({ __NAME__: 'breakglass-x', Path: '/managed/' }),
    () => h.groups.create({ __NAME__: 'new', Path: '/managed/', Members: ['breakglass-1'] }),
    () => h.groups.update('outside', { add: { Members: ['ada'] } }),
    () => h.groups.update('team', { replace: { Path: '/elsewhere/' } }),
    () => h.groups.update('team', { replace: { __NAME__: 'breakglass-2' } }),
    () => h.groups.update('team', { add: { Members: ['breakglass-1'] } }),
    () => h.groups.update('breakglass-team', { add: { Members: ['ada'] } }),
    () => h.groups.delete('outside'),
    () => h.groups.delete('breakglass-team'),
  ]) {
    expect(await failureOf(write())).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  }

  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual([]);
  await h.groups.update('team', { add: { Members: ['ada'] }, replace: { Path: '/managed/teams/' } });
  expect(h.server.iam.membersOf('team')).toEqual(['ada']);
});
