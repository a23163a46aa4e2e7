import type { AwsSession } from '../session.ts';
import { type AttachmentChanges, attachedPoliciesOf, attachmentSteps } from './attached-policies.ts';
import { type InlineChanges, inlinePoliciesOf, inlineSteps } from './inline-policies.ts';
import type { PolicyHolder } from './policy-holder.ts';
import type { Step } from './steps.ts';

/** What one part of an update asks of the policies of a group or a role. */
interface Part<K extends 'replace' | 'add' | 'remove'> {
  readonly AttachedPolicies?: AttachmentChanges[K];
  readonly InlinePolicies?: InlineChanges[K];
}

/** What an update asks of the policies of a group or a role. */
export interface PolicyChanges {
  readonly replace: Part<'replace'>;
  readonly add: Part<'add'>;
  readonly remove: Part<'remove'>;
}

/** The steps of an update that concern the policies of a group or a role. A list is read only when it is replaced. */
export async function policyUpdateSteps(
  session: AwsSession,
  holder: PolicyHolder,
  { replace, add, remove }: PolicyChanges,
  signal: AbortSignal,
): Promise<Step[]> {
  const [attached, inline] = await Promise.all([
    replace.AttachedPolicies === undefined ? undefined : attachedPoliciesOf(session, holder, signal),
    replace.InlinePolicies === undefined ? undefined : inlinePoliciesOf(session, holder, signal),
  ]);
  const attachments = { current: attached, replace: replace.AttachedPolicies, add: add.AttachedPolicies, remove: remove.AttachedPolicies };
  const inlined = { current: inline, replace: replace.InlinePolicies, add: add.InlinePolicies, remove: remove.InlinePolicies };
  return [...attachmentSteps(session, holder, attachments, signal), ...inlineSteps(session, holder, inlined, signal)];
}
