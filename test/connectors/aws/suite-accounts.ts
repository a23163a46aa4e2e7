import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  ListUserTagsCommand,
  ListVirtualMFADevicesCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { failureOf } from './harness.ts';
import { newPolicy, policyDocument, type SuiteContext } from './suite-context.ts';

/** The part of the suite about users. */
export function accountSuite(context: () => SuiteContext): void {
  const accounts = () => context().facade.objectClass('__ACCOUNT__');
  const groups = () => context().facade.objectClass('__GROUP__');
  describe('accounts', () => {
    test('a new user can be read back with what AWS gave it', async () => {
      const { uid } = await accounts().create({ __NAME__: 'ann', Path: '/suite/ann/' });

      const row = await accounts().get(uid);

      expect(uid).toBe('ann');
      expect(row).toMatchObject({ uid: 'ann', name: 'ann', attributes: { Path: '/suite/ann/' } });
      expect(row?.attributes.Arn).toMatch(/:user\/suite\/ann\/ann$/);
      expect(row?.attributes.UserId).toBeTruthy();
      expect(row?.attributes.CreatedDate).toBeInstanceOf(Date);
      expect(row?.attributes).not.toHaveProperty('Tags');
      expect(row?.attributes).not.toHaveProperty('__GROUPS__');
    });

    test('a new user has its tags, groups and password', async () => {
      await groups().create({ __NAME__: 'ben-group', Path: '/suite/' });
      await accounts().create({
        __NAME__: 'ben',
        Path: '/suite/',
        Tags: [{ Key: 'team', Value: 'compilers' }, { Key: 'lead' }],
        __GROUPS__: ['ben-group'],
        __PASSWORD__: 'Correct-Horse-9',
      });

      const row = await accounts().get('ben', { attributes: ['*', '__GROUPS__', '__ENABLE__'] });

      expect(row?.attributes.Tags).toEqual([
        { Key: 'team', Value: 'compilers' },
        { Key: 'lead', Value: '' },
      ]);
      expect(row?.attributes).toMatchObject({ __GROUPS__: ['ben-group'], __ENABLE__: true });
      expect((await context().iam.send(new GetLoginProfileCommand({ UserName: 'ben' }))).LoginProfile?.UserName).toBe('ben');
    });

    test('a name that is taken is refused', async () => {
      await accounts().create({ __NAME__: 'cat', Path: '/suite/' });

      const error = await failureOf(accounts().create({ __NAME__: 'cat' }));

      expect(error).toMatchObject({ code: 'AlreadyExists', uid: 'cat', outcome: 'none' });
    });

    test('an unknown group is named, and the half-made user is gone', async () => {
      const error = await failureOf(accounts().create({ __NAME__: 'dan', Path: '/suite/', __GROUPS__: ['no-such-group'] }));

      expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none' });
      expect(error.message).toContain('no-such-group');
      expect(await accounts().get('dan')).toBeUndefined();
    });

    test('nobody has an unknown name', async () => {
      expect(await accounts().get('no-such-user')).toBeUndefined();
      expect(
        await accounts()
          .search({ filter: (f) => f.equals('__NAME__', 'no-such-user') })
          .toArray(),
      ).toEqual([]);
      expect(await failureOf(accounts().update('no-such-user', { replace: { Path: '/x/' } }))).toMatchObject({ code: 'UnknownUid', outcome: 'none' });
      expect(await failureOf(accounts().update('no-such-user', { replace: { __PASSWORD__: 'Correct-Horse-9' } }))).toMatchObject({
        code: 'UnknownUid',
      });
      expect(await failureOf(accounts().update('no-such-user', { remove: { __GROUPS__: ['no-such-group'] } }))).toMatchObject({ code: 'UnknownUid' });
      expect(await failureOf(accounts().delete('no-such-user'))).toMatchObject({ code: 'UnknownUid', outcome: 'none' });
    });

    test('tags are replaced, added, removed and cleared', async () => {
      await accounts().create({
        __NAME__: 'eve',
        Path: '/suite/',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      });
      const tags = async () =>
        Object.fromEntries(
          ((await context().iam.send(new ListUserTagsCommand({ UserName: 'eve' }))).Tags ?? []).map(({ Key, Value }) => [Key, Value]),
        );

      await accounts().update('eve', {
        replace: {
          Tags: [
            { Key: 'b', Value: '3' },
            { Key: 'c', Value: '4' },
          ],
        },
      });
      expect(await tags()).toEqual({ b: '3', c: '4' });

      await accounts().update('eve', { add: { Tags: [{ Key: 'd', Value: '5' }] }, remove: { Tags: [{ Key: 'b' }, { Key: 'absent' }] } });
      expect(await tags()).toEqual({ c: '4', d: '5' });

      await accounts().update('eve', {
        replace: {
          Tags: [
            { Key: 'C', Value: '4' },
            { Key: 'd', Value: '5' },
          ],
        },
      });
      expect(await tags()).toEqual({ C: '4', d: '5' });

      await accounts().update('eve', { replace: { Tags: null } });
      expect(await tags()).toEqual({});
    });

    test('groups are replaced by difference, added and removed', async () => {
      for (const each of ['fay-1', 'fay-2', 'fay-3']) await groups().create({ __NAME__: each, Path: '/suite/' });
      await accounts().create({ __NAME__: 'fay', Path: '/suite/', __GROUPS__: ['fay-1'] });
      const of = async () => [...((await accounts().get('fay', { attributes: ['__GROUPS__'] }))?.attributes.__GROUPS__ ?? [])].sort();

      await accounts().update('fay', { replace: { __GROUPS__: ['fay-2', 'fay-3'] } });
      expect(await of()).toEqual(['fay-2', 'fay-3']);

      await accounts().update('fay', { add: { __GROUPS__: ['fay-1'] }, remove: { __GROUPS__: ['fay-3'] } });
      expect(await of()).toEqual(['fay-1', 'fay-2']);

      await accounts().update('fay', { replace: { __GROUPS__: null } });
      expect(await of()).toEqual([]);
    });

    test('a password is set, reset and taken away', async () => {
      await accounts().create({ __NAME__: 'gus', Path: '/suite/' });
      const enabled = async () => (await accounts().get('gus', { attributes: ['__ENABLE__'] }))?.attributes.__ENABLE__;
      expect(await enabled()).toBe(false);

      await accounts().update('gus', { replace: { __PASSWORD__: 'Correct-Horse-9' } });
      await accounts().update('gus', { replace: { __PASSWORD__: 'Wrong-Stable-10' } });
      expect(await enabled()).toBe(true);

      await accounts().update('gus', { replace: { __PASSWORD__: null } });
      await accounts().update('gus', { replace: { __PASSWORD__: null } });
      expect(await enabled()).toBe(false);
    });

    test('an active access key enables a user, an inactive one does not', async () => {
      await accounts().create({ __NAME__: 'hal', Path: '/suite/' });
      const { AccessKey } = await context().iam.send(new CreateAccessKeyCommand({ UserName: 'hal' }));
      const enabled = async () => (await accounts().get('hal', { attributes: ['__ENABLE__'] }))?.attributes.__ENABLE__;
      expect(await enabled()).toBe(true);

      await context().iam.send(new UpdateAccessKeyCommand({ UserName: 'hal', AccessKeyId: AccessKey?.AccessKeyId, Status: 'Inactive' }));
      expect(await enabled()).toBe(false);
    });

    test('a user is disabled with all its keys, and enabled again with a password', async () => {
      await accounts().create({ __NAME__: 'hil', Path: '/suite/', __PASSWORD__: 'Correct-Horse-9' });
      const { AccessKey } = await context().iam.send(new CreateAccessKeyCommand({ UserName: 'hil' }));
      const names = ['__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', 'AccessKeys'] as const;
      const state = async () => (await accounts().get('hil', { attributes: [...names] }))?.attributes;
      expect(await state()).toMatchObject({ __ENABLE__: true, ConsoleAccess: true, ProgrammaticAccess: true });

      const { sideEffects } = await accounts().update('hil', { replace: { __ENABLE__: false } });
      expect(sideEffects?.replace).toMatchObject({ ConsoleAccess: false, ProgrammaticAccess: false });
      expect(await state()).toMatchObject({
        ...{ __ENABLE__: false, ConsoleAccess: false, ProgrammaticAccess: false },
        AccessKeys: [{ AccessKeyId: AccessKey?.AccessKeyId, Status: 'Inactive' }],
      });

      expect(await failureOf(accounts().update('hil', { replace: { __ENABLE__: true } }))).toMatchObject({ code: 'InvalidAttributeValue' });
      await accounts().update('hil', { replace: { __ENABLE__: true, __PASSWORD__: 'Wrong-Stable-10' } });
      expect(await state()).toMatchObject({ __ENABLE__: true, ConsoleAccess: true, ProgrammaticAccess: false });
    });

    test('policies are attached and put by difference, and read back', async () => {
      const [first, second] = [await newPolicy(context().iam, 'suite-ivy-1'), await newPolicy(context().iam, 'suite-ivy-2')];
      await accounts().create({
        ...{ __NAME__: 'ivy', Path: '/suite/' },
        AttachedPolicies: [first],
        InlinePolicies: [{ PolicyName: 'mine', PolicyDocument: policyDocument }],
      });
      const policies = async () => (await accounts().get('ivy', { attributes: ['AttachedPolicies', 'InlinePolicies'] }))?.attributes;
      expect((await policies())?.AttachedPolicies).toEqual([first]);
      expect((await policies())?.InlinePolicies?.map(({ PolicyName, PolicyDocument = '' }) => [PolicyName, JSON.parse(PolicyDocument)])).toEqual([
        ['mine', JSON.parse(policyDocument)],
      ]);

      await accounts().update('ivy', { replace: { AttachedPolicies: [second], InlinePolicies: null } });
      expect((await policies())?.AttachedPolicies).toEqual([second]);
      expect((await policies())?.InlinePolicies ?? []).toEqual([]);
    });

    test('a profile is kept beside the tags', async () => {
      await accounts().create({ __NAME__: 'jan', Path: '/suite/', mail: 'jan@example.org', Tags: [{ Key: 'team', Value: 'x' }] });
      expect((await accounts().get('jan'))?.attributes).toMatchObject({ mail: 'jan@example.org', Tags: [{ Key: 'team', Value: 'x' }] });

      await accounts().update('jan', { replace: { mail: null, city: 'Rome', Tags: null } });
      const row = await accounts().get('jan');
      expect(row?.attributes).toMatchObject({ city: 'Rome' });
      expect(row?.attributes).not.toHaveProperty('mail');
      expect(row?.attributes).not.toHaveProperty('Tags');
    });

    test('a key is made by a hook, rotated and deleted', async () => {
      await accounts().create({ __NAME__: 'jil', Path: '/suite/' });
      const { AccessKeyId } = await context().facade.hook('createAccessKey', { user: 'jil' });

      const rotated = await context().facade.hook('rotateAccessKey', { user: 'jil', old: 'delete' });

      expect(rotated.replaced).toEqual({ AccessKeyId, Status: 'Deleted' });
      const { AccessKeyMetadata = [] } = await context().iam.send(new ListAccessKeysCommand({ UserName: 'jil' }));
      expect(AccessKeyMetadata.map((key) => key.AccessKeyId)).toEqual([rotated.AccessKeyId]);
    });

    test('a rename with a move answers the new uid and Arn, and takes groups and keys along', async () => {
      await groups().create({ __NAME__: 'ida-group', Path: '/suite/' });
      await accounts().create({ __NAME__: 'ida', Path: '/suite/', __GROUPS__: ['ida-group'] });
      await context().iam.send(new CreateAccessKeyCommand({ UserName: 'ida' }));
      const before = await accounts().get('ida');

      const { uid, sideEffects } = await accounts().update('ida', { replace: { __NAME__: 'ida.l', Path: '/suite/moved/' } });
      const row = await accounts().get('ida.l', { attributes: ['*', '__GROUPS__'] });

      expect(uid).toBe('ida.l');
      expect(sideEffects?.replace?.Arn).toBe(row?.attributes.Arn);
      expect(row?.attributes).toMatchObject({ UserId: before?.attributes.UserId, Path: '/suite/moved/', __GROUPS__: ['ida-group'] });
      expect((await context().iam.send(new ListAccessKeysCommand({ UserName: 'ida.l' }))).AccessKeyMetadata).toHaveLength(1);
      expect(await accounts().get('ida')).toBeUndefined();
      await accounts().delete('ida.l');
    });

    test('the same name again is no rename', async () => {
      await accounts().create({ __NAME__: 'joe', Path: '/suite/' });

      const { uid, sideEffects } = await accounts().update('joe', { replace: { __NAME__: 'joe', Path: '/suite/', PermissionsBoundary: undefined } });

      expect({ uid, sideEffects }).toEqual({ uid: 'joe', sideEffects: undefined });
    });

    test('a rename onto a name that is taken is refused and both users stay', async ({ skip }) => {
      if (!context().capabilities.refusesTakenNames) skip();
      await accounts().create({ __NAME__: 'kim', Path: '/suite/' });
      await accounts().create({ __NAME__: 'kim2', Path: '/suite/' });

      const error = await failureOf(accounts().update('kim', { replace: { __NAME__: 'kim2' } }));

      expect(error).toMatchObject({ code: 'AlreadyExists', uid: 'kim2', outcome: 'none' });
      expect(await accounts().get('kim')).toBeDefined();
    });

    test('a boundary is set at creation, changed and cleared', async ({ skip }) => {
      if (!context().capabilities.boundaries) skip();
      const [first, second] = [await newPolicy(context().iam, 'suite-lee-1'), await newPolicy(context().iam, 'suite-lee-2')];
      await accounts().create({ __NAME__: 'lee', Path: '/suite/', PermissionsBoundary: first });
      const boundary = async () => (await accounts().get('lee'))?.attributes.PermissionsBoundary;
      expect(await boundary()).toBe(first);

      await accounts().update('lee', { replace: { PermissionsBoundary: second } });
      expect(await boundary()).toBe(second);

      await accounts().update('lee', { replace: { PermissionsBoundary: null } });
      expect(await boundary()).toBeUndefined();
    });

    test('a name is found in any case and comes back as AWS spells it', async ({ skip }) => {
      if (!context().capabilities.namesWithoutCase) skip();
      await accounts().create({ __NAME__: 'Max', Path: '/suite/' });

      expect(
        (
          await accounts()
            .search({ filter: (f) => f.equals('__NAME__', 'mAX') })
            .toArray()
        ).map(({ uid }) => uid),
      ).toEqual(['Max']);
      expect(await failureOf(accounts().create({ __NAME__: 'MAX' }))).toMatchObject({ code: 'AlreadyExists' });
      expect(await accounts().update('Max', { replace: { __NAME__: 'max' } })).toMatchObject({ uid: 'Max' });
    });

    test('a user goes with everything that hangs on it', async () => {
      const policy = await newPolicy(context().iam, 'suite-ned');
      await groups().create({ __NAME__: 'ned-group', Path: '/suite/' });
      await accounts().create({
        __NAME__: 'ned',
        Path: '/suite/',
        __GROUPS__: ['ned-group'],
        __PASSWORD__: 'Correct-Horse-9',
        Tags: [{ Key: 'a', Value: 'b' }],
      });
      for (const _ of [1, 2]) await context().iam.send(new CreateAccessKeyCommand({ UserName: 'ned' }));
      await context().iam.send(new AttachUserPolicyCommand({ UserName: 'ned', PolicyArn: policy }));
      await context().iam.send(new PutUserPolicyCommand({ UserName: 'ned', PolicyName: 'inline', PolicyDocument: policyDocument }));
      const { VirtualMFADevice: device } = await context().iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ned-phone' }));
      const seed = Buffer.from(device?.Base32StringSeed ?? []).toString();
      const [AuthenticationCode1, AuthenticationCode2] = context().capabilities.mfaCodes?.(seed) ?? ['123456', '654321'];
      await context().iam.send(
        new EnableMFADeviceCommand({ UserName: 'ned', SerialNumber: device?.SerialNumber, AuthenticationCode1, AuthenticationCode2 }),
      );

      await accounts().delete('ned');

      expect(await accounts().get('ned')).toBeUndefined();
      expect((await groups().get('ned-group', { attributes: ['Members'] }))?.attributes.Members ?? []).toEqual([]);
      const devices = (await context().iam.send(new ListVirtualMFADevicesCommand({}))).VirtualMFADevices ?? [];
      expect(devices.map(({ SerialNumber }) => SerialNumber)).not.toContain(device?.SerialNumber);
    });
  });
}
