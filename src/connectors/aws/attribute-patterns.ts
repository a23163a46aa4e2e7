/** AWS: CreateUser, Path. Printable ASCII between slashes. */
export const pathPattern = '/|/[!-~]+/';

/** AWS: CreateUser, PermissionsBoundary. The ARN of a managed policy, the account's own or one of AWS's. */
export const policyArnPattern = 'arn:[\\w-]+:iam::(\\d{12}|aws):policy/[!-~]+';

/** AWS: Tag, Key and Value. */
export const tagText = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';

/** The same in words, after "must". */
export const tagHint = 'have letters, digits, spaces and _.:/=+-@ only';

/** What only AWS decides. */
export const fromAws = { creatable: false, updateable: false } as const;
