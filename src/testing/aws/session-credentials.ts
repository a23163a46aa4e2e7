import type { Account } from './account.ts';
import { ApiError, malformedPolicy, validationError } from './api-error.ts';
import type { Role, Session, Tag } from './entities.ts';
import { policyDocument, text } from './parameters.ts';
import { statementsOf } from './policy-document.ts';
import type { Field } from './validation.ts';
import type { XmlObject } from './xml.ts';

/** Seconds that a session lasts unless the request says otherwise, and at most when a role session asks. AWS: role chaining */
export const ONE_HOUR = 3600;
/** The name of a session or of the identity that is its source. */
export const sessionName = text({ min: 2, max: 64, pattern: /[\w+=,.@-]*/ });
/** What a request says a role is called. */
export const roleArn = text({ min: 20, max: 2048 });

/** Session policy and tags travel packed; the limit is on the packed form, which is not published, so this is the plain one. */
const MOST_PLAIN_POLICY = 2048;
const MOST_POLICY_ARNS = 10;

/** `PolicyArns.member.1.arn`, with a small letter. AWS: STS model, PolicyDescriptorType */
const policyArns: Field<readonly string[]> = {
  read: (parameters, name, problems) => {
    const count = parameters.memberCount(name) ?? 0;
    if (count > MOST_POLICY_ARNS) problems.constraint(`[${count} members]`, 'policyArns', `have length less than or equal to ${MOST_POLICY_ARNS}`);
    return Array.from({ length: count }, (_, index) => parameters.text(`${name}.member.${index + 1}.arn`) ?? '');
  },
};

/** The parameters that narrow what a session may do. */
export const sessionPolicyFields = { Policy: policyDocument, PolicyArns: policyArns } as const;

/** What of a request travels packed. */
export interface Packed {
  readonly Policy: string | undefined;
  readonly PolicyArns: readonly string[];
  readonly Tags?: readonly Tag[] | undefined;
}

/**
 * Checks the session policies of a request.
 *
 * @returns the share of the allowance that they and the tags take, in per cent; `undefined` when there are none.
 * @throws MalformedPolicyDocument, PackedPolicyTooLarge
 */
export function packedSize(input: Packed): number | undefined {
  if (input.Policy !== undefined) statementsOf(input.Policy);
  for (const arn of input.PolicyArns) {
    if (!/^arn:aws(-cn|-us-gov)?:iam::(aws|\d{12}):policy\/.+$/.test(arn)) throw malformedPolicy(`Invalid policy ARN: ${arn}`);
  }
  const parts = [input.Policy ?? '', ...input.PolicyArns, ...(input.Tags ?? []).flatMap((tag) => [tag.key, tag.value])];
  const characters = parts.join('').length;
  const percent = Math.ceil((characters * 100) / MOST_PLAIN_POLICY);
  if (percent > 100) {
    throw new ApiError('PackedPolicyTooLarge', 400, `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`);
  }
  return characters === 0 ? undefined : percent;
}

/** Refuses a session longer than the role allows. */
export function checkDuration(role: Role, seconds: number): void {
  if (seconds > role.maxSessionDuration) throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

/** The role that an ARN names, or `undefined`. */
export function roleByArn(account: Account, arn: string): Role | undefined {
  const role = account.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
  return role && account.arn('role', role.path, role.name) === arn ? role : undefined;
}

/** Gives out temporary credentials, which work in `account` at once. */
export function openSession(account: Account, principal: Session['principal'], seconds: number): Session {
  const session: Session = {
    accessKeyId: account.ids.id('ASIA'),
    secret: account.ids.secret(),
    token: account.ids.token(),
    // Whole seconds, as the answer says it.
    expiresAt: Math.floor(account.clock.now() / 1000) * 1000 + seconds * 1000,
    principal,
  };
  account.sessions.set(session.accessKeyId, session);
  return session;
}

/** Temporary credentials as they stand in answers. */
export function credentialsAnswer(session: Session): XmlObject {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secret,
    SessionToken: session.token,
    Expiration: new Date(session.expiresAt),
  };
}
