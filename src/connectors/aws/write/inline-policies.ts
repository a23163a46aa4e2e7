import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { sameName } from '../names.ts';
import { countedLength, decodedDocument, documentProblems, sameDocument } from '../policy/policy-document.ts';
import { allOf } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { untilVisible } from './consistency.ts';
import { type HolderKind, type PolicyHolder, policyCalls } from './policy-holder.ts';
import type { Step } from './steps.ts';
import { unlessCode } from './unless-code.ts';

/** A policy that belongs to one user, group or role alone. */
export interface InlinePolicy {
  readonly PolicyName: string;
  /** JSON text, as it was written; not needed to name a policy that is to be removed. */
  readonly PolicyDocument?: string;
}

/** What an update asks of a holder's inline policies, and those that it has when they are replaced. */
export interface InlineChanges {
  /** With their documents; only when the list is replaced. */
  readonly current: readonly InlinePolicy[] | undefined;
  readonly replace: readonly InlinePolicy[] | null | undefined;
  readonly add: readonly InlinePolicy[] | undefined;
  readonly remove: readonly InlinePolicy[] | undefined;
}

/** Characters of all inline policies of one holder together, white space not counted. AWS: IAM and STS quotas. */
const MOST_CHARACTERS: Readonly<Record<HolderKind, number>> = { user: 2048, group: 5120, role: 10_240 };

/** The attribute that the paths of problems name. */
const attribute = 'InlinePolicies';

/**
 * The inline policies of a user, a group or a role with their documents: one call for the names and one for each.
 *
 * A policy that is removed while they are read is left out; a holder that is, is an error.
 *
 * @throws ConnectorError `UnknownUid` when the holder is not there.
 *
 * @example
 * await inlinePoliciesOf(session, { kind: 'role', name: 'deploy' }, signal);  // [{ PolicyName: 'buckets', PolicyDocument: '{"Version":…' }]
 */
export async function inlinePoliciesOf(session: AwsSession, holder: PolicyHolder, signal: AbortSignal | undefined): Promise<InlinePolicy[]> {
  const calls = policyCalls(session, holder);
  const names = await allOf(
    (marker) => calls.listInline(marker, { signal, uid: holder.name }),
    (answer) => answer.items,
  );
  const found = await inParallel(names, async (name): Promise<InlinePolicy | undefined> => {
    try {
      const document = await calls.getInline(name, { signal, uid: holder.name, about: { path: attribute, value: name } });
      return { PolicyName: name, PolicyDocument: decodedDocument(document ?? '', `inline policy ${name} of ${holder.name}`) };
    } catch (error) {
      if (ConnectorError.is(error) && error.code === 'InvalidAttributeValue') return undefined;
      throw error;
    }
  });
  return found.filter((policy) => policy !== undefined);
}

/** Inline policies as GetAccountAuthorizationDetails lists them, with documents decoded. */
export function inlinePoliciesFrom(
  list: readonly { readonly PolicyName?: string | undefined; readonly PolicyDocument?: string | undefined }[] | undefined,
): InlinePolicy[] {
  return (list ?? []).flatMap(({ PolicyName, PolicyDocument = '' }) =>
    PolicyName === undefined ? [] : [{ PolicyName, PolicyDocument: decodedDocument(PolicyDocument, `inline policy ${PolicyName}`) }],
  );
}

/**
 * Finds what AWS would refuse in inline policies: a missing or wrong document, a name used twice, more characters than the holder may have.
 *
 * @param path  Where they were given: `InlinePolicies`, `add.InlinePolicies`.
 */
export function inlineProblems(kind: HolderKind, policies: readonly InlinePolicy[] | null | undefined, path: string): Problem[] {
  const problems: Problem[] = [];
  const given = policies ?? [];
  for (const [index, { PolicyName, PolicyDocument }] of given.entries()) {
    const at = `${path}[${index}]`;
    const twin = given.slice(0, index).find((other) => sameName(other.PolicyName, PolicyName));
    // AWS does not say whether case distinguishes them; a list that depends on it is refused.
    if (twin) problems.push({ path: `${at}.PolicyName`, message: `is used twice (${printable(twin.PolicyName)}, ${printable(PolicyName)})` });
    if (PolicyDocument === undefined) problems.push({ path: `${at}.PolicyDocument`, message: 'is missing; it must be the JSON text of a policy' });
    else problems.push(...documentProblems(PolicyDocument, `${at}.PolicyDocument`, 'inline'));
  }
  const size = given.reduce((sum, { PolicyDocument = '' }) => sum + countedLength(PolicyDocument), 0);
  if (size > MOST_CHARACTERS[kind]) {
    problems.push({
      path,
      message: `has ${size} characters without white space; AWS allows all inline policies of a ${kind} together ${MOST_CHARACTERS[kind]}`,
    });
  }
  return problems;
}

/** The steps that give inline policies to a holder that is being made. */
export function newInlineSteps(session: AwsSession, holder: PolicyHolder, policies: readonly InlinePolicy[], signal: AbortSignal): Step[] {
  return policies.map((policy, index) => putStep(session, holder, policy, `${attribute}[${index}]`, signal));
}

/**
 * The steps that bring a holder's inline policies to where they shall be; a document that means what AWS has already is not written.
 *
 * Removals come first: all inline policies share one limit of size. A name that differs only in case counts as another, so its policy is
 * removed before the new one is put, which is right whether or not AWS tells them apart.
 *
 * @example
 * const current = changes.replace.InlinePolicies === undefined ? undefined : await inlinePoliciesOf(session, holder, signal);
 * inlineSteps(session, holder, { current, replace, add, remove }, signal);
 */
export function inlineSteps(session: AwsSession, holder: PolicyHolder, changes: InlineChanges, signal: AbortSignal): Step[] {
  const { current, replace, add = [], remove = [] } = changes;
  if (current) {
    const wanted = replace ?? [];
    const unwanted = current.filter(({ PolicyName }) => !wanted.some((policy) => policy.PolicyName === PolicyName));
    return [
      ...unwanted.map((policy) => deleteStep(session, holder, policy, `replace.${attribute}`, signal)),
      ...wanted.flatMap((policy, index) =>
        current.some((other) => isSame(other, policy)) ? [] : [putStep(session, holder, policy, `replace.${attribute}[${index}]`, signal)],
      ),
    ];
  }
  return [
    ...remove.map((policy, index) => deleteStep(session, holder, policy, `remove.${attribute}[${index}]`, signal)),
    ...add.flatMap((policy, index) =>
      remove.some(({ PolicyName }) => PolicyName === policy.PolicyName)
        ? []
        : [putStep(session, holder, policy, `add.${attribute}[${index}]`, signal)],
    ),
  ];
}

function isSame(a: InlinePolicy, b: InlinePolicy): boolean {
  return a.PolicyName === b.PolicyName && sameDocument(a.PolicyDocument ?? '', b.PolicyDocument ?? '');
}

function putStep(session: AwsSession, holder: PolicyHolder, policy: InlinePolicy, path: string, signal: AbortSignal): Step {
  const { PolicyName, PolicyDocument = '' } = policy;
  const calls = policyCalls(session, holder);
  const put = () => calls.putInline(PolicyName, PolicyDocument, { signal, uid: holder.name, about: { path, value: PolicyName } });
  return {
    path,
    what: `put inline policy ${PolicyName} of ${holder.kind} ${holder.name}`,
    run: () => (holder.isNew ? untilVisible(session, signal, put) : put()),
    undo: () => unlessCode('NoSuchEntity', () => calls.deleteInline(PolicyName, { uid: holder.name })),
  };
}

function deleteStep(session: AwsSession, holder: PolicyHolder, { PolicyName }: InlinePolicy, path: string, signal: AbortSignal): Step {
  const calls = policyCalls(session, holder);
  return {
    path,
    what: `delete inline policy ${PolicyName} of ${holder.kind} ${holder.name}`,
    run: () => unlessCode('NoSuchEntity', () => calls.deleteInline(PolicyName, { signal, uid: holder.name })),
  };
}
