import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

test('a create makes one call for the user, one per group and one for the password, the password last', async () => {
  await using h = await startHarness();
  const boundary = h.server.iam.addPolicy({ name: 'boundary' }).arn;
  for (const name of ['a', 'b']) h.server.iam.addGroup({ name });

  const { uid, sideEffects } = await h.accounts.create({
    __NAME__: 'Ada',
    Path: '/eng/',
    Tags: [{ Key: 'team', Value: 'x' }],
    PermissionsBoundary: boundary,
    __GROUPS__: ['a', 'B', 'A'],
    __PASSWORD__: 'Correct-Horse-9',
  });

  expect(h.actions()).toEqual(['CreateUser', 'AddUserToGroup', 'AddUserToGroup', 'CreateLoginProfile']);
  expect(uid).toBe('Ada');
  expect(sideEffects?.replace).toMatchObject({ Arn: `arn:aws:iam::${h.server.accountId}:user/eng/Ada` });
  expect(h.server.iam.passwordOf('Ada')).toBe('Correct-Horse-9');
  expect(h.server.iam.membersOf('b')).toEqual(['Ada']);
});

test('the other spellings of PingIDM are taken for __NAME__ and PermissionsBoundary', async () => {
  await using h = await startHarness();
  const boundary = h.server.iam.addPolicy({ name: 'boundary' }).arn;

  await h.facade.dynamic('__ACCOUNT__').create({ __USER__: 'ada', PermissionBoundary: boundary });

  expect(await h.accounts.get('ada')).toMatchObject({ uid: 'ada', attributes: { PermissionsBoundary: boundary } });
});

test('an update goes from boundary to tags, groups, password, and renames and moves in one last call', async () => {
  await using h = await startHarness();
  const boundary = h.server.iam.addPolicy({ name: 'boundary' }).arn;
  h.server.iam.addGroup({ name: 'new' });
  h.server.iam.addUser({ name: 'ada', tags: { old: '1', same: '2', Case: '3' }, groups: ['left', 'stay'], password: 'x' });

  const { uid, sideEffects } = await h.accounts.update('ada', {
    replace: {
      __NAME__: 'ada.l',
      Path: '/eng/',
      PermissionsBoundary: boundary,
      Tags: [
        { Key: 'same', Value: '2' },
        { Key: 'case', Value: '3' },
        { Key: 'new', Value: '4' },
      ],
      __GROUPS__: ['STAY', 'new'],
      __PASSWORD__: 'Correct-Horse-9',
    },
  });

  const writes = h.server.calls.filter(({ action }) => !/^(Get|List)/.test(action ?? ''));
  expect(writes.map(({ action }) => action)).toEqual([
    'PutUserPermissionsBoundary',
    'UntagUser',
    'TagUser',
    'RemoveUserFromGroup',
    'AddUserToGroup',
    'UpdateLoginProfile',
    'UpdateUser',
  ]);
  expect({ uid, sideEffects }).toEqual({ uid: 'ada.l', sideEffects: { replace: { Arn: `arn:aws:iam::${h.server.accountId}:user/eng/ada.l` } } });
  const row = await h.accounts.get('ada.l', { attributes: ['*', '__GROUPS__'] });
  expect(row?.attributes.Tags).toEqual([
    { Key: 'same', Value: '2' },
    { Key: 'case', Value: '3' },
    { Key: 'new', Value: '4' },
  ]);
  expect(row?.attributes.__GROUPS__).toEqual(['new', 'stay']);
  expect(h.server.iam.passwordOf('ada.l')).toBe('Correct-Horse-9');
});

test('a change of one thing makes no calls for the others', async () => {
  await using h = await startHarness();
  const boundary = h.server.iam.addPolicy({ name: 'boundary' }).arn;
  h.server.iam.addUser({ name: 'ada', groups: ['a', 'b'], password: 'x', permissionsBoundary: boundary, tags: { team: 'x' } });
  const calls = async (changes: Parameters<typeof h.accounts.update>[1]) => {
    h.actions();
    await h.accounts.update('ada', changes);
    return h.actions();
  };

  expect(await calls({ replace: { __PASSWORD__: 'Correct-Horse-9' } })).toEqual(['UpdateLoginProfile']);
  expect(await calls({ replace: { PermissionsBoundary: null } })).toEqual(['DeleteUserPermissionsBoundary']);
  expect(await calls({ remove: { __GROUPS__: ['A'] } })).toEqual(['RemoveUserFromGroup']);
  expect(await calls({ add: { __GROUPS__: ['a'] } })).toEqual(['AddUserToGroup']);
  expect(await calls({ replace: { __GROUPS__: ['a', 'b'] } })).toEqual(['ListGroupsForUser']);
  expect(await calls({ replace: { Tags: [{ Key: 'team', Value: 'x' }] } })).toEqual(['GetUser']);
  expect(await calls({ add: { Tags: [{ Key: 'new' }] } })).toEqual(['GetUser', 'TagUser']);
  expect(await calls({ remove: { Tags: [{ Key: 'NEW' }] } })).toEqual(['GetUser', 'UntagUser']);
  expect(await calls({ replace: { Path: '/' } })).toEqual(['GetUser']);
  expect(await calls({ replace: { __PASSWORD__: null } })).toEqual(['GetCallerIdentity', 'DeleteLoginProfile']);
});

test('a name that is the same but for case is no rename, since AWS knows no case', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'Ada' });

  expect(await h.accounts.update('Ada', { replace: { __NAME__: 'Ada' } })).toEqual({ uid: 'Ada' });
  expect(h.actions()).toEqual(['GetUser']);
  expect(await h.accounts.update('Ada', { replace: { __NAME__: 'ADA' } })).toEqual({ uid: 'Ada' });
  expect(h.actions()).toEqual(['GetUser']);
  expect(h.server.iam.userNames()).toContain('Ada');
});

test('a password reaches a user who had none, and survives that somebody else makes one at the same moment', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  await h.accounts.update('ada', { replace: { __PASSWORD__: 'Correct-Horse-9' } });
  expect(h.actions()).toEqual(['UpdateLoginProfile', 'CreateLoginProfile']);

  h.server.faults.failNext({
    action: 'UpdateLoginProfile',
    code: 'NoSuchEntity',
    status: 404,
    message: 'Login Profile for User ada cannot be found.',
  });
  await h.accounts.update('ada', { replace: { __PASSWORD__: 'Wrong-Stable-10' } });
  expect(h.actions()).toEqual(['UpdateLoginProfile', 'CreateLoginProfile', 'UpdateLoginProfile']);
  expect(h.server.iam.passwordOf('ada')).toBe('Wrong-Stable-10');
});

test('nothing to write and nothing to remove is still an error for a user who is not there', async () => {
  await using h = await startHarness();

  for (const replace of [{ __PASSWORD__: null }, { PermissionsBoundary: null }, { __NAME__: 'ada' }, { Tags: null }, { __GROUPS__: null }] as const) {
    expect(await failureOf(h.accounts.update('ada', { replace }))).toMatchObject({ code: 'UnknownUid', uid: 'ada', outcome: 'none' });
  }
});

test('what AWS would refuse is refused before the call, all of it at once', async () => {
  await using h = await startHarness();
  const tooMany = Array.from({ length: 51 }, (_, i) => ({ Key: `key-${i}`, Value: 'x' }));
  const groups = Array.from({ length: 11 }, (_, i) => `g${i}`);

  const inSchema = await failureOf(
    h.accounts.create({
      __NAME__: 'a b',
      Path: 'eng',
      PermissionsBoundary: 'arn:aws:iam::1:policy/x',
      Tags: [{ Key: '' }, { Key: 'a', Value: 'ä€*' }],
      __GROUPS__: ['x'.repeat(129)],
      __PASSWORD__: 'p'.repeat(129),
    }),
  );
  const beyond = await failureOf(
    h.accounts.create({
      __NAME__: 'ada',
      Tags: [{ Key: 'Team' }, { Key: 'x' }, { Key: 'team' }, { Key: 'aws:x' }, { Key: 'y', Value: 'AWS:z' }],
      __GROUPS__: groups,
    }),
  );
  const many = await failureOf(h.accounts.update('ada', { replace: { Tags: tooMany } }));

  expect(inSchema.code).toBe('InvalidAttributeValue');
  expect(inSchema.problems.map(({ path }) => path)).toEqual([
    '__NAME__',
    'Path',
    'PermissionsBoundary',
    'Tags[0].Key',
    'Tags[1].Value',
    '__GROUPS__[0]',
    '__PASSWORD__',
  ]);
  expect(beyond.code).toBe('InvalidAttributeValue');
  expect(beyond.problems.map(({ path }) => path)).toEqual(['Tags[2].Key', 'Tags[3].Key', 'Tags[4].Value', '__GROUPS__']);
  expect(beyond.message).toContain('4 problems in create __ACCOUNT__ of aws');
  expect(many.problems.map(({ path }) => path)).toEqual(['replace.Tags']);
  expect(h.actions()).toEqual([]);
});

test('tags that come on top of those there are counted before anything is written', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', tags: Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`key-${i}`, 'x'])) });

  const error = await failureOf(
    h.accounts.update('ada', { add: { Tags: [{ Key: 'one' }, { Key: 'two' }] }, replace: { __PASSWORD__: 'Correct-Horse-9' } }),
  );

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'Tags' }] });
  expect(h.actions()).toEqual(['GetUser']);
});

test('a uid that no user can have is refused before the call', async () => {
  await using h = await startHarness();

  for (const uid of ['a b', 'x'.repeat(129), 'ada/../bob']) {
    expect(await failureOf(h.accounts.get(uid))).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'uid' }] });
    expect(await failureOf(h.accounts.update(uid, { replace: { Path: '/' } }))).toMatchObject({ code: 'InvalidArgument' });
    expect(await failureOf(h.accounts.delete(uid))).toMatchObject({ code: 'InvalidArgument' });
    expect(await failureOf(h.groups.get(uid))).toMatchObject({ code: 'InvalidArgument' });
  }
  expect(await h.accounts.search({ filter: (f) => f.equals('__NAME__', 'a b') }).toArray()).toEqual([]);
  expect(h.actions()).toEqual([]);
});

test('clearing the tags leaves those that AWS made itself, which nobody else may remove', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', tags: { 'aws:stack': 'x', team: 'y' } });

  await h.accounts.update('ada', { replace: { Tags: null } });

  expect((await h.accounts.get('ada'))?.attributes.Tags).toEqual([{ Key: 'aws:stack', Value: 'x' }]);
});
