import { defineConnector } from '../../spi/define-connector.ts';
import { account } from './account.ts';
import { checkConfiguration } from './check-configuration.ts';
import { configuration } from './configuration.ts';
import { group } from './group.ts';
import { hooks } from './hooks.ts';
import { Account, Group } from './schema.ts';
import { openSession } from './session.ts';
import { testConnection } from './test-connection.ts';

export type { AccountOperations } from './account.ts';
export type { AwsCredentialProvider, AwsCredentials } from './configuration.ts';
export type { RequestSubject } from './failed-request.ts';
export type { GroupOperations } from './group.ts';
export type { AttachedPolicy, PasswordPolicy } from './hooks.ts';
export { Account, Group, type Tag } from './schema.ts';
export type { AwsSession, CallerIdentity, IamContext } from './session.ts';
export type { AwsSettings, CredentialSetting, ProxySetting, RoleSetting } from './settings.ts';
export { type CommandOf, type IamAction, type IamInput, type IamOutput, iamActions } from './transport/actions.ts';
export { AwsRequestError, type RequestFailure } from './transport/request-error.ts';

/**
 * The connector to AWS IAM: users as `__ACCOUNT__`, groups as `__GROUP__`.
 *
 * Uids are names as AWS spells them, so a rename answers a new uid. Opening it calls nobody; the first operation does.
 *
 * @example
 * await using facade = await openConnector(aws, { accessKeyId, secretKey, roleArn: 'arn:aws:iam::123456789012:role/provisioning' });
 * const users = facade.objectClass('__ACCOUNT__');
 * const { uid } = await users.create({ __NAME__: 'ada', Path: '/engineering/', Tags: [{ Key: 'team', Value: 'compilers' }] });
 */
const aws = defineConnector({
  name: 'aws',
  version: '0.1.0',
  displayName: 'AWS IAM',
  category: 'cloud',
  configuration,
  objectClasses: [Account, Group],
  checkConfiguration,
  connect: openSession,
  test: testConnection,
  operations: { __ACCOUNT__: account, __GROUP__: group },
  hooks,
});

export default aws;
