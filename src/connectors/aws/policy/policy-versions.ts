import type { PolicyVersion } from '@aws-sdk/client-iam';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { decodedDocument } from './policy-document.ts';

/** A version as the attribute `Versions` has it. */
export interface ListedVersion {
  readonly VersionId: string;
  readonly IsDefaultVersion: boolean;
  /** ISO 8601. */
  readonly CreateDate?: string;
}

/** The versions of a managed policy, the newest first, without their documents. */
export async function versionsOf(session: AwsSession, PolicyArn: string, signal: AbortSignal | undefined): Promise<PolicyVersion[]> {
  const versions = await allOf(
    (Marker) => session.iam('ListPolicyVersions', { PolicyArn, Marker, MaxItems: MOST_ITEMS }, { signal, uid: PolicyArn }),
    (answer) => answer.Versions,
  );
  return versions.sort((a, b) => numberOf(b) - numberOf(a));
}

/** AWS counts versions up and gives no number twice. AWS: CreatePolicyVersion, VersionId. */
function numberOf({ VersionId = 'v0' }: PolicyVersion): number {
  return Number(/^v(\d+)/.exec(VersionId)?.[1] ?? 0);
}

/** A version as the attribute `Versions` has it. */
export function listedVersion({ VersionId = '', IsDefaultVersion = false, CreateDate }: PolicyVersion): ListedVersion {
  return { VersionId, IsDefaultVersion, ...(CreateDate && { CreateDate: CreateDate.toISOString() }) };
}

/** The document of one version, as it was written. */
export async function documentOf(session: AwsSession, PolicyArn: string, VersionId: string, signal: AbortSignal | undefined): Promise<string> {
  const { PolicyVersion: version } = await session.iam('GetPolicyVersion', { PolicyArn, VersionId }, { signal, uid: PolicyArn });
  return decodedDocument(version?.Document ?? '', `version ${VersionId} of ${PolicyArn}`);
}
