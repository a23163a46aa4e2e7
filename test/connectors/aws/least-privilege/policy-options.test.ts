import { describe, expect, test } from 'vitest';
import { type PolicyOptions, policyDocument } from '../../../../src/connectors/aws/index.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { startHarness } from '../harness.ts';
import { allows } from '../permissions/policy-evaluation.ts';
import { namesOf, password } from '../permissions/scenario.ts';
import { account, actionsOf, documentsOf, type Given, statementsOf } from './printed-policy.ts';

const errorOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (ConnectorError.is(error)) return error;
  }
  throw new Error('no ConnectorError');
};

describe('options', () => {
  test('narrow to operations, classes and hooks', () => {
    const options = { objectClasses: ['__GROUP__'], operations: ['update'], hooks: ['callerIdentity'] };

    expect([...actionsOf({}, options)].sort()).toEqual([
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
