import { aws } from './aws-connector.ts';

export { Account, type Tag } from './account/account-class.ts';
export type { NewAccessKey } from './account/new-access-key.ts';
export type { OldKey, RotatedKey } from './account/rotate-access-key.ts';
export type { AwsConnector, AwsOperation } from './aws-connector.ts';
export type { AwsCredentialProvider, AwsCredentials } from './configuration/credential-settings.ts';
export { configuration } from './configuration.ts';
export { Group } from './group/group-class.ts';
export type { AttachedPolicy, PasswordPolicy } from './hooks/account-hooks.ts';
export type { GroupHooks, InactiveGroup, InactiveGroups } from './hooks/group-hooks.ts';
export type { ResetPassword } from './hooks/password-hooks.ts';
export type { NewServiceCredential } from './hooks/service-credential-hooks.ts';
export type { AwsHooks } from './hooks.ts';
export type { CallerIdentity } from './session.ts';
export { printedDate } from './settings/time-zone.ts';
export { AwsRequestError, type RequestFailure } from './transport/request-error.ts';
export type { AwsRequestEvent } from './transport/request-tracing.ts';
export default aws;
