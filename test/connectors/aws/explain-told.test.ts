import { describe, expect, test } from 'vitest';
import { accountId, organisationScene } from './accounts/organisation-scene.ts';
import { startHarness } from './harness.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('what is told of a search of what gives rights', () => {
  const given = { users: 5000, groups: 300, roles: 200, policies: 150 };

  test('with given counts nobody is called, and how many policies AWS has is assumed', async () => {
    await using h = await startHarness();

    const roles = await h.facade.hook('explain', { objectClass: 'Role', attributes: ['*', 'AttachedPolicies'], counts: { roles: 1200 } });
    const policies = await h.facade.hook('explain', { objectClass: 'ManagedPolicy', attributes: ['Tags', 'Type'], counts: given });
    const all = await h.facade.hook('explain', { objectClass: 'Entitlement', counts: { ...given, awsManagedPolicies: 1400 } });

    expect(h.actions()).toEqual([]);
    expect(roles.calls.map(({ action, least, most }) => [action, least, most])).toEqual([
      ['iam:ListRoles', 2, 2],
      ['iam:GetAccountAuthorizationDetails', 2, 2],
    ]);
    expect(policies).toMatchObject({ assumed: { awsManagedPolicies: 2000 }, counts: given, live: ['Tags'] });
    expect(policies.calls.map(({ action, least, most }) => [action, least, most])).toEqual([
      ['iam:ListPolicies', 1, 3],
      ['iam:GetPolicy', 150, 2150],
    ]);
    expect(all.assumed).toBeUndefined();
    expect(all.counts).toEqual({ ...given, awsManagedPolicies: 1400 });
    expect(all).toMatchObject({ least: 4, most: 4 });
  });

  test('nothing is assumed of AWS’s policies where none are listed', async () => {
    await using h = await startHarness();
    const assumed = async (objectClass: 'ManagedPolicy' | 'Entitlement', filter: string) =>
      (await h.facade.hook('explain', { objectClass, filter, counts: given })).assumed;

    expect(await assumed('ManagedPolicy', 'Type eq "Customer managed"')).toBeUndefined();
    expect(await assumed('ManagedPolicy', `Arn eq "${readOnly}"`)).toBeUndefined();
    expect(await assumed('Entitlement', 'type eq "Role"')).toBeUndefined();
    expect(await assumed('Entitlement', 'type eq "AWS managed policy"')).toEqual({ awsManagedPolicies: 2000 });
  });

  test('where a count is missing AWS is asked once', async () => {
    await using h = await startHarness();

    const told = await h.facade.hook('explain', { objectClass: 'Entitlement', counts: { roles: 3 } });

    expect(h.actions()).toEqual(['GetAccountSummary']);
    expect(told.counts).toEqual({ users: 1, groups: 0, roles: 3, policies: 0 });
  });

  test('it says what of the filter AWS evaluates', async () => {
    await using h = await startHarness();
    const pushed = async (objectClass: 'Role' | 'ManagedPolicy' | 'Entitlement', filter: string) =>
      (await h.facade.hook('explain', { objectClass, filter, counts: given })).pushed;

    expect(await pushed('Role', 'Path sw "/eng/" and Description pr')).toEqual(['Path sw "/eng/"']);
    expect(await pushed('Role', '__NAME__ eq "deploy"')).toEqual(['__NAME__ eq "deploy"']);
    expect(await pushed('ManagedPolicy', 'Type eq "AWS managed" and AttachmentCount gt 0 and Path sw "/job-function/"')).toEqual([
      'Type eq "AWS managed"',
      'Path sw "/job-function/"',
      'AttachmentCount ge 1',
    ]);
    expect(await pushed('ManagedPolicy', `Arn eq "${readOnly}"`)).toEqual([`Arn eq "${readOnly}"`]);
    expect(await pushed('Entitlement', 'type eq "Group" and usedAs eq ["membership"]')).toEqual(['type eq "Group"']);
    expect(await pushed('Entitlement', `__UID__ eq "${readOnly}"`)).toEqual([`entitlementArn eq "${readOnly}"`]);
  });

  test('in a session of several accounts it tells of the one that is named', async () => {
    await using scene = await organisationScene(3);
    const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: accountId(0) }, Action: 'sts:AssumeRole' }] };
    for (let i = 0; i < 11; i++) scene.account(2).iam.addRole({ name: `role-${i}`, trustPolicy });
    scene.account(2).iam.addPolicy({ name: 'own' });

    const roles = await scene.facade.hook('explain', { objectClass: 'Role', attributes: ['*'], account: accountId(2) });
    const policies = await scene.facade.hook('explain', { objectClass: 'ManagedPolicy', account: accountId(2) });
    const own = await scene.facade.hook('explain', { objectClass: 'ManagedPolicy' });

    expect(roles.counts).toEqual({ roles: 12 });
    expect(roles.calls.map(({ action }) => action)).toEqual(['iam:ListRoles', 'iam:GetAccountAuthorizationDetails']);
    expect(policies.counts).toMatchObject({ roles: 12, policies: 1 });
    expect(own.counts).toMatchObject({ policies: 0 });
  });
});
