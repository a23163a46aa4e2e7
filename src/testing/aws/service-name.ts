/**
 * The services that Embedded AWS serves, by the names that requests to them are signed with.
 *
 * @example
 * SERVICE_NAMES.includes('iam');  // true
 */
export const SERVICE_NAMES = ['iam', 'sts', 'organizations', 'ec2', 'cloudtrail', 'sqs'] as const;

/**
 * A service by the name that requests to it are signed with.
 *
 * @example
 * const calls = aws.calls.filter(({ service }) => service === ('organizations' satisfies ServiceName));
 */
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Whether a signing name is one of a service served here. */
export function isServiceName(name: string | undefined): name is ServiceName {
  return (SERVICE_NAMES as readonly (string | undefined)[]).includes(name);
}
