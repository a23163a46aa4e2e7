import { aws } from './aws-connector.ts';

export type { AwsConnector, AwsOperation } from './aws-connector.ts';
export { type AwsCredentialProvider, type AwsCredentials, configuration } from './configuration.ts';
export type { AttachedPolicy, AwsHooks, PasswordPolicy } from './hooks.ts';
export { Account, Group, type Tag } from './schema.ts';
export type { CallerIdentity } from './session.ts';
export { AwsRequestError, type RequestFailure } from './transport/request-error.ts';
export default aws;
