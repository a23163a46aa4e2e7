import { allOf } from '../read/paging.ts';
import { inParallel } from '../read/parallel.ts';
import type { AwsSession } from '../session.ts';
import { attachedPoliciesOf } from '../write/attached-policies.ts';
import { policyCalls } from '../write/policy-holder.ts';
import { unlessGone } from './unless-gone.ts';

/** A policy that a user has from a group: a managed one by its ARN, one that is in the group itself by its name. */
export interface InheritedPolicy {
  readonly PolicyArn?: string;
  readonly PolicyName?: string;
  readonly GroupName: string;
}

/** The policies of some groups: two calls for each. A group that is deleted meanwhile has none. */
export async function inheritedPolicies(session: AwsSession, groups: readonly string[], signal: AbortSignal | undefined): Promise<InheritedPolicy[]> {
  const found = await inParallel(groups, (GroupName) => unlessGone(() => policiesOf(session, GroupName, signal)));
  return found.flatMap((policies) => policies ?? []);
}

async function policiesOf(session: AwsSession, GroupName: string, signal: AbortSignal | undefined): Promise<InheritedPolicy[]> {
  const holder = { kind: 'group', name: GroupName } as const;
  const attached = await attachedPoliciesOf(session, holder, signal);
  const calls = policyCalls(session, holder);
  const inline = await allOf(
    (marker) => calls.listInline(marker, { signal, uid: GroupName }),
    (answer) => answer.items,
  );
  return [...attached.map((PolicyArn) => ({ PolicyArn, GroupName })), ...inline.map((PolicyName) => ({ PolicyName, GroupName }))];
}
