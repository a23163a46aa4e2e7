import { type Field, flag, integer, required, text } from './validation.ts';

// AWS: IAM service model 2010-05-08 (patterns, lengths) and the service's own words for the commonest refusals.
const NAME_REFUSAL = 'The specified value for % is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-';
const NAME = /[\w+=,.@-]+/;
const PATH_REFUSAL =
  'The specified value for % is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.';
// biome-ignore lint/suspicious/noControlCharactersInRegex: tab and line ends, written as AWS prints them in its messages.
const LATIN = /[\u0009\u000A\u000D\u0020-\u00FF]+/;

const name = (max: number): Field<string | undefined> => text({ min: 1, max, pattern: NAME, refusal: NAME_REFUSAL });

const POLICY_PATH = /((\/[A-Za-z0-9.,+@=_-]+)*)\//;
/** Quoted in aws-cli issue 5860; for policies the prefix must end with a slash too, which the message does not say. */
const PREFIX_REFUSAL =
  'The specified value for % is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters.';

/** A name for a new user. */
export const newUserName = name(64);
/** The name of a user that may be there: IAM looks up names longer than any it would create. */
export const existingUserName = name(128);
/** The name of a group. */
export const groupName = name(128);
/** The name of a role. */
export const roleName = name(64);
/** The name of a policy, managed or inline. */
export const policyName = name(128);
/** The name of an instance profile. */
export const instanceProfileName = name(128);
/** The path of a user, group or role. */
export const path = text({ min: 1, max: 512, pattern: /(\/)|(\/[\u0021-\u007E]+\/)/, refusal: PATH_REFUSAL });
/** The path of a managed policy. */
export const policyPath = text({ min: 1, max: 512, pattern: POLICY_PATH, refusal: PATH_REFUSAL });
/** What paths of listed policies begin with. */
export const policyPathPrefix = text({ min: 1, max: 512, pattern: POLICY_PATH, refusal: PREFIX_REFUSAL });
/** What paths of listed entities begin with. */
export const pathPrefix = text({
  min: 1,
  max: 512,
  pattern: /\/[\u0021-\u007F]*/,
  refusal: PREFIX_REFUSAL,
});
/** Any ARN. */
export const arn = text({ min: 20, max: 2048 });
/** A policy document. */
export const policyDocument = text({ min: 1, max: 131_072, pattern: LATIN });
/** A console password; never shown in a message. */
export const password = text({ min: 1, max: 128, pattern: LATIN, secret: true });
/** The id of an access key. */
export const accessKeyId = text({ min: 16, max: 128, pattern: /[\w]+/ });
/** A serial number, or the ARN of a virtual MFA device. */
export const serialNumber = text({ min: 9, max: 256, pattern: /[\w+=/:,.@-]+/ });
/** A certificate or public key in text. */
export const keyMaterial = text({ min: 1, max: 16_384, pattern: LATIN });
/** A description of a role. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: tab and line ends, written as AWS prints them in its messages.
export const roleDescription = text({ max: 1000, pattern: /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/ });
/** How a policy is used. */
export const policyUsage = text({ values: ['PermissionsPolicy', 'PermissionsBoundary'] });

/** The parameters of every list: where to go on, and how many a page holds. */
export const pageFields = {
  Marker: text({ min: 1, max: 320, pattern: /[\u0020-\u00FF]+/ }),
  MaxItems: integer(1, 1000),
} as const;

export { flag, integer, required, text };
