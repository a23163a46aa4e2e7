import * as iam from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { effectsOf, eventEffects } from '../../../../src/connectors/aws/sync/event-effects.ts';
import { type IamEvent, readIamEvent } from '../../../../src/connectors/aws/sync/iam-event.ts';

/** Actions of IAM that change no user, group, role or managed policy. */
const unrelated =
  /OpenIDConnect|SAMLProvider|ServerCertificate|AccountAlias|AccountPasswordPolicy|SecurityTokenServicePreferences|VirtualMFADevice|TagMFADevice|UntagMFADevice|PutAccountProperties|InstanceProfile$|Organizations|OutboundWebIdentity|Delegation|^(Get|List|Generate|Simulate)/;

const actions = Object.keys(iam).flatMap((name) => (/^[A-Z].*Command$/.test(name) ? [name.replace(/Command$/, '')] : []));

function event(name: string, request: object, response: object = {}, caller?: string): IamEvent {
  return { id: '1', name, time: 0, request: { ...request }, response: { ...response }, caller, account: undefined };
}

test('every action of IAM is either known to change an object or to change none', () => {
  const unknown = actions.filter((name) => !Object.hasOwn(eventEffects, name) && !unrelated.test(name));

  expect(actions.length).toBeGreaterThan(150);
  expect(unknown).toEqual([]);
});

test('every event is one of an action of IAM', () => {
  expect(Object.keys(eventEffects).filter((name) => !actions.includes(name))).toEqual([]);
});

test('no event that only reads has an effect', () => {
  expect(Object.keys(eventEffects).filter((name) => /^(Get|List|Generate|Simulate)/.test(name))).toEqual([]);
});

test.each([
  ['CreateUser', { userName: 'ada' }, { user: { userName: 'Ada' } }, [{ objectClass: '__ACCOUNT__', does: 'create', uid: 'Ada' }]],
  ['UpdateUser', { userName: 'ada', newPath: '/x/' }, {}, [{ objectClass: '__ACCOUNT__', does: 'update', uid: 'ada' }]],
  [
    'UpdateUser',
    { userName: 'ada', newUserName: 'eva' },
    {},
    [{ objectClass: '__ACCOUNT__', does: 'rename', uid: 'ada', newUid: 'eva', shownBy: 'groups' }],
  ],
  [
    'UpdateGroup',
    { groupName: 'a', newGroupName: 'b' },
    {},
    [{ objectClass: '__GROUP__', does: 'rename', uid: 'a', newUid: 'b', shownBy: 'members' }],
  ],
  ['DeleteUser', { userName: 'ada' }, {}, [{ objectClass: '__ACCOUNT__', does: 'delete', uid: 'ada' }]],
  [
    'AddUserToGroup',
    { userName: 'ada', groupName: 'ops' },
    {},
    [
      { objectClass: '__ACCOUNT__', does: 'update', uid: 'ada' },
      { objectClass: '__GROUP__', does: 'update', uid: 'ops' },
    ],
  ],
  [
    'AttachUserPolicy',
    { userName: 'ada', policyArn: 'arn:p' },
    {},
    [
      { objectClass: '__ACCOUNT__', does: 'update', uid: 'ada' },
      { objectClass: 'ManagedPolicy', does: 'update', uid: 'arn:p' },
    ],
  ],
  ['PutGroupPolicy', { groupName: 'ops', policyName: 'p' }, {}, [{ objectClass: '__GROUP__', does: 'update', uid: 'ops', shownBy: 'members' }]],
  ['CreateRole', { roleName: 'r' }, { role: { roleName: 'r' } }, [{ objectClass: 'Role', does: 'create', uid: 'r' }]],
  ['CreateServiceLinkedRole', { aWSServiceName: 'x' }, { role: { roleName: 'r' } }, [{ objectClass: 'Role', does: 'create', uid: 'r' }]],
  ['CreatePolicy', { policyName: 'p' }, { policy: { arn: 'arn:p' } }, [{ objectClass: 'ManagedPolicy', does: 'create', uid: 'arn:p' }]],
  ['SetDefaultPolicyVersion', { policyArn: 'arn:p' }, {}, [{ objectClass: 'ManagedPolicy', does: 'update', uid: 'arn:p' }]],
  ['UpdateAccountPasswordPolicy', {}, {}, []],
])('%s %j is understood', (name, request, response, effects) => {
  expect(effectsOf(event(name, request, response))).toEqual(effects);
});

test('who changes something of himself need not be named', () => {
  expect(effectsOf(event('ChangePassword', {}, {}, 'ada'))).toEqual([{ objectClass: '__ACCOUNT__', does: 'update', uid: 'ada' }]);
  expect(effectsOf(event('CreateAccessKey', {}, { accessKey: { userName: 'ada' } }))).toEqual([
    { objectClass: '__ACCOUNT__', does: 'update', uid: 'ada' },
  ]);
});

test('the root user is no IAM user', () => {
  expect(effectsOf(event('ChangePassword', {}))).toEqual([]);
});

test('an event that does not name its object says so', () => {
  expect(effectsOf(event('DeleteGroup', {}))).toEqual({ unnamed: 'DeleteGroup 1 does not say which group it is about' });
});

const record = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventID: 'x', eventTime: '2026-11-28T10:00:00Z', readOnly: false };

test.each([
  ['a read', { ...record, readOnly: true }],
  ['a refused call', { ...record, errorCode: 'AccessDenied' }],
  ['an event of another service', { ...record, eventSource: 'sts.amazonaws.com' }],
])('%s changes nothing', (_, given) => {
  expect(readIamEvent(given)).toEqual({ kind: 'irrelevant' });
});

test.each([[null], ['text'], [[]], [{}], [{ ...record, eventID: '' }], [{ ...record, eventTime: 'yesterday' }], [{ ...record, eventName: 7 }]])(
  '%j is no record',
  (given) => {
    expect(readIamEvent(given).kind).toBe('malformed');
  },
);
