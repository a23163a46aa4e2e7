import { callerArn } from './account.ts';
import { type ActionTable, action, type Call } from './action.ts';
import { ApiError, accessDenied, validationError } from './api-error.ts';
import type { Caller, Tag } from './entities.ts';
import { nameKey } from './name-table.ts';
import { integer, required, serialNumber, text } from './parameters.ts';
import { principalMatches } from './principals.ts';
import {
  checkDuration,
  credentialsAnswer,
  ONE_HOUR,
  openSession,
  packedSize,
  roleArn,
  roleByArn,
  sessionName,
  sessionPolicyFields,
} from './session-credentials.ts';
import { tagKeyList, tagList } from './tags.ts';
import { isTrusted } from './trust-policy.ts';
import { tokenCode, verifyMfa } from './verify-mfa.ts';

interface Wishes {
  readonly RoleSessionName: string;
  readonly ExternalId: string | undefined;
  readonly SourceIdentity: string | undefined;
  readonly Tags: readonly Tag[] | undefined;
  readonly TransitiveTagKeys: readonly string[] | undefined;
}

const invalidValue = (message: string): ApiError => new ApiError('InvalidParameterValue', 400, message);

/** What a role session hands on to the sessions it opens. AWS: role chaining with session tags, source identity */
function inherited(caller: Caller): { readonly tags: ReadonlyMap<string, Tag>; readonly sourceIdentity: string | undefined } {
  return caller.kind === 'role'
    ? { tags: caller.transitiveTags, sourceIdentity: caller.sourceIdentity }
    : { tags: new Map(), sourceIdentity: undefined };
}

/** The tags of the new session that it will hand on. @throws ValidationError, InvalidParameterValue */
function transitiveTags(input: Wishes, before: ReadonlyMap<string, Tag>): ReadonlyMap<string, Tag> {
  const given = new Map((input.Tags ?? []).map((tag) => [nameKey(tag.key), tag]));
  if (given.size < (input.Tags ?? []).length) {
    throw invalidValue('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if ([...given.keys()].some((key) => before.has(key))) {
    throw invalidValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const after = new Map(before);
  for (const key of input.TransitiveTagKeys ?? []) {
    const tag = given.get(nameKey(key));
    if (!tag) throw invalidValue('The specified transitive tag key must be included in the requested tags.');
    after.set(nameKey(key), tag);
  }
  return after;
}

/** For a role session `aws:PrincipalArn` is the role's ARN, not the session's. AWS: global condition keys. */
function principalArn({ account, caller }: Call): string {
  return caller.kind === 'role' ? account.arn('role', caller.role.path, caller.role.name) : callerArn(account, caller);
}

function conditionContext(input: Wishes, call: Call, mfa: boolean, sourceIdentity: string | undefined): Map<string, string> {
  const context = new Map([
    ['sts:rolesessionname', input.RoleSessionName],
    ['aws:principalarn', principalArn(call)],
    ['aws:principalaccount', call.account.id],
    ['aws:multifactorauthpresent', String(mfa)],
  ]);
  if (input.ExternalId !== undefined) context.set('sts:externalid', input.ExternalId);
  if (sourceIdentity !== undefined) context.set('sts:sourceidentity', sourceIdentity);
  for (const tag of input.Tags ?? []) context.set(`aws:requesttag/${nameKey(tag.key)}`, tag.value);
  const own = call.caller.kind === 'role' ? call.caller.role.tags : call.caller.user.tags;
  for (const [key, tag] of [...own, ...inherited(call.caller).tags]) context.set(`aws:principaltag/${key}`, tag.value);
  return context;
}

/** Assuming a role, as an IAM user or another role's session. */
export const assumeRoleActions: ActionTable = {
  AssumeRole: action(
    {
      RoleArn: required(roleArn),
      RoleSessionName: required(sessionName),
      DurationSeconds: integer(900, 43_200),
      ExternalId: text({ min: 2, max: 1224, pattern: /[\w+=,.@:/-]*/ }),
      ...sessionPolicyFields,
      Tags: tagList,
      TransitiveTagKeys: tagKeyList,
      SerialNumber: serialNumber,
      TokenCode: tokenCode,
      SourceIdentity: sessionName,
    },
    (input, call) => {
      const { account, caller, cloud } = call;
      if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(input.RoleArn)) throw validationError(`${input.RoleArn} is invalid`);
      const seconds = input.DurationSeconds ?? ONE_HOUR;
      if (seconds > ONE_HOUR && caller.kind !== 'user') {
        throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
      }
      const before = inherited(caller);
      const tags = transitiveTags(input, before.tags);
      const mfa = verifyMfa(call, input.SerialNumber, input.TokenCode);
      const sourceIdentity = before.sourceIdentity ?? input.SourceIdentity;
      const context = conditionContext(input, call, mfa, sourceIdentity);
      // The role's own account: credentials of the session work there, whoever asked for them.
      const home = cloud.openAccount(input.RoleArn.split(':')[4] ?? '');
      const role = home && roleByArn(home, input.RoleArn);
      const refused = (permission: string): ApiError =>
        accessDenied(`User: ${callerArn(account, caller)} is not authorized to perform: ${permission} on resource: ${input.RoleArn}`);
      // One answer for a missing role and for one that does not trust the caller: AWS does not tell which.
      if (!home || !role) throw refused('sts:AssumeRole');
      // Tags and a source identity need the role's consent too, also those that the caller's own session hands on.
      const permissions = [
        'sts:AssumeRole',
        ...((input.Tags ?? []).length > 0 || before.tags.size > 0 ? ['sts:TagSession'] : []),
        ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
      ];
      const missing = permissions.find(
        (permission) => !isTrusted(role.trustPolicy, (statement) => principalMatches(account, caller, statement), permission, context),
      );
      if (missing !== undefined) throw refused(missing);
      // AWS: the source identity of a session cannot be changed.
      if (input.SourceIdentity !== undefined && input.SourceIdentity !== sourceIdentity) throw refused('sts:SetSourceIdentity');
      checkDuration(role, seconds);
      const PackedPolicySize = packedSize(input);
      const principal = { kind: 'role', role, sessionName: input.RoleSessionName, transitiveTags: tags, sourceIdentity, issuedAt: call.now } as const;
      return {
        Credentials: credentialsAnswer(openSession(home, principal, seconds)),
        AssumedRoleUser: { AssumedRoleId: `${role.id}:${input.RoleSessionName}`, Arn: callerArn(home, principal) },
        PackedPolicySize,
        SourceIdentity: sourceIdentity,
      };
    },
  ),
};
