/** An ARN of IAM's taken apart. */
export interface IamArn {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** 12 digits; undefined for AWS's own managed policies. */
  readonly accountId: string | undefined;
  /** `user`, `group`, `role`, `policy`. */
  readonly kind: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly name: string;
}

const iamArn = /^arn:([\w-]+):iam::(\d{12}|aws):([\w-]+)(\/(?:.*\/)?)([^/]+)$/;

/**
 * Takes the ARN of a user, a group, a role or a policy apart; undefined for another text. AWS: IAM identifiers.
 *
 * @example
 * iamArnOf('arn:aws:iam::123456789012:group/ops/night')?.path;  // '/ops/'
 */
export function iamArnOf(text: string | undefined): IamArn | undefined {
  const [, partition, owner, kind, path, name] = iamArn.exec(text ?? '') ?? [];
  if (partition === undefined || kind === undefined || path === undefined || name === undefined) return undefined;
  return { partition, accountId: owner === 'aws' ? undefined : owner, kind, path, name };
}

/** The account in an ARN of IAM's; undefined when there is none. */
export function accountIdOf(arn: string | undefined): string | undefined {
  return iamArnOf(arn)?.accountId;
}
