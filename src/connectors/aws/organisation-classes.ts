import { acrossAccounts } from './accounts/across-accounts.ts';
import { AwsAccount } from './aws-account/aws-account-class.ts';
import { awsAccountPermissions } from './aws-account/aws-account-permissions.ts';
import { awsAccount } from './aws-account.ts';
import { Computer } from './computer/computer-class.ts';
import { computerPermissions } from './computer/computer-permissions.ts';
import { computer } from './computer.ts';
import { OrganizationalUnit } from './organizational-unit/organizational-unit-class.ts';
import { organizationalUnitPermissions } from './organizational-unit/organizational-unit-permissions.ts';
import { organizationalUnit } from './organizational-unit.ts';
import { ServiceControlPolicy } from './service-control-policy/service-control-policy-class.ts';
import { serviceControlPolicyPermissions } from './service-control-policy/service-control-policy-permissions.ts';
import { serviceControlPolicy } from './service-control-policy.ts';

/** The classes of what is not in IAM: the organisation, and computers. */
export type OrganisationClasses = readonly [typeof AwsAccount, typeof OrganizationalUnit, typeof ServiceControlPolicy, typeof Computer];

/** What the connector does with them. */
export interface OrganisationOperations {
  readonly AwsAccount: 'updateDelta' | 'get' | 'search';
  readonly OrganizationalUnit: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
  readonly ServiceControlPolicy: 'updateDelta' | 'get' | 'search';
  readonly Computer: 'create' | 'updateDelta' | 'delete' | 'get' | 'search';
}

/** These classes. */
export const organisationClasses: OrganisationClasses = [AwsAccount, OrganizationalUnit, ServiceControlPolicy, Computer];

/** Their operations. Those of the organisation itself are never made across accounts: the session's own credentials are the ones that may. */
export const organisationOperations = {
  AwsAccount: awsAccount,
  OrganizationalUnit: organizationalUnit,
  ServiceControlPolicy: serviceControlPolicy,
  Computer: acrossAccounts(computer, { references: [] }),
} as const;

/** The rights that they need. */
export const organisationPermissions = {
  AwsAccount: awsAccountPermissions,
  OrganizationalUnit: organizationalUnitPermissions,
  ServiceControlPolicy: serviceControlPolicyPermissions,
  Computer: computerPermissions,
} as const;
