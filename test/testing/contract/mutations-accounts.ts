import { memoryConnector } from '../../../src/connectors/memory/index.ts';
import { attr } from '../../../src/model/attribute.ts';
import type { AnyAttributes } from '../../../src/model/attribute-value.ts';
import { ConnectorError, type ErrorCode } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import { derive } from '../../../src/spi/call.ts';
import type { AnyConnector } from '../../../src/spi/connector.ts';
import type { Context } from '../../../src/spi/context.ts';
import { replacing } from '../../../src/testing/contract/cases/changed-connector.ts';
import { all } from './broken-search.ts';
import {
  type Break,
  type Calls,
  creating,
  failing,
  getting,
  lacking,
  operations,
  otherError,
  updating,
  withAttributes,
  without,
} from './broken-writes.ts';
import type { Mutation } from './mutation.ts';

const text = (value: unknown) => (value instanceof Secret ? value.reveal() : undefined);
/** Lets in whom the connector refuses for a reason. */
const lettingIn = (code: ErrorCode, reason: RegExp) =>
  failing('authenticate', code, (error) => {
    if (reason.test(error.message)) return error.uid;
    throw error;
  });
const dated: Break = (connector) =>
  memoryConnector(
    withAttributes(connector.objectClasses, {
      __ENABLE_DATE__: attr.long(),
      __DISABLE_DATE__: attr.long(),
      __PASSWORD_EXPIRATION_DATE__: attr.long(),
      __LAST_LOGIN_DATE__: attr.long({ creatable: false, updateable: false, required: true }),
      __LAST_PASSWORD_CHANGE_DATE__: attr.long({ creatable: false, updateable: false, required: true }),
    }),
  );
const forgetting = (...names: readonly string[]) => updating(({ replace }) => ({ replace: without(replace, ...names) }));
/** Creates that fail say more than they should. */
const telling = (error: (secret: string, original: ConnectorError) => unknown): Break =>
  failing('create', 'AlreadyExists', (original, { attributes }) => {
    throw error(text(attributes.__PASSWORD__) ?? '', original);
  });

/** Connectors that let in whom they should not, or talk too much. */
export const accountMutations: readonly Mutation[] = [
  {
    kind: 'authenticate/right-password',
    name: 'authenticate answers the name',
    break: operations(() => (own) => ({
      authenticate: async (call: Calls['authenticate']) => {
        await all(own).authenticate(call);
        return call.username;
      },
    })),
  },
  { kind: 'authenticate/wrong-password', name: 'every password is right', break: lettingIn('InvalidPassword', /another one/) },
  {
    kind: 'authenticate/wrong-password',
    name: 'an empty password is right',
    break: failing('authenticate', 'InvalidPassword', (error, { password }) => {
      if (password.reveal() === '') return error.uid;
      throw error;
    }),
  },
  { kind: 'authenticate/password-of-another', name: 'every password is right', break: lettingIn('InvalidPassword', /another one/) },
  { kind: 'authenticate/unknown-name', name: 'nobody is somebody', break: failing('authenticate', 'InvalidCredential', () => 'nobody') },
  {
    kind: 'authenticate/no-password',
    name: 'the name is the password of who has none',
    break: operations(() => (own) => ({
      create: (call: Calls['create']) =>
        all(own).create(derive(call, { attributes: { __PASSWORD__: new Secret(String(call.attributes.__NAME__)), ...call.attributes } })),
    })),
  },
  { kind: 'authenticate/new-password', name: 'a new password is ignored', break: forgetting('__PASSWORD__') },
  { kind: 'authenticate/disabled', name: 'who is disabled logs in', break: lettingIn('InvalidCredential', /disabled/) },
  { kind: 'authenticate/locked-out', name: 'who is locked out logs in', break: lettingIn('InvalidCredential', /locked/) },
  { kind: 'authenticate/not-yet-enabled', name: 'the date is not looked at', basis: dated, break: lettingIn('InvalidCredential', /disabled/) },
  { kind: 'authenticate/disabled-since', name: 'the date is not looked at', basis: dated, break: lettingIn('InvalidCredential', /disabled/) },
  { kind: 'authenticate/expired', name: 'an expired password is right', break: lettingIn('PasswordExpired', /expired/) },
  {
    kind: 'authenticate/expired',
    name: 'an expired password is told without the uid',
    break: failing('authenticate', 'PasswordExpired', (error) => {
      throw new ConnectorError('PasswordExpired', error.message);
    }),
  },
  { kind: 'authenticate/expired-since', name: 'the date is not looked at', basis: dated, break: lettingIn('PasswordExpired', /expired/) },
  {
    kind: 'authenticate/expired-with-change',
    name: 'a change of the password ends that it has expired',
    break: updating(({ replace }) => ({ replace: replace.__PASSWORD__ === undefined ? replace : without(replace, '__PASSWORD_EXPIRED__') })),
  },
  { kind: 'authenticate/current-password', name: 'the current password is not asked', break: forgetting('__CURRENT_PASSWORD__') },
  {
    kind: 'authenticate/dates',
    name: 'the moment of a login is not known',
    basis: dated,
    break: getting((object) => lacking(object, '__LAST_LOGIN_DATE__')),
  },
  {
    kind: 'resolveUsername/known',
    name: 'a name answers the name',
    break: operations(() => () => ({ resolveUsername: ({ username }: Calls['resolveUsername']) => username })),
  },
  { kind: 'resolveUsername/unknown', name: 'nobody is somebody', break: failing('resolveUsername', 'UnknownUid', () => 'nobody') },
  { kind: 'special/kept', name: 'a lock is not kept', break: forgetting('__LOCK_OUT__') },
  { kind: 'special/groups', name: 'nobody joins a group', break: updating(({ add }) => ({ add: without(add, '__GROUPS__') })) },
  { kind: 'special/scenario', name: 'from the third object on create forgets', break: tired() },
  {
    kind: 'errors/table',
    name: 'a code is made up',
    break: failing('create', 'AlreadyExists', (error) => otherError(error, 'Duplicate' as ErrorCode)),
  },
  {
    kind: 'errors/table',
    name: 'a foreign exception',
    break: failing('delete', 'UnknownUid', () => Promise.reject(new TypeError('x is undefined'))),
  },
  {
    kind: 'errors/outcome',
    name: 'a refused call does not know what happened',
    break: failing('create', 'AlreadyExists', (error) => {
      throw new ConnectorError('AlreadyExists', error.message, { outcome: 'unknown' });
    }),
  },
  {
    kind: 'secrets/errors',
    name: 'the password is in a message',
    break: telling((secret) => new ConnectorError('AlreadyExists', `taken; the password was ${secret}`)),
  },
  {
    kind: 'secrets/errors',
    name: 'the password is in a problem',
    break: telling(
      (secret, { message }) => new ConnectorError('AlreadyExists', message, { problems: [{ path: '__PASSWORD__', message: `is ${secret}` }] }),
    ),
  },
  {
    kind: 'secrets/errors',
    name: 'the password is in the cause of a cause',
    break: telling(
      (secret, { message }) => new ConnectorError('AlreadyExists', message, { cause: new Error('refused', { cause: { body: { secret } } }) }),
    ),
  },
  {
    kind: 'secrets/traces',
    name: 'the password is in an error that is traced',
    break: telling((secret) => new ConnectorError('AlreadyExists', secret)),
  },
  {
    kind: 'secrets/rows',
    name: 'the password is kept where it can be read',
    break: creating((attributes) =>
      text(attributes.__PASSWORD__) === undefined ? attributes : { ...attributes, __DESCRIPTION__: text(attributes.__PASSWORD__) },
    ),
  },
  {
    kind: 'secrets/answers',
    name: 'create answers the password',
    break: operations(() => (own) => ({
      create: async (call: Calls['create']) => {
        const written = (await all(own).create(call)) as { readonly uid: string };
        return { ...written, sideEffects: { replace: { __DESCRIPTION__: text(call.attributes.__PASSWORD__) ?? null } as AnyAttributes } };
      },
    })),
  },
  { kind: 'secrets/log', name: 'create logs the password', break: logging },
];

/** The first two objects of a class are as they should be. */
function tired() {
  return operations(() => {
    let count = 0;
    return (own) => ({
      create: (call: Calls['create']) =>
        all(own).create(count++ < 2 ? call : derive(call, { attributes: without(call.attributes, '__DESCRIPTION__') })),
    });
  });
}

function logging(connector: AnyConnector): AnyConnector {
  let log: Context['log'] = () => {};
  const connect = (configuration: never, context: Context) => {
    log = context.log;
    return connector.connect(configuration, context);
  };
  const create: Break = creating((attributes) => {
    log('debug', 'create', { password: text(attributes.__PASSWORD__) });
    return attributes;
  });
  return replacing(create(connector), { connect });
}
