import type { Account } from './account.ts';
import { type ActionTable, action } from './action.ts';
import { ApiError, deleteConflict, noSuchEntity } from './api-error.ts';
import type { ManagedPolicy, PolicyVersion } from './entities.ts';
import { nameKey } from './name-table.ts';
import { namedPolicy } from './named-policy.ts';
import { page, sortedBy } from './paging.ts';
import { arn, flag, pageFields, pathPrefix, policyDocument, policyUsage, required, text } from './parameters.ts';
import { checkManagedDocument, refuseAwsPolicy } from './policies.ts';
import { encodedDocument } from './policy-document.ts';
import { boundaryPolicyUses, type PolicyUse, policyUses } from './policy-uses.ts';
import type { XmlObject } from './xml.ts';

const versionId = text({ pattern: /v[1-9][0-9]*(\.[A-Za-z0-9-]*)?/ });

/** A version as it stands in answers; lists leave the document out. */
export function versionAnswer(version: PolicyVersion, withDocument: boolean): XmlObject {
  return {
    Document: withDocument ? encodedDocument(version.document) : undefined,
    VersionId: version.id,
    IsDefaultVersion: version.isDefault,
    CreateDate: new Date(version.createdAt),
  };
}

function versionOf(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.versions.find((one) => one.id === id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function makeDefault(policy: ManagedPolicy, chosen: PolicyVersion, now: number): void {
  for (const version of policy.versions) version.isDefault = version === chosen;
  policy.updatedAt = now;
}

/** Adds a version; the number is one that no version of the policy ever had. */
export function addVersion(policy: ManagedPolicy, document: string, isDefault: boolean, now: number): PolicyVersion {
  const version: PolicyVersion = { id: `v${policy.nextVersion}`, document, createdAt: now, isDefault: false };
  policy.nextVersion += 1;
  policy.versions.push(version);
  policy.updatedAt = now;
  if (isDefault) makeDefault(policy, version, now);
  return version;
}

/** Versions sort by number: v10 is after v9. */
const versionKey = (version: PolicyVersion): string => version.id.slice(1).padStart(9, '0');

/** Everyone a policy is used by, of the kind and for the purpose a request asks for. */
function usesOf(account: Account, policy: ManagedPolicy, filter: string | undefined, usage: string | undefined, prefix: string): PolicyUse[] {
  const uses = [
    ...(usage === 'PermissionsBoundary' ? [] : policyUses(account, policy)),
    ...(usage === 'PermissionsPolicy' ? [] : boundaryPolicyUses(account, policy)),
  ];
  const unique = [...new Map(uses.map((use) => [useKey(use), use])).values()];
  return unique.filter(({ kind, holder }) => (filter === undefined || filter === kind) && holder.path.startsWith(prefix));
}

const useKey = ({ kind, holder }: PolicyUse): string => `${kind} ${nameKey(holder.name)}`;

/** Versions of managed policies, and who uses them. */
export const policyVersionActions: ActionTable = {
  CreatePolicyVersion: action(
    { PolicyArn: required(arn), PolicyDocument: required(policyDocument), SetAsDefault: flag() },
    (input, { account, now }) => {
      const policy = namedPolicy(account, input.PolicyArn);
      refuseAwsPolicy(policy);
      checkManagedDocument(input.PolicyDocument);
      const limit = account.quotas.versionsPerPolicy;
      if (policy.versions.length >= limit) {
        const message = `A managed policy can have up to ${limit} versions. Before you create a new version, you must delete an existing version.`;
        throw new ApiError('LimitExceeded', 409, message);
      }
      const version = addVersion(policy, input.PolicyDocument, input.SetAsDefault === true, now);
      return { PolicyVersion: versionAnswer(version, false) };
    },
  ),

  GetPolicyVersion: action({ PolicyArn: required(arn), VersionId: required(versionId) }, (input, { account }) => ({
    PolicyVersion: versionAnswer(versionOf(namedPolicy(account, input.PolicyArn), input.VersionId), true),
  })),

  ListPolicyVersions: action({ PolicyArn: required(arn), ...pageFields }, (input, call) => {
    const { versions } = namedPolicy(call.account, input.PolicyArn);
    const { items, end } = page(call, input, sortedBy(versions, versionKey), versionKey);
    return { Versions: items.map((version) => versionAnswer(version, false)), ...end };
  }),

  SetDefaultPolicyVersion: action({ PolicyArn: required(arn), VersionId: required(versionId) }, (input, { account, now }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    refuseAwsPolicy(policy);
    makeDefault(policy, versionOf(policy, input.VersionId), now);
    return undefined;
  }),

  DeletePolicyVersion: action({ PolicyArn: required(arn), VersionId: required(versionId) }, (input, { account }) => {
    const policy = namedPolicy(account, input.PolicyArn);
    refuseAwsPolicy(policy);
    const version = versionOf(policy, input.VersionId);
    if (version.isDefault) throw deleteConflict('Cannot delete the default version of a policy.');
    policy.versions = policy.versions.filter((one) => one !== version);
    return undefined;
  }),

  ListEntitiesForPolicy: action(
    {
      PolicyArn: required(arn),
      EntityFilter: text({ values: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] }),
      PathPrefix: pathPrefix,
      PolicyUsageFilter: policyUsage,
      ...pageFields,
    },
    (input, call) => {
      const policy = namedPolicy(call.account, input.PolicyArn);
      const uses = usesOf(call.account, policy, input.EntityFilter, input.PolicyUsageFilter, input.PathPrefix ?? '/');
      const { items, end } = page(call, input, sortedBy(uses, useKey), useKey);
      const of = (kind: PolicyUse['kind']): readonly XmlObject[] =>
        items.filter((use) => use.kind === kind).map(({ holder }) => ({ [`${kind}Name`]: holder.name, [`${kind}Id`]: holder.id }));
      return { PolicyGroups: of('Group'), PolicyUsers: of('User'), PolicyRoles: of('Role'), ...end };
    },
  ),
};
