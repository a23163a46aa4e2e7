import type { Policy, PolicyVersion } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { UpdateDeltaOp } from '../../../spi/operations.ts';
import { tagDifference, tagProblems, tagsAfter, tagsOf, tooManyTags } from '../account/tags.ts';
import type { AwsSession } from '../session.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { type Step, takeAll } from '../write/steps.ts';
import type { ManagedPolicy } from './policy-class.ts';
import { managedDocumentProblems } from './policy-create.ts';
import { sameDocument } from './policy-document.ts';
import { guardPolicy } from './policy-guard.ts';
import { checkPolicyUid } from './policy-object.ts';
import { documentOf, listedVersion, versionsOf } from './policy-versions.ts';

type Update = Parameters<UpdateDeltaOp<typeof ManagedPolicy, AwsSession>['updateDelta']>[0];

/** AWS: IAM and STS quotas, versions per managed policy. */
const MOST_VERSIONS = 5;

/**
 * Changes a customer managed policy: tags, and the document as a new version that is made the default. Where there are five versions the oldest
 * that is not the default makes room.
 *
 * @returns What version is the default now, and which one was deleted.
 * @throws ConnectorError `UnknownUid`; `InvalidAttributeValue`; `PermissionDenied` for one of AWS's policies. With `outcome: 'partial'` and a
 *   problem for each step when some were done.
 */
export async function updatePolicy(call: Update): Promise<Written<(typeof ManagedPolicy)['attributes']>> {
  const { session, uid, changes, signal } = call;
  const { replace, add } = changes;
  checkPolicyUid(uid);
  const what = 'update ManagedPolicy';
  const documents = replace.PolicyDocument === undefined ? [] : managedDocumentProblems(replace.PolicyDocument, 'replace.PolicyDocument');
  const tags = [...tagProblems(replace.Tags ?? [], 'replace.Tags'), ...tagProblems(add.Tags ?? [], 'add.Tags')];
  refuseInvalid([...documents, ...tags], `${what} of aws`);
  await guardPolicy(session, uid, what, signal);
  // Two updates at once would both make room for one version.
  return session.writes.run([uid], signal, () => writePolicy(call, what));
}

async function writePolicy(call: Update, what: string): Promise<Written<(typeof ManagedPolicy)['attributes']>> {
  const { session, uid, signal } = call;
  const { Policy: policy } = await session.iam('GetPolicy', { PolicyArn: uid }, { signal, uid });
  const revision = await newRevision(call, policy);
  const { written } = revision ?? {};
  await takeAll([...tagSteps(call, policy), ...(revision?.steps ?? [])], what, uid, signal);
  const version = written?.();
  if (version === undefined) return { uid: policy?.Arn ?? uid };
  const { pruned } = revision ?? {};
  if (pruned) session.log('info', `${uid} had ${MOST_VERSIONS} versions; version ${pruned.VersionId} was deleted to make room for ${version}`);
  return {
    uid: policy?.Arn ?? uid,
    sideEffects: { replace: { DefaultVersionId: version }, ...(pruned && { remove: { Versions: [listedVersion(pruned)] } }) },
  };
}

/** The steps that write a document, the version that they delete, and which one they made. */
interface Revision {
  readonly steps: readonly Step[];
  readonly pruned: PolicyVersion | undefined;
  written(): string | undefined;
}

async function newRevision({ session, uid, changes, signal }: Update, policy: Policy | undefined): Promise<Revision | undefined> {
  const { PolicyDocument } = changes.replace;
  if (PolicyDocument === undefined) return undefined;
  if (sameDocument(await documentOf(session, uid, policy?.DefaultVersionId ?? 'v1', signal), PolicyDocument)) return undefined;
  const before = await versionsOf(session, uid, signal);
  const pruned = before.length >= MOST_VERSIONS ? before.findLast(({ IsDefaultVersion }) => !IsDefaultVersion) : undefined;
  let made: string | undefined;
  const path = 'PolicyDocument';
  const prune = () => session.iam('DeletePolicyVersion', { PolicyArn: uid, VersionId: pruned?.VersionId }, { signal, uid });
  const create = async () => {
    const version = await sendVersion(session, { uid, document: PolicyDocument, before }, signal);
    made = version?.VersionId;
  };
  return {
    steps: [
      ...(pruned ? [{ path, what: `DeletePolicyVersion ${pruned.VersionId}, the oldest that is not the default`, run: prune }] : []),
      { path, what: 'CreatePolicyVersion, made the default', run: create },
    ],
    pruned,
    written: () => made,
  };
}

/** CreatePolicyVersion; when its answer is lost, the version is ours that was not there before and has the very document. */
async function sendVersion(
  session: AwsSession,
  { uid, document, before }: { readonly uid: string; readonly document: string; readonly before: readonly PolicyVersion[] },
  signal: AbortSignal,
): Promise<PolicyVersion | undefined> {
  const known = new Set(before.map(({ VersionId }) => VersionId));
  const input = { PolicyArn: uid, PolicyDocument: document, SetAsDefault: true };
  const about = { path: 'PolicyDocument', value: document };
  return createOnce<PolicyVersion | undefined>(session, signal, {
    name: uid,
    send: async () => (await session.iam('CreatePolicyVersion', input, { signal, uid, about })).PolicyVersion,
    async read(readSignal) {
      for (const version of await versionsOf(session, uid, readSignal)) {
        if (known.has(version.VersionId) || !version.IsDefaultVersion) continue;
        if ((await documentOf(session, uid, version.VersionId ?? '', readSignal)) === document) return version;
      }
      return undefined;
    },
    madeAt: (version) => version?.CreateDate,
    asSent: () => true,
  });
}

function tagSteps({ session, uid, changes: { replace, add, remove }, signal }: Update, policy: Policy | undefined): Step[] {
  if (replace.Tags === undefined && add.Tags === undefined && remove.Tags === undefined) return [];
  const current = tagsOf(policy?.Tags);
  const wanted = tagsAfter(current, replace.Tags, add.Tags ?? [], remove.Tags ?? []);
  refuseInvalid(tooManyTags(wanted, 'Tags', 'policy'), 'update ManagedPolicy of aws');
  const { untag, tag } = tagDifference(current, wanted);
  const takeOff = () => session.iam('UntagPolicy', { PolicyArn: uid, TagKeys: [...untag] }, { signal, uid });
  const put = () => session.iam('TagPolicy', { PolicyArn: uid, Tags: [...tag] }, { signal, uid });
  return [
    ...(untag.length > 0 ? [{ path: 'Tags', what: `UntagPolicy ${untag.join(', ')}`, run: takeOff }] : []),
    ...(tag.length > 0 ? [{ path: 'Tags', what: `TagPolicy ${tag.map(({ Key }) => Key).join(', ')}`, run: put }] : []),
  ];
}
