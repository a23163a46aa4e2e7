import { type Account, callerArn } from './account.ts';
import { type ActionTable, action, type Call } from './action.ts';
import { ApiError, accessDenied, validationError } from './api-error.ts';
import type { Role, Session } from './entities.ts';
import { nameKey } from './name-table.ts';
import { integer, policyDocument, required, serialNumber, text } from './parameters.ts';
import { statementsOf } from './policy-document.ts';
import { tagKeyList, tagList } from './tags.ts';
import { isCurrentCode } from './totp.ts';
import { isTrusted } from './trust-policy.ts';
import type { XmlObject } from './xml.ts';

const ONE_HOUR = 3600;
const sessionName = text({ min: 2, max: 64, pattern: /[\w+=,.@-]*/ });
const tokenCode = text({ min: 6, max: 6, pattern: /[\d]*/ });

/** Session policy and tags travel packed; the limit is on the packed form, which is not published, so this is the plain one. */
const MOST_PLAIN_POLICY = 2048;

function openSession(call: Call, principal: Session['principal'], seconds: number, account = call.account): Session {
  const { now } = call;
  const session: Session = {
    accessKeyId: account.ids.id('ASIA'),
    secret: account.ids.secret(),
    token: account.ids.token(),
    // Whole seconds, as the answer says it.
    expiresAt: Math.floor(now / 1000) * 1000 + seconds * 1000,
    principal,
  };
  account.sessions.set(session.accessKeyId, session);
  return session;
}

function credentialsAnswer(session: Session): XmlObject {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secret,
    SessionToken: session.token,
    Expiration: new Date(session.expiresAt),
  };
}

function roleByArn(account: Account, arn: string): Role | undefined {
  const role = account.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
  return role && account.arn('role', role.path, role.name) === arn ? role : undefined;
}

/** A code of an MFA device counts only with the device's owner. */
function verifyMfa(call: Call, serial: string | undefined, code: string | undefined): boolean {
  if (serial === undefined && code === undefined) return false;
  const device = serial === undefined ? undefined : call.account.mfaDevices.get(serial);
  const owner = call.caller.kind === 'role' ? undefined : call.caller.user;
  if (!device || !owner || device.user !== owner || code === undefined || !isCurrentCode(device.seed, code, call.now)) {
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
  }
  return true;
}

function checkSessionPolicy(document: string | undefined): void {
  if (document === undefined) return;
  statementsOf(document);
  if (document.length > MOST_PLAIN_POLICY) {
    const percent = Math.ceil((document.length * 100) / MOST_PLAIN_POLICY);
    throw new ApiError('PackedPolicyTooLarge', 400, `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`);
  }
}

function conditionContext(
  input: {
    readonly RoleSessionName: string;
    readonly ExternalId: string | undefined;
    readonly SourceIdentity: string | undefined;
    readonly Tags: readonly { readonly key: string; readonly value: string }[] | undefined;
  },
  call: Call,
  mfa: boolean,
): Map<string, string> {
  const context = new Map([
    ['sts:rolesessionname', input.RoleSessionName],
    ['aws:principalarn', principalArn(call)],
    ['aws:principalaccount', call.account.id],
    ['aws:multifactorauthpresent', String(mfa)],
  ]);
  if (input.ExternalId !== undefined) context.set('sts:externalid', input.ExternalId);
  if (input.SourceIdentity !== undefined) context.set('sts:sourceidentity', input.SourceIdentity);
  for (const tag of input.Tags ?? []) context.set(`aws:requesttag/${nameKey(tag.key)}`, tag.value);
  return context;
}

/** For a role session `aws:PrincipalArn` is the role's ARN, not the session's. AWS: global condition keys. */
function principalArn({ account, caller }: Call): string {
  return caller.kind === 'role' ? account.arn('role', caller.role.path, caller.role.name) : callerArn(account, caller);
}

/** The Security Token Service. */
export const stsActions: ActionTable = {
  AssumeRole: action(
    {
      RoleArn: required(text({ min: 20, max: 2048 })),
      RoleSessionName: required(sessionName),
      DurationSeconds: integer(900, 43_200),
      ExternalId: text({ min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ }),
      Policy: policyDocument,
      Tags: tagList,
      TransitiveTagKeys: tagKeyList,
      SerialNumber: serialNumber,
      TokenCode: tokenCode,
      SourceIdentity: sessionName,
    },
    (input, call) => {
      const { account, caller } = call;
      if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(input.RoleArn)) throw validationError(`${input.RoleArn} is invalid`);
      const seconds = input.DurationSeconds ?? ONE_HOUR;
      if (seconds > ONE_HOUR && caller.kind !== 'user') {
        throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
      }
      const mfa = verifyMfa(call, input.SerialNumber, input.TokenCode);
      // The role's own account: credentials of the session work there, whoever asked for them.
      const home = call.cloud.openAccount(input.RoleArn.split(':')[4] ?? '');
      const role = home && roleByArn(home, input.RoleArn);
      // One answer for a missing role and for one that does not trust the caller: AWS does not tell which.
      if (!home || !role || !isTrusted(account, role.trustPolicy, caller, 'sts:AssumeRole', conditionContext(input, call, mfa))) {
        const who = callerArn(account, caller);
        throw accessDenied(`User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`);
      }
      if (seconds > role.maxSessionDuration) {
        throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
      }
      checkSessionPolicy(input.Policy);
      const principal = { kind: 'role', role, sessionName: input.RoleSessionName } as const;
      const session = openSession(call, principal, seconds, home);
      return {
        Credentials: credentialsAnswer(session),
        AssumedRoleUser: { AssumedRoleId: `${role.id}:${input.RoleSessionName}`, Arn: callerArn(home, principal) },
        PackedPolicySize: input.Policy === undefined ? undefined : Math.ceil((input.Policy.length * 100) / MOST_PLAIN_POLICY),
        SourceIdentity: input.SourceIdentity,
      };
    },
  ),

  GetCallerIdentity: action({}, (_input, { account, caller }) => ({
    UserId: caller.kind === 'role' ? `${caller.role.id}:${caller.sessionName}` : caller.user.id,
    Account: account.id,
    Arn: callerArn(account, caller),
  })),

  GetSessionToken: action({ DurationSeconds: integer(900, 129_600), SerialNumber: serialNumber, TokenCode: tokenCode }, (input, call) => {
    if (call.caller.kind !== 'user') throw accessDenied('Cannot call GetSessionToken with session credentials');
    const withMfa = verifyMfa(call, input.SerialNumber, input.TokenCode);
    const session = openSession(call, { kind: 'session-user', user: call.caller.user, withMfa }, input.DurationSeconds ?? 43_200);
    return { Credentials: credentialsAnswer(session) };
  }),
};
