import type { RoleSetting } from '../settings/role-setting.ts';
import type { PolicyCondition, PolicyStatement } from './policy-statements.ts';
import type { PolicyDocument } from './split-documents.ts';

/** What both sides have to allow so that a session may be begun as configured: whoever assumes the role, and its trust policy. */
function sessionActions(role: SessionOfRole): string[] {
  return [
    'sts:AssumeRole',
    // Passed on by AWS from role to role, which asks each of them.
    ...(role.sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
    ...(role.tagKeys.length === 0 ? [] : ['sts:TagSession']),
  ];
}

/** What the sessions of a role carry: what is set with it, and what AWS passes on. */
export interface SessionOfRole {
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly tagKeys: readonly string[];
}

/** What the sessions of roles one after the other carry. AWS: IAM user guide, session tags in role chaining. */
export function sessionsOfRoles(roles: readonly Omit<RoleSetting, 'arn'>[]): SessionOfRole[] {
  let sourceIdentity: string | undefined;
  let passedOn: readonly string[] = [];
  return roles.map((role) => {
    sourceIdentity ??= role.sourceIdentity;
    const own = (role.tags ?? []).map(({ Key }) => Key);
    const tagKeys = [...new Set([...passedOn, ...own])].sort();
    passedOn = [...new Set([...passedOn, ...(role.transitiveTagKeys ?? [])])];
    return { externalId: role.externalId, sourceIdentity, tagKeys };
  });
}

/** What an identity needs that assumes roles. */
export function assumeStatement(arns: readonly string[], session: SessionOfRole): PolicyStatement {
  return { Sid: 'AssumeRoles', Effect: 'Allow', Action: sessionActions(session), Resource: arns };
}

/** A trust policy for a role: one identity, with the external id and the source identity of the configuration, and no other tags. */
export function trustPolicy(principal: string, session: SessionOfRole): PolicyDocument {
  const { externalId, sourceIdentity, tagKeys } = session;
  const StringEquals = {
    ...(externalId !== undefined && { 'sts:ExternalId': externalId }),
    ...(sourceIdentity !== undefined && { 'sts:SourceIdentity': sourceIdentity }),
  };
  const Condition: PolicyCondition = {
    ...(Object.keys(StringEquals).length > 0 && { StringEquals }),
    ...(tagKeys.length > 0 && { 'ForAllValues:StringEquals': { 'aws:TagKeys': tagKeys } }),
  };
  const statement: PolicyStatement = {
    Sid: 'LetConnectorAssume',
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: sessionActions(session),
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
  return { Version: '2012-10-17', Statement: [statement] };
}
