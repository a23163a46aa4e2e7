import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, GetRoleCommand, IAMClient, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { failureOf, startHarness } from '../harness.ts';

const document = (action = 's3:GetObject') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trust = (principal: object = { Service: 'ec2.amazonaws.com' }) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] });
const everything = ['*', 'AttachedPolicies', 'InlinePolicies', 'InstanceProfiles'] as const;

async function scene(...settings: Parameters<typeof startHarness>) {
  const h = await startHarness(...settings);
  const roles = h.facade.objectClass('Role');
  const iam = new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
  const policies = ['p', 'q', 'fence'].map((name) => h.server.iam.addPolicy({ name }).arn) as [string, string, string];
  return {
    ...h,
    roles,
    iam,
    policies,
    raw: async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role,
    writes: () => h.actions().filter((action) => !/^(Get|List)/.test(action)),
  };
}

describe('create', () => {
  test('a role is made with all that it can have, and reads as it was written', async () => {
    await using h = await scene();
    const [p, q, fence] = h.policies;
    const attributes = {
      Path: '/apps/',
      AssumeRolePolicyDocument: trust(),
      Description: 'Deploys “x” no: é',
      MaxSessionDuration: 7200,
      PermissionsBoundary: fence,
      Tags: [{ Key: 'team', Value: 'a' }],
      AttachedPolicies: [p, q],
      InlinePolicies: [{ PolicyName: 'buckets', PolicyDocument: document() }],
    };

    const refused = await failureOf(h.roles.create({ __NAME__: 'Deploy', ...attributes }));
    expect(refused).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'Description' }] });
    const wanted = { ...attributes, Description: 'Deploys, é' };
    const { uid, sideEffects } = await h.roles.create({ __NAME__: 'Deploy', AccountId: h.server.accountId, ...wanted });

    const row = await h.roles.get('deploy', { attributes: everything });
    expect(uid).toBe('Deploy');
    expect(row).toMatchObject({ uid: 'Deploy', name: 'Deploy', attributes: { ...wanted, AccountId: h.server.accountId, InstanceProfiles: [] } });
    expect(row?.attributes.Arn).toBe(`arn:aws:iam::${h.server.accountId}:role/apps/Deploy`);
    expect(sideEffects?.replace).toEqual({ RoleId: row?.attributes.RoleId, Arn: row?.attributes.Arn, CreatedDate: row?.attributes.CreatedDate });
  });

  test('everything that is wrong is told before AWS is asked', async () => {
    await using h = await scene();
    h.actions();

    const error = await failureOf(
      h.roles.create({
        __NAME__: 'r',
        AssumeRolePolicyDocument: document(),
        MaxSessionDuration: 60,
        Tags: [{ Key: 'a' }, { Key: 'A' }],
        InlinePolicies: [{ PolicyName: 'x', PolicyDocument: trust() }],
      }),
    );

    expect(error).toMatchObject({ code: 'InvalidAttributeValue' });
    expect(error.problems.map(({ path }) => path)).toEqual([
      'AssumeRolePolicyDocument.Statement[0].Principal',
      'AssumeRolePolicyDocument.Statement[0].Resource',
      'MaxSessionDuration',
      'Tags[1].Key',
      'InlinePolicies[0].PolicyDocument.Statement[0].Resource',
      'InlinePolicies[0].PolicyDocument.Statement[0].Principal',
    ]);
    expect(h.actions()).toEqual([]);
  });

  test('a role whose policy is not there is taken back', async () => {
    await using h = await scene();
    const missing = `arn:aws:iam::${h.server.accountId}:policy/missing`;
    const InlinePolicies = [{ PolicyName: 'x', PolicyDocument: document() }];

    const error = await failureOf(
      h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust(), AttachedPolicies: [h.policies[0], missing], InlinePolicies }),
    );

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'AttachedPolicies[1]' }] });
    expect(await h.roles.get('r')).toBeUndefined();
  });

  test('a boundary that is not there, and a name that is taken, are told as such', async () => {
    await using h = await scene();
    const PermissionsBoundary = `arn:aws:iam::${h.server.accountId}:policy/missing`;
    await h.roles.create({ __NAME__: 'taken', AssumeRolePolicyDocument: trust() });

    expect(await failureOf(h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust(), PermissionsBoundary }))).toMatchObject({
      code: 'InvalidAttributeValue',
      problems: [{ path: 'PermissionsBoundary' }],
    });
    expect(await failureOf(h.roles.create({ __NAME__: 'TAKEN', AssumeRolePolicyDocument: trust() }))).toMatchObject({ code: 'AlreadyExists' });
  });

  test('a lost answer is looked for: the role is ours when it is as it was sent', async () => {
    await using h = await scene();
    h.server.faults.dropNext({ action: 'CreateRole', when: 'after' });

    const { uid } = await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust({ AWS: h.server.accountId }), Tags: [{ Key: 'a' }] });

    expect(uid).toBe('r');
    expect(h.actions().filter((action) => action === 'CreateRole')).toHaveLength(1);
  });

  test('a lost answer is AlreadyExists when the role is somebody else’s', async () => {
    await using h = await scene();
    h.server.iam.addRole({ name: 'r', trustPolicy: trust({ Service: 'lambda.amazonaws.com' }) });
    h.server.faults.dropNext({ action: 'CreateRole', when: 'before' });

    expect(await failureOf(h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust() }))).toMatchObject({ code: 'AlreadyExists', uid: 'r' });
  });
});

describe('a principal that is new', () => {
  const refuse = (h: Awaited<ReturnType<typeof scene>>, arn: string, action: string, times: number) =>
    h.server.faults.failNext({
      ...{ action, times, code: 'MalformedPolicyDocument', status: 400 },
      message: `Invalid principal in policy: "AWS":"${arn}"`,
    });

  test('is waited for when IAM knows it', async () => {
    await using h = await scene();
    const { arn } = h.server.iam.addUser({ name: 'robot', path: '/x/' });
    refuse(h, arn, 'CreateRole', 3);

    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust({ AWS: arn }) });

    expect(h.waits).toEqual([1000, 2000, 4000]);
    expect((await h.raw('r'))?.Arn).toContain(':role/r');
  });

  test('is waited for half a minute and no longer, in an update too', async () => {
    await using h = await scene();
    const { arn } = h.server.iam.addRole({ name: 'caller', trustPolicy: trust() });
    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust() });
    refuse(h, arn, 'UpdateAssumeRolePolicy', 100);

    const error = await failureOf(h.roles.update('r', { replace: { AssumeRolePolicyDocument: trust({ AWS: arn }) } }));

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', uid: 'r', problems: [{ path: 'AssumeRolePolicyDocument' }] });
    expect(h.waits.reduce((sum, each) => sum + each, 0)).toBe(30_000);
  });

  test.each([
    ['a user that is not there', 'arn:aws:iam::123456789012:user/nobody'],
    ['a user of this name in another path', 'arn:aws:iam::123456789012:user/other/robot'],
    ['a role of another account', 'arn:aws:iam::999999999999:role/robot'],
    ['no ARN', 'robot'],
  ])('is refused at once when it is %s', async (_, principal) => {
    await using h = await scene();
    h.server.iam.addUser({ name: 'robot', path: '/x/' });
    refuse(h, principal, 'CreateRole', 1);

    const error = await failureOf(h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust({ AWS: principal }) }));

    expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'AssumeRolePolicyDocument' }] });
    expect(h.waits).toEqual([]);
  });
});

describe('update', () => {
  test('a trust policy that means the same is not written, another one is', async () => {
    await using h = await scene();
    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust({ AWS: '123456789012' }) });
    h.actions();
    const root = trust({ AWS: ['arn:aws:iam::123456789012:root'] });

    await h.roles.update('r', { replace: { AssumeRolePolicyDocument: JSON.stringify(JSON.parse(root), undefined, 2) } });
    expect(h.writes()).toEqual([]);
    await h.roles.update('r', { replace: { AssumeRolePolicyDocument: trust() } });
    expect(h.writes()).toEqual(['UpdateAssumeRolePolicy']);
    expect((await h.roles.get('r'))?.attributes.AssumeRolePolicyDocument).toBe(trust());
  });

  test('a description alone leaves the longest session as it is, and the other way round', async () => {
    await using h = await scene();
    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust(), MaxSessionDuration: 7200, Description: 'one' });

    await h.roles.update('r', { replace: { Description: 'two' } });
    expect(await h.raw('r')).toMatchObject({ Description: 'two', MaxSessionDuration: 7200 });
    await h.roles.update('r', { replace: { MaxSessionDuration: 10_800 } });
    expect(await h.raw('r')).toMatchObject({ Description: 'two', MaxSessionDuration: 10_800 });
    await h.roles.update('r', { replace: { MaxSessionDuration: null, Description: null } });
    const { attributes } = (await h.roles.get('r')) ?? {};
    expect(attributes).toMatchObject({ MaxSessionDuration: 3600 });
    expect(attributes).not.toHaveProperty('Description');
  });

  test('boundary, tags and policies are changed by difference', async () => {
    await using h = await scene();
    const [p, q, fence] = h.policies;
    await h.roles.create({
      __NAME__: 'r',
      AssumeRolePolicyDocument: trust(),
      Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }],
      AttachedPolicies: [p],
      InlinePolicies: [{ PolicyName: 'x', PolicyDocument: document() }],
    });
    h.actions();

    await h.roles.update('r', {
      replace: { PermissionsBoundary: fence, Tags: [{ Key: 'a', Value: '2' }, { Key: 'c' }], AttachedPolicies: [q] },
      add: { InlinePolicies: [{ PolicyName: 'y', PolicyDocument: document() }] },
      remove: { InlinePolicies: [{ PolicyName: 'x' }] },
    });

    expect(h.writes()).toEqual([
      ...['PutRolePermissionsBoundary', 'UntagRole', 'TagRole', 'DetachRolePolicy', 'AttachRolePolicy', 'DeleteRolePolicy', 'PutRolePolicy'],
    ]);
    expect((await h.roles.get('r', { attributes: everything }))?.attributes).toMatchObject({
      PermissionsBoundary: fence,
      Tags: [
        { Key: 'a', Value: '2' },
        { Key: 'c', Value: '' },
      ],
      AttachedPolicies: [q],
      InlinePolicies: [{ PolicyName: 'y', PolicyDocument: document() }],
    });
    await h.roles.update('r', { replace: { PermissionsBoundary: null, Tags: null } });
    const { attributes } = (await h.roles.get('r')) ?? {};
    expect(attributes).not.toHaveProperty('PermissionsBoundary');
    expect(attributes).not.toHaveProperty('Tags');
  });

  test('a rename or a move, which IAM has not, is refused', async () => {
    await using h = await scene();
    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust() });
    h.actions();

    const error = await failureOf(h.facade.dynamic('Role').update('r', { replace: { __NAME__: 's', Path: '/x/' } }));

    expect(error).toMatchObject({ code: 'InvalidAttributeValue' });
    expect(error.problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'replace.__NAME__ cannot be changed',
      'replace.Path cannot be changed',
    ]);
    expect(h.actions()).toEqual([]);
  });

  test('a role that is not there is an error even when nothing would change', async () => {
    await using h = await scene();

    for (const changes of [
      { replace: { Description: 'x' } },
      { replace: { PermissionsBoundary: null } },
      { remove: { AttachedPolicies: [h.policies[0]] } },
      { replace: { AttachedPolicies: null } },
      { add: { Tags: [{ Key: 'a' }] } },
    ]) {
      expect(await failureOf(h.roles.update('nobody', changes))).toMatchObject({ code: 'UnknownUid', uid: 'nobody' });
    }
    expect(await failureOf(h.roles.get('x'.repeat(65)))).toMatchObject({ code: 'InvalidArgument' });
  });

  test('an update that stops half-way says what was done', async () => {
    await using h = await scene();
    await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust() });
    h.server.faults.deny('AttachRolePolicy');

    const error = await failureOf(h.roles.update('r', { replace: { Description: 'x' }, add: { AttachedPolicies: [h.policies[0]] } }));

    expect(error).toMatchObject({ code: 'PermissionDenied', outcome: 'partial', uid: 'r' });
    expect(error.problems.map(({ path, message }) => `${path} ${message.split(':')[0]}`)).toEqual([
      'Description done',
      'add.AttachedPolicies[0] not done',
    ]);
  });
});

describe('delete', () => {
  test('a role leaves its instance profiles and loses its policies before it goes', async () => {
    await using h = await scene();
    await h.roles.create({
      __NAME__: 'r',
      AssumeRolePolicyDocument: trust(),
      AttachedPolicies: [h.policies[0]],
      InlinePolicies: [{ PolicyName: 'x', PolicyDocument: document() }],
    });
    await h.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'web' }));
    await h.iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'web', RoleName: 'r' }));
    expect((await h.roles.get('r', { attributes: ['InstanceProfiles'] }))?.attributes.InstanceProfiles).toEqual(['web']);
    h.actions();

    await h.roles.delete('r');

    expect(h.writes()).toEqual(['RemoveRoleFromInstanceProfile', 'DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole']);
    expect(await failureOf(h.roles.delete('r'))).toMatchObject({ code: 'UnknownUid' });
  });

  test('a role that belongs to a service of AWS is neither deleted nor changed', async () => {
    await using h = await scene();
    h.server.iam.addRole({ name: 'AWSServiceRoleForX', trustPolicy: trust(), isServiceLinked: true, policies: [h.policies[0]] });

    expect(await failureOf(h.roles.delete('AWSServiceRoleForX'))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
    expect(
      await failureOf(h.roles.update('AWSServiceRoleForX', { replace: { AssumeRolePolicyDocument: trust({ AWS: '123456789012' }) } })),
    ).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
    expect(await h.raw('AWSServiceRoleForX')).toBeDefined();
  });
});

describe('guard rails', () => {
  test('hold for names and paths of roles', async () => {
    await using h = await scene({}, { managedPath: '/apps/', protect: ['admin*'] });
    for (const [name, path] of [
      ['a', '/apps/'],
      ['admin', '/apps/'],
      ['out', '/'],
    ] as const)
      h.server.iam.addRole({ name, path, trustPolicy: trust() });
    h.actions();

    for (const write of [
      () => h.roles.create({ __NAME__: 'new', AssumeRolePolicyDocument: trust() }),
      () => h.roles.create({ __NAME__: 'admin2', Path: '/apps/', AssumeRolePolicyDocument: trust() }),
      () => h.roles.update('out', { replace: { Description: 'x' } }),
      () => h.roles.update('admin', { replace: { Description: 'x' } }),
      () => h.roles.delete('out'),
      () => h.roles.delete('admin'),
    ]) {
      expect(await failureOf(write())).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
    }

    expect(h.writes()).toEqual([]);
    await h.roles.update('a', { replace: { Description: 'x' } });
    await h.roles.delete('a');
    expect(await failureOf(h.roles.delete('a'))).toMatchObject({ code: 'UnknownUid' });
  });
});

describe('search', () => {
  async function many() {
    const h = await scene();
    const [p, , fence] = h.policies;
    for (let i = 0; i < 25; i++) {
      h.server.iam.addRole({
        ...{ name: `role-${i}`, path: i % 5 === 0 ? '/apps/' : '/', trustPolicy: trust(), policies: i % 2 ? [p] : [], tags: { n: String(i) } },
        ...{ description: `number ${i}`, inlinePolicies: { [`i${i}`]: document() }, maxSessionDuration: 3600 + i },
        ...(i % 3 === 0 && { permissionsBoundary: fence }),
        ...(i % 4 === 0 && { lastUsed: { at: Date.UTC(2026, 1, 1 + i), region: 'eu-west-1' } }),
      });
    }
    h.actions();
    return h;
  }

  test('each way of reading says the same of every role', async () => {
    await using h = await many();
    const { roles } = h;

    const both = await roles.search({ attributes: everything }).toArray();
    expect(h.actions()).toEqual(['ListRoles', 'GetAccountAuthorizationDetails']);
    const alone = await roles.search({ attributes: ['Tags', 'LastUsedDate', 'AttachedPolicies'] }).toArray();
    expect(h.actions()).toEqual(['GetAccountAuthorizationDetails']);
    const listed = await roles.search({ attributes: ['Description', 'AssumeRolePolicyDocument', 'Path'] }).toArray();
    expect(h.actions()).toEqual(['ListRoles']);

    expect(both).toHaveLength(25);
    for (const row of both) {
      expect(await roles.get(row.uid, { attributes: everything })).toEqual(row);
      expect(row.attributes).toMatchObject(alone.find(({ uid }) => uid === row.uid)?.attributes ?? {});
      expect(row.attributes).toMatchObject(listed.find(({ uid }) => uid === row.uid)?.attributes ?? {});
    }
    expect(both.find(({ uid }) => uid === 'role-12')?.attributes).toMatchObject({
      Description: 'number 12',
      MaxSessionDuration: 3612,
      PermissionsBoundary: h.policies[2],
      LastUsedDate: new Date(Date.UTC(2026, 1, 13)),
      LastUsedRegion: 'eu-west-1',
      Tags: [{ Key: 'n', Value: '12' }],
      AttachedPolicies: [],
      InlinePolicies: [{ PolicyName: 'i12', PolicyDocument: document() }],
    });
  });

  test('a path prefix goes to IAM, and few roles are read live', async () => {
    await using h = await many();

    const found = await h.roles.search({ filter: (f) => f.startsWith('Path', '/apps/') }).toArray();

    expect(found).toHaveLength(5);
    expect(h.actions()).toEqual(['ListRoles', 'GetRole', 'GetRole', 'GetRole', 'GetRole', 'GetRole']);
  });

  test('a name is one GetRole, an unknown or impossible one none or nothing', async () => {
    await using h = await many();

    expect(await h.roles.search({ filter: (f) => f.equals('__NAME__', 'ROLE-3') }).toArray()).toMatchObject([{ uid: 'role-3' }]);
    expect(h.actions()).toEqual(['GetRole']);
    expect(await h.roles.search({ filter: (f) => f.equals('__NAME__', 'x'.repeat(64)) }).toArray()).toEqual([]);
    expect(await h.roles.search({ filter: (f) => f.equals('__NAME__', 'x'.repeat(65)) }).toArray()).toEqual([]);
    expect(h.actions()).toEqual(['GetRole']);
  });

  test('pages go on in another call where they ended, and 1,200 roles are all there', async () => {
    await using h = await scene({ quotas: { rolesPerAccount: 5000 } });
    for (let i = 0; i < 1200; i++) h.server.iam.addRole({ name: `role-${i}`, trustPolicy: trust() });
    const seen = new Set<string>();

    let cursor: string | undefined;
    do {
      const page = await h.roles.search({ ...(cursor !== undefined && { cursor }), pageSize: 500 }).page();
      for (const { uid } of page.rows) seen.add(uid);
      cursor = page.cursor;
    } while (cursor !== undefined);

    expect(seen.size).toBe(1200);
  });

  test('details that are refused are an error, not roles without tags', async () => {
    await using h = await many();
    h.server.faults.deny('GetAccountAuthorizationDetails');

    expect(await failureOf(h.roles.search().toArray())).toMatchObject({ code: 'PermissionDenied' });
  });
});

test('a role that somebody changed meanwhile is updated from what it is now', async () => {
  await using h = await scene();
  await h.roles.create({ __NAME__: 'r', AssumeRolePolicyDocument: trust(), MaxSessionDuration: 7200 });
  await h.iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 9000 }));

  await h.roles.update('r', { replace: { Description: 'x' } });

  expect(await h.raw('r')).toMatchObject({ MaxSessionDuration: 9000, Description: 'x' });
});
