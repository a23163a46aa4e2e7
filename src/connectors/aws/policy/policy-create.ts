import type { Policy } from '@aws-sdk/client-iam';
import type { Written } from '../../../model/changes.ts';
import type { Problem } from '../../../model/errors.ts';
import type { CreateOp } from '../../../spi/operations.ts';
import { sameTags, tagProblems, tagsOf, wireTags } from '../account/tags.ts';
import type { AwsSession } from '../session.ts';
import { guard } from '../write/guard-rails.ts';
import { refuseInvalid } from '../write/invalid-attributes.ts';
import { createOnce } from '../write/lost-create.ts';
import { refuseOtherAccount } from '../write/own-account.ts';
import type { ManagedPolicy } from './policy-class.ts';
import { countedLength, documentProblems } from './policy-document.ts';
import { findPolicy } from './policy-object.ts';
import { documentOf } from './policy-versions.ts';

type Create = Parameters<CreateOp<typeof ManagedPolicy, AwsSession>['create']>[0];

/** Characters of a managed policy, white space not counted. AWS: IAM and STS quotas. */
const MOST_CHARACTERS = 6144;

/** Finds what AWS would refuse in the document of a managed policy. */
export function managedDocumentProblems(document: string, path: string): Problem[] {
  const size = countedLength(document);
  const problems = documentProblems(document, path, 'managed');
  if (size <= MOST_CHARACTERS) return problems;
  return [...problems, { path, message: `has ${size} characters without white space; AWS allows a managed policy ${MOST_CHARACTERS}` }];
}

/**
 * Makes a customer managed policy, with one CreatePolicy.
 *
 * @returns The policy's ARN, and what AWS gave the policy.
 * @throws ConnectorError `AlreadyExists`; `InvalidAttributeValue`; `QuotaExceeded`.
 */
export async function createPolicy({ session, attributes, signal }: Create): Promise<Written<(typeof ManagedPolicy)['attributes']>> {
  const { __NAME__: PolicyName, Path = '/', PolicyDocument, Description, AccountId } = attributes;
  const what = 'create ManagedPolicy';
  refuseInvalid([...managedDocumentProblems(PolicyDocument, 'PolicyDocument'), ...tagProblems(attributes.Tags ?? [], 'Tags')], `${what} of aws`);
  await guard(session, { kind: 'policy', names: [PolicyName], paths: async () => [Path] }, what, signal);
  await refuseOtherAccount(session, AccountId, `${what} of aws`, signal);

  const Tags = wireTags(attributes.Tags ?? []);
  const input = { PolicyName, Path, PolicyDocument, ...(Description !== undefined && { Description }), ...(Tags.length > 0 && { Tags }) };
  const { account, arn: caller } = await session.identity(signal);
  const arn = `arn:${caller.split(':')[1]}:iam::${account}:policy${Path}${PolicyName}`;
  const made = await createOnce<{ readonly policy: Policy | undefined; readonly document: string | undefined }>(session, signal, {
    name: arn,
    // A policy of this name may be in another path: its ARN is not known then, so the call is about none.
    send: async () => ({ policy: (await session.iam('CreatePolicy', input, { signal })).Policy, document: PolicyDocument }),
    read: async (readSignal) => {
      const policy = await findPolicy(session, arn, readSignal);
      return policy && { policy, document: await documentOf(session, arn, policy.DefaultVersionId ?? 'v1', readSignal) };
    },
    madeAt: ({ policy }) => policy?.CreateDate,
    asSent: ({ policy, document }) =>
      policy?.PolicyName === PolicyName &&
      policy.DefaultVersionId === 'v1' &&
      document === PolicyDocument &&
      (policy.Description ?? '') === (Description ?? '') &&
      sameTags(tagsOf(policy.Tags), Tags),
  });
  return { uid: made.policy?.Arn ?? arn, sideEffects: madeByAws(made.policy) };
}

/** What AWS gave the policy that nobody may write. */
function madeByAws(policy: Policy | undefined): Written<(typeof ManagedPolicy)['attributes']>['sideEffects'] {
  if (policy?.PolicyId === undefined || policy.Arn === undefined || policy.CreateDate === undefined) return undefined;
  return { replace: { PolicyId: policy.PolicyId, Arn: policy.Arn, CreatedDate: policy.CreateDate } };
}
