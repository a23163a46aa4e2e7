import { MOST_ITEMS, type Truncatable } from '../read/paging.ts';
import type { AwsSession, IamContext } from '../session.ts';

/** What can have policies of its own. */
export type HolderKind = 'user' | 'group' | 'role';

/** A user, a group or a role that is written. */
export interface PolicyHolder {
  readonly kind: HolderKind;
  /** Its name, which is its uid. */
  readonly name: string;
  /** Whether the operation at hand made it: then IAM may not see it yet, and it is waited for. */
  readonly isNew?: boolean | undefined;
}

/** An answer of IAM's that lists what a holder has. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly IsTruncated: boolean | undefined;
  readonly Marker: string | undefined;
}

/** A managed policy as IAM lists it with a holder. */
export interface AttachedPolicyEntry {
  readonly PolicyName?: string | undefined;
  readonly PolicyArn?: string | undefined;
}

/** IAM's calls about the policies of one holder: three times the same actions under other names. */
export interface PolicyCalls {
  listAttached(marker: string | undefined, context: IamContext): Promise<Listed<AttachedPolicyEntry>>;
  attach(arn: string, context: IamContext): Promise<unknown>;
  detach(arn: string, context: IamContext): Promise<unknown>;
  listInline(marker: string | undefined, context: IamContext): Promise<Listed<string>>;
  /** The document as IAM sends it: percent-encoded. */
  getInline(policy: string, context: IamContext): Promise<string | undefined>;
  putInline(policy: string, document: string, context: IamContext): Promise<unknown>;
  deleteInline(policy: string, context: IamContext): Promise<unknown>;
}

/**
 * IAM's calls about the policies of a user, a group or a role.
 *
 * @example
 * await policyCalls(session, { kind: 'group', name: 'ops' }).attach(arn, { signal, uid: 'ops' });
 */
export function policyCalls(session: AwsSession, { kind, name }: Pick<PolicyHolder, 'kind' | 'name'>): PolicyCalls {
  switch (kind) {
    case 'user':
      return callsOfUser(session, name);
    case 'group':
      return callsOfGroup(session, name);
    case 'role':
      return callsOfRole(session, name);
  }
}

function callsOfUser(session: AwsSession, UserName: string): PolicyCalls {
  return {
    listAttached: async (Marker, context) =>
      attachedOf(await session.iam('ListAttachedUserPolicies', { UserName, Marker, MaxItems: MOST_ITEMS }, context)),
    attach: (PolicyArn, context) => session.iam('AttachUserPolicy', { UserName, PolicyArn }, context),
    detach: (PolicyArn, context) => session.iam('DetachUserPolicy', { UserName, PolicyArn }, context),
    listInline: async (Marker, context) => namesOf(await session.iam('ListUserPolicies', { UserName, Marker, MaxItems: MOST_ITEMS }, context)),
    getInline: async (PolicyName, context) => (await session.iam('GetUserPolicy', { UserName, PolicyName }, context)).PolicyDocument,
    putInline: (PolicyName, PolicyDocument, context) => session.iam('PutUserPolicy', { UserName, PolicyName, PolicyDocument }, context),
    deleteInline: (PolicyName, context) => session.iam('DeleteUserPolicy', { UserName, PolicyName }, context),
  };
}

function callsOfGroup(session: AwsSession, GroupName: string): PolicyCalls {
  return {
    listAttached: async (Marker, context) =>
      attachedOf(await session.iam('ListAttachedGroupPolicies', { GroupName, Marker, MaxItems: MOST_ITEMS }, context)),
    attach: (PolicyArn, context) => session.iam('AttachGroupPolicy', { GroupName, PolicyArn }, context),
    detach: (PolicyArn, context) => session.iam('DetachGroupPolicy', { GroupName, PolicyArn }, context),
    listInline: async (Marker, context) => namesOf(await session.iam('ListGroupPolicies', { GroupName, Marker, MaxItems: MOST_ITEMS }, context)),
    getInline: async (PolicyName, context) => (await session.iam('GetGroupPolicy', { GroupName, PolicyName }, context)).PolicyDocument,
    putInline: (PolicyName, PolicyDocument, context) => session.iam('PutGroupPolicy', { GroupName, PolicyName, PolicyDocument }, context),
    deleteInline: (PolicyName, context) => session.iam('DeleteGroupPolicy', { GroupName, PolicyName }, context),
  };
}

function callsOfRole(session: AwsSession, RoleName: string): PolicyCalls {
  return {
    listAttached: async (Marker, context) =>
      attachedOf(await session.iam('ListAttachedRolePolicies', { RoleName, Marker, MaxItems: MOST_ITEMS }, context)),
    attach: (PolicyArn, context) => session.iam('AttachRolePolicy', { RoleName, PolicyArn }, context),
    detach: (PolicyArn, context) => session.iam('DetachRolePolicy', { RoleName, PolicyArn }, context),
    listInline: async (Marker, context) => namesOf(await session.iam('ListRolePolicies', { RoleName, Marker, MaxItems: MOST_ITEMS }, context)),
    getInline: async (PolicyName, context) => (await session.iam('GetRolePolicy', { RoleName, PolicyName }, context)).PolicyDocument,
    putInline: (PolicyName, PolicyDocument, context) => session.iam('PutRolePolicy', { RoleName, PolicyName, PolicyDocument }, context),
    deleteInline: (PolicyName, context) => session.iam('DeleteRolePolicy', { RoleName, PolicyName }, context),
  };
}

function attachedOf(answer: Truncatable & { readonly AttachedPolicies?: readonly AttachedPolicyEntry[] | undefined }): Listed<AttachedPolicyEntry> {
  return { items: answer.AttachedPolicies ?? [], IsTruncated: answer.IsTruncated, Marker: answer.Marker };
}

function namesOf(answer: Truncatable & { readonly PolicyNames?: readonly string[] | undefined }): Listed<string> {
  return { items: answer.PolicyNames ?? [], IsTruncated: answer.IsTruncated, Marker: answer.Marker };
}
