import type { Connector } from '../../spi/connector.ts';
import { defineConnector } from '../../spi/define-connector.ts';
import { Account } from './account/account-class.ts';
import { account } from './account.ts';
import { acrossAccounts } from './accounts/across-accounts.ts';
import { checkConfiguration } from './check-configuration.ts';
import { configuration } from './configuration.ts';
import { discovery } from './discover-configuration.ts';
import { type EntitlementClasses, type EntitlementOperations, entitlementClasses, entitlementOperations } from './entitlement-classes.ts';
import { Group } from './group/group-class.ts';
import { group } from './group.ts';
import { type AwsHooks, hooks } from './hooks.ts';
import { messages } from './messages.ts';
import { type OrganisationClasses, type OrganisationOperations, organisationClasses, organisationOperations } from './organisation-classes.ts';
import { permissions } from './permissions.ts';
import { openSession } from './session.ts';
import type { SyncOperations } from './sync/sync-operations.ts';
import { accountSync, allSync, groupSync, policySync, roleSync } from './sync.ts';
import { testConnection } from './test-connection.ts';
import { connectorVersion } from './transport/user-agent.ts';

/** What the connector does with users, groups, roles and managed policies. */
export type AwsOperation = 'create' | 'updateDelta' | 'delete' | 'get' | 'search' | AwsSyncOperation;

/** How it tells what has changed. */
export type AwsSyncOperation = 'sync' | 'latestSyncToken' | 'liveSync';

/**
 * The type of the `aws` connector.
 *
 * It hides the session, whose types are the SDK's: who only opens the connector need not have the compiler read 676 files of declarations.
 */
export type AwsConnector = Connector<
  typeof configuration,
  unknown,
  readonly [typeof Account, typeof Group, ...EntitlementClasses, ...OrganisationClasses],
  Omit<EntitlementOperations, 'Role' | 'ManagedPolicy'> &
    OrganisationOperations & {
      readonly __ACCOUNT__: AwsOperation;
      readonly __GROUP__: AwsOperation;
      readonly Role: AwsOperation;
      readonly ManagedPolicy: AwsOperation;
      readonly __ALL__: AwsSyncOperation;
    },
  AwsHooks
>;

const definition = defineConnector({
  name: 'aws',
  version: connectorVersion,
  displayName: 'AWS IAM',
  category: 'cloud',
  messages,
  permissions,
  configuration,
  objectClasses: [Account, Group, ...entitlementClasses, ...organisationClasses],
  checkConfiguration,
  connect: openSession,
  test: testConnection,
  ...discovery,
  operations: {
    ...entitlementOperations,
    Role: { ...entitlementOperations.Role, ...roleSync },
    ManagedPolicy: { ...entitlementOperations.ManagedPolicy, ...policySync },
    ...organisationOperations,
    __ACCOUNT__: { ...acrossAccounts(account, { references: ['__GROUPS__'] }), ...accountSync },
    __GROUP__: { ...acrossAccounts(group, { references: ['Members'] }), ...groupSync },
    __ALL__: allSync as unknown as SyncOperations<AwsConnector['objectClasses'][number]>,
  },
  hooks,
});

/**
 * The connector to AWS IAM: users as `__ACCOUNT__`, groups as `__GROUP__`, roles as `Role`.
 *
 * Uids are names as AWS spells them, so a rename answers a new uid. Opening it calls nobody; the first operation does.
 *
 * @example
 * await using facade = await openConnector(aws, { accessKeyId, secretKey, roleArn: 'arn:aws:iam::123456789012:role/provisioning' });
 * const users = facade.objectClass('__ACCOUNT__');
 * const { uid } = await users.create({ __NAME__: 'ada', Path: '/engineering/', Tags: [{ Key: 'team', Value: 'compilers' }] });
 */
export const aws: AwsConnector = definition;
