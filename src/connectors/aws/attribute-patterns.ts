/** AWS: CreateUser, Path. Printable ASCII between slashes. */
export const pathPattern = '/|/[!-~]+/';

/** AWS: CreateUser, PermissionsBoundary. The ARN of a managed policy, the account's own or one of AWS's. */
export const policyArnPattern = 'arn:[\\w-]+:iam::(\\d{12}|aws):policy/[!-~]+';

/** AWS: Tag, Key and Value. */
export const tagText = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';

/** The same in words, after "must". */
export const tagHint = 'have letters, digits, spaces and _.:/=+-@ only';

/**
 * What names another object of the same account: its name, or in a session of several accounts its uid, such as 123456789012/ada.
 *
 * @param longest  Of the name, in characters.
 */
export function referencePattern(longest: number): string {
  return `(\\d{12}/)?[\\w+=,.@-]{1,${longest}}`;
}

/** The same in words, after "must". */
export function referenceHint(longest: number): string {
  return `be a name of 1 to ${longest} letters, digits and _+=,.@-, or such a name after an account id and a slash`;
}

/** What only AWS decides. */
export const fromAws = { creatable: false, updateable: false } as const;
