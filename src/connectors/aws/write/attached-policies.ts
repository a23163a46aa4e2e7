import { ConnectorError, type Problem } from '../../../model/errors.ts';
import { allOf } from '../read/paging.ts';
import type { AwsSession, IamContext } from '../session.ts';
import { untilVisible } from './consistency.ts';
import { type HolderKind, type PolicyHolder, policyCalls } from './policy-holder.ts';
import type { Step } from './steps.ts';
import { unlessCode } from './unless-code.ts';

/**
 * The most managed policies that AWS attaches: 10, which it raises on request to 20 for users and roles. Fewer than that are AWS's to
 * refuse, because only AWS knows what the account was granted. AWS: IAM and STS quotas.
 */
const MOST_ATTACHED: Readonly<Record<HolderKind, number>> = { user: 20, group: 10, role: 20 };

/** What an update asks of a holder's managed policies, and those that it has when they are replaced. */
export interface AttachmentChanges {
  /** ARNs; only when the list is replaced. */
  readonly current: readonly string[] | undefined;
  readonly replace: readonly string[] | null | undefined;
  readonly add: readonly string[] | undefined;
  readonly remove: readonly string[] | undefined;
}

/** The attribute that the paths of problems name. */
const attribute = 'AttachedPolicies';

/**
 * The ARNs of the managed policies that a user, a group or a role has, in AWS's order.
 *
 * @throws ConnectorError `UnknownUid` when the holder is not there.
 *
 * @example
 * await attachedPoliciesOf(session, { kind: 'user', name: 'ada' }, signal);  // ['arn:aws:iam::aws:policy/ReadOnlyAccess']
 */
export async function attachedPoliciesOf(session: AwsSession, holder: PolicyHolder, signal: AbortSignal | undefined): Promise<string[]> {
  const calls = policyCalls(session, holder);
  const policies = await allOf(
    (marker) => calls.listAttached(marker, { signal, uid: holder.name }),
    (answer) => answer.items,
  );
  return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
}

/**
 * Finds more managed policies than AWS attaches to one holder.
 *
 * @param path  Where they were given: `AttachedPolicies`, `replace.AttachedPolicies`.
 */
export function attachmentProblems(kind: HolderKind, arns: readonly string[] | null | undefined, path: string): Problem[] {
  const count = new Set(arns ?? []).size;
  const most = MOST_ATTACHED[kind];
  return count > most ? [{ path, message: `has ${count} managed policies; AWS attaches at most ${most} to a ${kind}` }] : [];
}

/**
 * The steps that attach managed policies to a holder that is being made.
 *
 * @param path  The attribute that names them.
 */
export function attachSteps(session: AwsSession, holder: PolicyHolder, arns: readonly string[], signal: AbortSignal, path = attribute): Step[] {
  return unique(arns).map((arn) => attachStep(session, holder, arn, `${path}[${arns.indexOf(arn)}]`, signal));
}

/**
 * The steps that bring a holder's managed policies to where they shall be, each policy told by its ARN, exactly.
 *
 * Detaching comes first: where the quota is used up there is no room for another.
 *
 * @example
 * const current = changes.replace.AttachedPolicies === undefined ? undefined : await attachedPoliciesOf(session, holder, signal);
 * attachmentSteps(session, holder, { current, replace, add, remove }, signal);
 */
export function attachmentSteps(session: AwsSession, holder: PolicyHolder, changes: AttachmentChanges, signal: AbortSignal): Step[] {
  const { current, replace, add = [], remove = [] } = changes;
  if (current) {
    const wanted = replace ?? [];
    return [
      ...unique(current)
        .filter((arn) => !wanted.includes(arn))
        .map((arn) => detachStep(session, holder, arn, `replace.${attribute}`, signal)),
      ...unique(wanted)
        .filter((arn) => !current.includes(arn))
        .map((arn) => attachStep(session, holder, arn, `replace.${attribute}[${wanted.indexOf(arn)}]`, signal)),
    ];
  }
  return [
    ...unique(remove).map((arn) => detachStep(session, holder, arn, `remove.${attribute}[${remove.indexOf(arn)}]`, signal)),
    ...unique(add)
      .filter((arn) => !remove.includes(arn))
      .map((arn) => attachStep(session, holder, arn, `add.${attribute}[${add.indexOf(arn)}]`, signal)),
  ];
}

/**
 * The step that attaches one managed policy; doing it twice changes nothing.
 *
 * @param path  Where the policy was named: `add.AttachedPolicies[0]`.
 */
export function attachStep(session: AwsSession, holder: PolicyHolder, arn: string, path: string, signal: AbortSignal): Step {
  const context = contextOf(holder, arn, path, signal);
  const attach = () => policyCalls(session, holder).attach(arn, context);
  return {
    path,
    what: `attach ${arn} to ${holder.kind} ${holder.name}`,
    // The policy was not made by this operation: when IAM does not know it, it is not there.
    run: () => (holder.isNew ? untilVisible(session, signal, attach, (error) => ConnectorError.is(error) && error.code === 'UnknownUid') : attach()),
    undo: () => detach(session, holder, arn, { ...context, signal: undefined }),
  };
}

/** The step that detaches one managed policy; that it was not attached is as good. */
export function detachStep(session: AwsSession, holder: PolicyHolder, arn: string, path: string, signal: AbortSignal): Step {
  const context = contextOf(holder, arn, path, signal);
  return { path, what: `detach ${arn} from ${holder.kind} ${holder.name}`, run: () => detach(session, holder, arn, context) };
}

function detach(session: AwsSession, holder: PolicyHolder, arn: string, context: IamContext): Promise<boolean> {
  return unlessCode('NoSuchEntity', () => policyCalls(session, holder).detach(arn, context));
}

function contextOf({ name }: PolicyHolder, value: string, path: string, signal: AbortSignal): IamContext {
  return { signal, uid: name, about: { path, value } };
}

function unique(arns: readonly string[]): string[] {
  return [...new Set(arns)];
}
