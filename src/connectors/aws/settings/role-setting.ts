import type { Static } from '../../../model/json-schema.ts';
import type { configuration } from '../configuration.ts';

/** A role to assume. */
export interface RoleSetting {
  readonly arn: string;
  readonly externalId: string | undefined;
  readonly sessionName: string;
  /** Seconds. */
  readonly duration: number;
  readonly sourceIdentity?: string | undefined;
  readonly tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  /** Keys of those tags that sessions of roles assumed with this one have too. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  /** JSON; what the session may do is what both this and the role allow. */
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

/** The roles of a session. */
export interface RoleSettings {
  /** Assumed one after the other; the session works as the last one, or as the credentials themselves when there is none. */
  readonly roles: readonly RoleSetting[];
  /** How the role in each of several accounts is assumed after them, but for its ARN. */
  readonly accountRole: Omit<RoleSetting, 'arn'>;
}

/**
 * The roles that a checked configuration leads through.
 *
 * Source identity and transitive tags are said once: AWS passes them on, and refuses a second time. The session policy is for the role that
 * works, so with several accounts for the role in each: it would keep the roles before it from assuming the next.
 * AWS: STS, AssumeRole; IAM user guide, session tags in role chaining.
 *
 * @example
 * rolesOf({ ...defaults, roleChain: [hub], roleArn }).roles.map(({ arn }) => arn);  // [hub, roleArn]
 */
export function rolesOf(given: Static<typeof configuration>): RoleSettings {
  const arns = [...(given.roleChain ?? []), ...(given.roleArn === undefined ? [] : [given.roleArn])];
  const several = given.accounts !== undefined || given.discoverAccounts;
  const common = { externalId: given.externalId, sessionName: given.roleSessionName, duration: given.credentialsExpiration };
  const policy = { policy: given.sessionPolicy, policyArns: given.sessionPolicyArns };
  const transitive = given.transitiveTagKeys ?? [];
  const tags = Object.entries(given.sessionTags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const first = { sourceIdentity: given.sourceIdentity, tags, transitiveTagKeys: transitive };
  const later = { tags: tags.filter(({ Key }) => !transitive.includes(Key)) };
  return {
    roles: arns.map((arn, index) => ({
      ...common,
      ...(index === 0 ? first : later),
      ...(index === arns.length - 1 && !several ? policy : {}),
      arn,
    })),
    accountRole: { ...common, ...(arns.length === 0 ? first : later), ...policy },
  };
}
