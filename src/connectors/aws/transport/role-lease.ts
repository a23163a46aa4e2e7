import { ConnectorError } from '../../../model/errors.ts';
import type { RoleSetting } from '../settings/role-setting.ts';
import type { AwsIdentity, Lease } from './credentials.ts';

/** What STS answers, as far as it is used. */
export interface AssumedRole {
  readonly Credentials?:
    | {
        readonly AccessKeyId?: string | undefined;
        readonly SecretAccessKey?: string | undefined;
        readonly SessionToken?: string | undefined;
        readonly Expiration?: Date | undefined;
      }
    | undefined;
}

/** What making a lease of a role needs. */
export interface RoleAssumption {
  /** Seconds that the session was asked to last. */
  readonly duration: number;
  /** Sends AssumeRole, or AssumeRoleWithWebIdentity. */
  readonly ask: () => Promise<AssumedRole>;
  readonly now: () => number;
  /** The time as AWS has it, in milliseconds since 1970: this machine's clock and what the SDK found it to be off by. */
  readonly awsTime: () => number;
}

/**
 * A lease of a role's credentials.
 *
 * It ends with the duration asked for, counted from before the request, or at `Expiration` by AWS's own clock if that is sooner: a wrong
 * clock of this machine neither shortens nor lengthens it. AWS: STS, AssumeRole.
 *
 * @example
 * new CredentialCache({ fetch: () => roleLease({ duration: 3600, ask, now, awsTime }), renewable: true, now, onFailure });
 */
export async function roleLease({ duration, ask, now, awsTime }: RoleAssumption): Promise<Lease> {
  const asked = now();
  const { Credentials: given } = await ask();
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined || given.SessionToken === undefined) {
    throw new ConnectorError('Internal', 'STS answered without the credentials of the role');
  }
  const identity: AwsIdentity = { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, sessionToken: given.SessionToken };
  const byDuration = asked + duration * 1000;
  const byDate = given.Expiration === undefined ? byDuration : now() + given.Expiration.getTime() - awsTime();
  return { identity, until: Math.min(byDuration, byDate) };
}

/** What AssumeRole and AssumeRoleWithWebIdentity both take. */
export function sessionInput(role: RoleSetting) {
  return {
    RoleArn: role.arn,
    RoleSessionName: role.sessionName,
    DurationSeconds: role.duration,
    ...(role.policy === undefined ? {} : { Policy: role.policy }),
    ...(role.policyArns === undefined ? {} : { PolicyArns: role.policyArns.map((arn) => ({ arn })) }),
  };
}

/** What AssumeRole takes besides. */
export function assumptionInput(role: RoleSetting) {
  const { externalId, sourceIdentity, tags = [], transitiveTagKeys = [] } = role;
  return {
    ...sessionInput(role),
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    ...(tags.length === 0 ? {} : { Tags: tags }),
    ...(transitiveTagKeys.length === 0 ? {} : { TransitiveTagKeys: transitiveTagKeys }),
  };
}
