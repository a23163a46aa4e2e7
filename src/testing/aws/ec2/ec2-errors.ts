import { ApiError } from '../api-error.ts';

// AWS: EC2 API error codes; the words as public issues and moto quote them.
const refused = (code: string, message: string, status = 400): ApiError => new ApiError(code, status, message);

export const invalidValue = (message: string): ApiError => refused('InvalidParameterValue', message);
export const missing = (name: string): ApiError => refused('MissingParameter', `The request must contain the parameter ${name}`);
export const invalidCombination = (message: string): ApiError => refused('InvalidParameterCombination', message);
export const malformedInstance = (id: string): ApiError => refused('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
export const instancesNotFound = (ids: readonly string[]): ApiError =>
  refused(
    'InvalidInstanceID.NotFound',
    ids.length === 1 ? `The instance ID '${ids[0]}' does not exist` : `The instance IDs '${ids.join(', ')}' do not exist`,
  );
export const malformedImage = (id: string): ApiError => refused('InvalidAMIID.Malformed', `Invalid id: "${id}" (expecting "ami-...")`);
export const incorrectState = (message: string): ApiError => refused('IncorrectInstanceState', message);
export const inconsistentToken = (): ApiError =>
  refused('IdempotentParameterMismatch', 'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).');
export const dryRun = (): ApiError => refused('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
export const invalidToken = (): ApiError => refused('InvalidNextToken', 'The specified NextToken is not valid.');
export const tooManyTags = (): ApiError => refused('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
/** What a region that the account did not enable says: it does not know the account. Quoted in steampipe-plugin-aws issue 75. */
export const unknownCredentials = (): ApiError => refused('AuthFailure', 'AWS was not able to validate the provided access credentials', 401);
