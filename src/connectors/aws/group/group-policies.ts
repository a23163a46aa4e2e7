import type { GroupDetail } from '@aws-sdk/client-iam';
import type { SearchCall } from '../../../spi/operations.ts';
import { allOf, MOST_ITEMS } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { inlinePoliciesFrom } from '../write/inline-policies.ts';
import type { Group } from './group-class.ts';
import { type GroupExtras, groupPolicies } from './group-object.ts';

type Search = SearchCall<typeof Group, AwsSession>;

/**
 * The policies of the groups that a search lists: read live for few, for many out of one pass over GetAccountAuthorizationDetails.
 *
 * A pass is made once in a search and kept: an account has at most 500 groups (AWS: IAM and STS quotas).
 */
export class GroupPolicies {
  readonly #call: Search;
  #details: Promise<ReadonlyMap<string, GroupDetail>> | undefined;

  constructor(call: Search) {
    this.#call = call;
  }

  /** Whether the search asks for any. */
  get wanted(): boolean {
    const { attributesToGet: names } = this.#call;
    return names.has('AttachedPolicies') || names.has('InlinePolicies');
  }

  /**
   * The policies of one group.
   *
   * @param many  Whether more groups are read than it is worth to read each by itself.
   */
  async of(group: { readonly name: string; readonly id: string | undefined }, many: boolean): Promise<Pick<GroupExtras, 'attached' | 'inline'>> {
    if (!this.wanted) return {};
    const { session, attributesToGet: names, signal } = this.#call;
    // Who is not in the pass was made, or is told by AWS, only since.
    const details = many ? (await this.#all()).get(group.id ?? '') : undefined;
    if (!details) return groupPolicies(session, group.name, names, signal);
    return {
      attached: names.has('AttachedPolicies') ? (details.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []) : undefined,
      inline: names.has('InlinePolicies') ? inlinePoliciesFrom(details.GroupPolicyList) : undefined,
    };
  }

  #all(): Promise<ReadonlyMap<string, GroupDetail>> {
    this.#details ??= this.#readAll();
    return this.#details;
  }

  async #readAll(): Promise<ReadonlyMap<string, GroupDetail>> {
    const { session, signal } = this.#call;
    const groups = await allOf(
      (Marker) => session.iam('GetAccountAuthorizationDetails', { Filter: ['Group'], Marker, MaxItems: MOST_ITEMS }, { signal }),
      (answer) => answer.GroupDetailList,
    );
    return new Map(groups.flatMap((group) => (group.GroupId === undefined ? [] : [[group.GroupId, group] as const])));
  }
}
