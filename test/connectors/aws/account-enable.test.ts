import { GetUserPolicyCommand, IAMClient, ListGroupsCommand } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { mfaCode } from '../../../src/testing/aws/index.ts';
import { failureOf, startHarness } from './harness.ts';

const password = 'Correct-Horse-9';

/** Everything a user can get in with. */
const everything = {
  password: 'x',
  accessKeys: ['Active', 'Active'],
  sshKeys: ['Active', 'Inactive'],
  certificates: ['Active'],
  serviceCredentials: [{ service: 'codecommit.amazonaws.com' }],
} as const;

const state = ['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', 'RemainingAccess'] as const;

type Harness = Awaited<ReturnType<typeof startHarness>>;

async function stateOf(h: Harness, uid = 'ada') {
  return (await h.accounts.get(uid, { attributes: [...state] }))?.attributes;
}

test('a disable deletes the console password and deactivates every key, whatever enableProgrammaticAccess says', async () => {
  for (const enableProgrammaticAccess of [false, true]) {
    await using h = await startHarness({}, { enableProgrammaticAccess });
    h.server.iam.addUser({ name: 'ada', password: 'x', accessKeys: ['Active', 'Inactive'] });

    await h.accounts.update('ada', { replace: { __ENABLE__: false } });

    expect(await stateOf(h)).toMatchObject({ __ENABLE__: false, ConsoleAccess: false, ProgrammaticAccess: false });
    expect(h.server.iam.passwordOf('ada')).toBeUndefined();
  }
});

test('a disable of somebody who is disabled already changes nothing and succeeds, of somebody who is not there is UnknownUid', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Inactive'] });

  expect(await h.accounts.update('ada', { replace: { __ENABLE__: false } })).toMatchObject({ uid: 'ada' });

  expect(h.actions()).not.toContain('UpdateAccessKey');
  expect(await failureOf(h.accounts.update('eve', { replace: { __ENABLE__: false } }))).toMatchObject({ code: 'UnknownUid', outcome: 'none' });
});

test('without revokeOnDisable the answer and the log say what still lets the user in', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...everything });

  const { sideEffects } = await h.accounts.update('ada', { replace: { __ENABLE__: false } });

  expect(sideEffects?.replace).toMatchObject({ ConsoleAccess: false, ProgrammaticAccess: false });
  expect(
    sideEffects?.replace?.RemainingAccess?.map((line) => line.replace(/ (AP|AC|TA|ASC)\w+/, ' ID').replace(/before .* UTC/, 'before DATE')),
  ).toEqual([
    'SSHPublicKey ID',
    'ServiceSpecificCredential ID (codecommit.amazonaws.com)',
    expect.stringMatching(/^SigningCertificate /),
    'Session begun before DATE, for up to 36 hours',
  ]);
  expect(h.log).toEqual([['warn', expect.stringContaining('ada is disabled'), { remaining: sideEffects?.replace?.RemainingAccess }]]);
  expect((await stateOf(h))?.RemainingAccess).toHaveLength(3);
});

test('a disable that may not look for other ways in disables all the same, and says that it could not look', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', ...everything });
  h.server.faults.deny('ListSSHPublicKeys');

  const { sideEffects } = await h.accounts.update('ada', { replace: { __ENABLE__: false } });

  expect(sideEffects?.replace?.RemainingAccess?.[0]).toMatch(/^not known: iam:ListSSHPublicKeys/);
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
});

test('revokeOnDisable closes SSH keys, certificates and service credentials, and denies every session from before', async () => {
  await using h = await startHarness({}, { revokeOnDisable: true });
  h.server.iam.addUser({ name: 'ada', ...everything, inlinePolicies: { mine: { Statement: [] } } });

  const { sideEffects } = await h.accounts.update('ada', { replace: { __ENABLE__: false } });

  expect(sideEffects?.replace).toEqual({ ConsoleAccess: false, ProgrammaticAccess: false, RemainingAccess: [] });
  expect((await stateOf(h))?.RemainingAccess ?? []).toEqual([]);
  const policy = await revocationOf(h);
  expect(policy).toMatchObject({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
  expect(Date.parse(String(policy?.Statement[0].Condition.DateLessThan['aws:TokenIssueTime']))).toBeGreaterThanOrEqual(Date.now());
});

test('the policy that denies sessions is nobody’s inline policy: not read, not replaced, not written', async () => {
  await using h = await startHarness({}, { revokeOnDisable: true });
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  await h.accounts.update('ada', { replace: { __ENABLE__: false } });

  await h.accounts.update('ada', { replace: { InlinePolicies: null } });

  expect(await revocationOf(h)).toBeDefined();
  expect((await h.accounts.get('ada', { attributes: ['InlinePolicies'] }))?.attributes.InlinePolicies ?? []).toEqual([]);
  expect(
    await failureOf(h.accounts.update('ada', { remove: { InlinePolicies: [{ PolicyName: 'IdentityConnectorRevokeOlderSessions' }] } })),
  ).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'remove.InlinePolicies[0].PolicyName' }] });
});

test('an enable lets new sessions begin and keeps those from before the disable out', async () => {
  await using h = await startHarness({}, { revokeOnDisable: true });
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  await h.accounts.update('ada', { replace: { __ENABLE__: false } });
  const before = Date.now();

  await h.accounts.update('ada', { replace: { __ENABLE__: true, __PASSWORD__: password } });

  const until = Date.parse(String((await revocationOf(h))?.Statement[0].Condition.DateLessThan['aws:TokenIssueTime']));
  expect(until).toBeGreaterThanOrEqual(before);
  expect(until).toBeLessThanOrEqual(Date.now());
  h.actions();
  await h.accounts.update('ada', { replace: { __ENABLE__: true } });
  expect(h.actions()).toEqual(['GetUserPolicy', 'GetLoginProfile', 'GetUser']);
});

test('one way that cannot be closed leaves no other open, and the error is partial with every step in it', async () => {
  await using h = await startHarness({}, { revokeOnDisable: true });
  h.server.iam.addUser({ name: 'ada', ...everything, tags: { team: 'x' } });
  h.server.faults.deny('UpdateAccessKey');
  h.server.faults.deny('ListSSHPublicKeys');

  const error = await failureOf(h.accounts.update('ada', { replace: { __ENABLE__: false, Tags: null } }));

  expect(error).toMatchObject({ code: 'PermissionDenied', outcome: 'partial', uid: 'ada' });
  const told = error.problems.map(({ message }) => message.replace(/ (AKIA|AC|AP|TA)\w+| \(.*$/gs, ''));
  expect(told).toEqual([
    'done: DeleteLoginProfile',
    expect.stringMatching(/^done: deactivate service-specific credential/),
    expect.stringMatching(/^done: deactivate signing certificate/),
    'done: deny all sessions of ada that began until now',
    'not done: deactivate access key of ada',
    'not done: deactivate access key of ada',
    'not done: deactivate every SSH public key of ada',
    'not done: UntagUser team',
  ]);
  expect(h.server.iam.passwordOf('ada')).toBeUndefined();
  expect((await h.accounts.get('ada'))?.attributes.Tags).toEqual([{ Key: 'team', Value: 'x' }]);
});

test('an enable takes a password where there is none, and is refused without one before anything is written', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Inactive'] });

  const error = await failureOf(h.accounts.update('ada', { replace: { __ENABLE__: true, __GROUPS__: [] } }));
  expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none', problems: [{ path: 'replace.__ENABLE__' }] });
  expect(error.message).toContain('needs __PASSWORD__ in the same call');

  await h.accounts.update('ada', { replace: { __ENABLE__: true, __PASSWORD__: password } });
  expect(await stateOf(h)).toMatchObject({ __ENABLE__: true, ConsoleAccess: true, ProgrammaticAccess: false });
  expect(h.server.iam.passwordOf('ada')).toBe(password);
});

test('with enableProgrammaticAccess an enable activates the keys, and they suffice', async () => {
  await using h = await startHarness({}, { enableProgrammaticAccess: true });
  h.server.iam.addUser({ name: 'ada', accessKeys: ['Inactive', 'Inactive'] });
  h.server.iam.addUser({ name: 'eve' });

  await h.accounts.update('ada', { replace: { __ENABLE__: true } });

  expect(await stateOf(h)).toMatchObject({ __ENABLE__: true, ConsoleAccess: false, ProgrammaticAccess: true });
  expect((await h.accounts.get('ada', { attributes: ['AccessKeys'] }))?.attributes.AccessKeys?.map(({ Status }) => Status)).toEqual([
    'Active',
    'Active',
  ]);
  expect((await failureOf(h.accounts.update('eve', { replace: { __ENABLE__: true } }))).message).toContain('no console password and no access key');
});

test('an enable of somebody who is enabled is no change', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  h.server.iam.addUser({ name: 'bot', accessKeys: ['Active'] });

  await h.accounts.update('ada', { replace: { __ENABLE__: true } });
  await h.accounts.update('bot', { replace: { __ENABLE__: true } });

  expect(h.actions().filter((action) => !/^(Get|List)/.test(action))).toEqual([]);
  expect(h.server.iam.passwordOf('ada')).toBe('x');
});

test('ConsoleAccess and ProgrammaticAccess open and close one way each', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x', accessKeys: ['Active'] });

  await h.accounts.update('ada', { replace: { ConsoleAccess: false } });
  expect(await stateOf(h)).toMatchObject({ ConsoleAccess: false, ProgrammaticAccess: true });

  await h.accounts.update('ada', { replace: { ProgrammaticAccess: false } });
  expect(await stateOf(h)).toMatchObject({ __ENABLE__: false });

  await h.accounts.update('ada', { replace: { ProgrammaticAccess: true } });
  expect(await stateOf(h)).toMatchObject({ ConsoleAccess: false, ProgrammaticAccess: true });

  expect(await failureOf(h.accounts.update('ada', { replace: { ConsoleAccess: true } }))).toMatchObject({
    problems: [{ path: 'replace.ConsoleAccess' }],
  });
  await h.accounts.update('ada', { replace: { ConsoleAccess: true, __PASSWORD__: password } });
  expect(await stateOf(h)).toMatchObject({ ConsoleAccess: true });
});

test('ProgrammaticAccess of somebody without a key is refused with the hook that makes one', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });

  const error = await failureOf(h.accounts.update('ada', { replace: { ProgrammaticAccess: true } }));

  expect(error).toMatchObject({ code: 'InvalidAttributeValue', problems: [{ path: 'replace.ProgrammaticAccess' }] });
  expect(error.message).toContain('createAccessKey');
});

test('what contradicts itself is refused before any call, all of it at once', async () => {
  await using h = await startHarness();
  const paths = async (replace: object, add: object = {}) =>
    (await failureOf(h.facade.dynamic('__ACCOUNT__').update('ada', { replace: replace as never, add: add as never }))).problems.map(
      ({ path }) => path,
    );

  expect(
    await paths(
      { __ENABLE__: false, ConsoleAccess: true, ProgrammaticAccess: true, __PASSWORD__: password, __FORCE_PASSWORD_CHANGE__: true },
      { AccessKeys: [{ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'Active' }] },
    ),
  ).toEqual([
    'replace.ConsoleAccess',
    'replace.ProgrammaticAccess',
    'replace.__PASSWORD__',
    'replace.__FORCE_PASSWORD_CHANGE__',
    'add.AccessKeys[0].Status',
  ]);
  expect(await paths({ ConsoleAccess: false, __PASSWORD__: password })).toEqual(['replace.__PASSWORD__']);
  expect(await paths({ ConsoleAccess: true, __PASSWORD__: null })).toEqual(['replace.ConsoleAccess']);
  expect(await paths({ __ENABLE__: true, ConsoleAccess: false })).toEqual(['replace.__ENABLE__']);
  expect(await paths({ __ENABLE__: null, ConsoleAccess: null, ProgrammaticAccess: null })).toEqual([
    'replace.__ENABLE__',
    'replace.ConsoleAccess',
    'replace.ProgrammaticAccess',
  ]);
  expect(h.actions()).toEqual([]);
});

test('a user can be made disabled, and enabled only with a password', async () => {
  await using h = await startHarness();

  await h.accounts.create({ __NAME__: 'ada', __ENABLE__: false });
  expect(await stateOf(h)).toMatchObject({ __ENABLE__: false });

  const wrong = async (attributes: object) =>
    (await failureOf(h.facade.dynamic('__ACCOUNT__').create({ __NAME__: 'eve', ...attributes }))).problems.map(({ path }) => path);
  expect(await wrong({ __ENABLE__: true })).toEqual(['__ENABLE__']);
  expect(await wrong({ ConsoleAccess: true, ProgrammaticAccess: true, __FORCE_PASSWORD_CHANGE__: true })).toEqual([
    'ProgrammaticAccess',
    'ConsoleAccess',
    '__FORCE_PASSWORD_CHANGE__',
  ]);
  expect(await wrong({ __ENABLE__: false, __PASSWORD__: password })).toEqual(['__PASSWORD__']);
  expect(h.server.iam.userNames()).not.toContain('eve');

  await h.accounts.create({ __NAME__: 'eve', __ENABLE__: true, __PASSWORD__: password });
  expect(await stateOf(h, 'eve')).toMatchObject({ __ENABLE__: true, ConsoleAccess: true });
});

test('the connector’s own user is neither disabled nor deleted nor renamed, nor its keys ended', async () => {
  await using h = await startHarness();
  const { account } = await h.facade.hook('callerIdentity', {});
  expect(account).toBe(h.server.accountId);

  for (const replace of [{ __ENABLE__: false }, { ProgrammaticAccess: false }, { ConsoleAccess: false }, { __NAME__: 'other' }, { AccessKeys: [] }])
    expect(await failureOf(h.accounts.update('Bootstrap', { replace }))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  expect(await failureOf(h.accounts.delete('bootstrap'))).toMatchObject({ code: 'PermissionDenied', outcome: 'none' });
  expect(h.server.iam.userNames()).toContain('bootstrap');
});

test('protect, managedPath and readOnly keep users from being written', async () => {
  await using h = await startHarness({}, { protect: ['breakglass-*'], managedPath: '/staff/' });
  h.server.iam.addUser({ name: 'breakglass-1', path: '/staff/', password: 'x' });
  h.server.iam.addUser({ name: 'ada', path: '/admins/', password: 'x' });
  h.server.iam.addUser({ name: 'eve', path: '/staff/x/', password: 'x' });
  const denied = { code: 'PermissionDenied', outcome: 'none' };

  expect(await failureOf(h.accounts.update('breakglass-1', { replace: { __ENABLE__: false } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.update('eve', { replace: { __NAME__: 'breakglass-2' } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.update('ada', { replace: { __ENABLE__: false } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.update('eve', { replace: { Path: '/admins/' } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.delete('ada'))).toMatchObject(denied);
  expect(await failureOf(h.accounts.create({ __NAME__: 'bob', Path: '/admins/' }))).toMatchObject(denied);
  for (const name of ['breakglass-group', 'plain']) h.server.iam.addGroup({ name });
  h.server.iam.addUser({ name: 'kim', path: '/staff/', groups: ['breakglass-group'] });
  expect(await failureOf(h.accounts.update('eve', { add: { __GROUPS__: ['plain', 'Breakglass-Group'] } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.update('kim', { replace: { __GROUPS__: ['plain'] } }))).toMatchObject(denied);
  expect(await failureOf(h.accounts.create({ __NAME__: 'bob', Path: '/staff/', __GROUPS__: ['breakglass-group'] }))).toMatchObject(denied);
  await h.accounts.update('kim', { replace: { __GROUPS__: ['plain', 'breakglass-group'] } });
  await h.accounts.update('eve', { replace: { __ENABLE__: false } });

  expect(h.server.iam.membersOf('breakglass-group')).toEqual(['kim']);
  expect([h.server.iam.passwordOf('breakglass-1'), h.server.iam.passwordOf('ada'), h.server.iam.passwordOf('eve')]).toEqual(['x', 'x', undefined]);
  await using r = await startHarness({}, { readOnly: true });
  expect(await failureOf(r.accounts.create({ __NAME__: 'bob' }))).toMatchObject({ code: 'PermissionDenied' });
  expect(r.actions()).toEqual([]);
});

test('a session from before the disable may do nothing any more, also once the user is enabled again, and a new one may', async () => {
  await using h = await startHarness({}, { revokeOnDisable: true, enableProgrammaticAccess: true });
  const { accessKeys, mfaDevices } = h.server.iam.addUser({ name: 'ada', accessKeys: ['Active'], mfaDevices: ['phone'] });
  const [key, device] = [accessKeys[0] ?? { accessKeyId: '', secretAccessKey: '' }, mfaDevices[0]];
  const place = { endpoint: h.server.endpoint, region: 'us-east-1' };
  const session = async () => {
    const mfa = { SerialNumber: device?.serialNumber, TokenCode: mfaCode(device?.seed ?? '', h.server.clock.now()) };
    const { Credentials: given } = await new STSClient({ ...place, credentials: key }).send(new GetSessionTokenCommand(mfa));
    return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
  };
  const outcome = (credentials: typeof key) =>
    new IAMClient({ ...place, credentials, maxAttempts: 1 }).send(new ListGroupsCommand({})).then(
      () => 'may',
      (error: Error) => error.name,
    );
  const old = await session();
  expect(await outcome(old)).toBe('may');

  await h.accounts.update('ada', { replace: { __ENABLE__: false } });
  expect(await outcome(old)).toMatch(/^AccessDenied/);

  await h.accounts.update('ada', { replace: { __ENABLE__: true } });
  h.server.clock.advance(60_000);
  expect(await outcome(old)).toMatch(/^AccessDenied/);
  expect([await outcome(await session()), await outcome(key)]).toEqual(['may', 'may']);
});

/** The policy that denies sessions, out of IAM past the connector. */
async function revocationOf(h: Harness) {
  const iam = new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
  const answer = await iam
    .send(new GetUserPolicyCommand({ UserName: 'ada', PolicyName: 'IdentityConnectorRevokeOlderSessions' }))
    .catch(() => undefined);
  h.server.clearCalls();
  return answer && JSON.parse(decodeURIComponent(answer.PolicyDocument ?? ''));
}
