import { AttachGroupPolicyCommand, PutGroupPolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from 'vitest';
import { failureOf } from './harness.ts';
import { newPolicy, policyDocument, type SuiteContext } from './suite-context.ts';

/** The part of the suite about groups. */
export function groupSuite(context: () => SuiteContext): void {
  const accounts = () => context().facade.objectClass('__ACCOUNT__');
  const groups = () => context().facade.objectClass('__GROUP__');
  describe('groups', () => {
    test('a group is made with members, read, changed and deleted with all that hangs on it', async () => {
      for (const each of ['oda', 'oda2', 'oda3']) await accounts().create({ __NAME__: each, Path: '/suite/' });
      const { uid } = await groups().create({ __NAME__: 'oda-group', Path: '/suite/', Members: ['oda', 'oda2'] });
      const members = async (group: string) => [...((await groups().get(group, { attributes: ['Members'] }))?.attributes.Members ?? [])].sort();
      expect(await groups().get(uid)).toMatchObject({ uid: 'oda-group', attributes: { Path: '/suite/' } });
      expect(await members(uid)).toEqual(['oda', 'oda2']);

      await groups().update(uid, { replace: { Members: ['oda2', 'oda3'] } });
      expect(await members(uid)).toEqual(['oda2', 'oda3']);
      await groups().update(uid, { add: { Members: ['oda'] }, remove: { Members: ['oda3'] } });
      expect(await members(uid)).toEqual(['oda', 'oda2']);

      const renamed = await groups().update(uid, { replace: { __NAME__: 'oda-team', Path: '/suite/teams/' } });
      expect(renamed.uid).toBe('oda-team');
      expect(renamed.sideEffects?.replace?.Arn).toMatch(/:group\/suite\/teams\/oda-team$/);
      expect(await members('oda-team')).toEqual(['oda', 'oda2']);

      await context().iam.send(new AttachGroupPolicyCommand({ GroupName: 'oda-team', PolicyArn: await newPolicy(context().iam, 'suite-oda') }));
      await context().iam.send(new PutGroupPolicyCommand({ GroupName: 'oda-team', PolicyName: 'inline', PolicyDocument: policyDocument }));
      await groups().delete('oda-team');
      expect(await groups().get('oda-team')).toBeUndefined();
      expect((await accounts().get('oda', { attributes: ['__GROUPS__'] }))?.attributes.__GROUPS__ ?? []).toEqual([]);
    });

    test('nobody knows an unknown group, and an unknown member is named', async () => {
      expect(await groups().get('no-such-group')).toBeUndefined();
      expect(await failureOf(groups().update('no-such-group', { replace: { Path: '/x/' } }))).toMatchObject({ code: 'UnknownUid' });
      expect(await failureOf(groups().delete('no-such-group'))).toMatchObject({ code: 'UnknownUid' });

      const error = await failureOf(groups().create({ __NAME__: 'pip-group', Path: '/suite/', Members: ['no-such-user'] }));
      expect(error).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none' });
      expect(error.message).toContain('no-such-user');
      expect(await groups().get('pip-group')).toBeUndefined();
    });
  });
}
