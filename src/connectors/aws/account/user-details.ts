import type { User, UserDetail } from '@aws-sdk/client-iam';
import { MOST_ITEMS, nextMarker } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';
import { type InlinePolicy, inlinePoliciesFrom } from '../write/inline-policies.ts';
import { isOwnPolicy } from './session-revocation.ts';

/** What GetAccountAuthorizationDetails knows of a user besides what ListUsers says, as far as it is kept. */
export interface UserDetails extends Pick<UserDetail, 'Tags' | 'PermissionsBoundary'> {
  readonly groups: readonly string[];
  /** ARNs. */
  readonly attached: readonly string[];
  /** With their documents, and only where those were asked for: a document may have as many characters as all the rest. */
  readonly inline: readonly InlinePolicy[] | undefined;
}

/** What is kept of a user in an answer of GetAccountAuthorizationDetails. */
export function detailsOf(user: UserDetail, withDocuments: boolean): UserDetails {
  const { Tags, PermissionsBoundary, GroupList = [], AttachedManagedPolicies = [], UserPolicyList = [] } = user;
  return {
    Tags,
    PermissionsBoundary,
    groups: GroupList,
    attached: AttachedManagedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    inline: withDocuments ? inlinePoliciesFrom(UserPolicyList).filter(({ PolicyName }) => !isOwnPolicy(PolicyName)) : undefined,
  };
}

/** What a reader of details is told. */
export interface DetailsWanted {
  /** The marker to begin with; what stands before it is read last. */
  readonly start: string | undefined;
  readonly withDocuments: boolean;
}

/**
 * Finds the details of listed users in GetAccountAuthorizationDetails, reading no further than it must.
 *
 * AWS does not say that both listings have the same order, so what is read too early is kept until it is asked for: at most the users of an
 * account, of whom there can be 5,000 (AWS: IAM and STS quotas). Users are matched by UserId, because a name can be given to another user
 * between two calls.
 */
export class UserDetailsReader {
  readonly #session: AwsSession;
  readonly #signal: AbortSignal;
  readonly #wanted: DetailsWanted;
  readonly #kept = new Map<string, { readonly details: UserDetails; readonly from: string | undefined }>();
  #marker: string | undefined;
  /** Where the reading stands: from the start to the end, then from the beginning to the start, then everything is read. */
  #phase: 'to the end' | 'to the start' | 'done' = 'to the end';
  #begun = false;
  #position: string | undefined;

  constructor(session: AwsSession, signal: AbortSignal, wanted: DetailsWanted) {
    this.#session = session;
    this.#signal = signal;
    this.#wanted = wanted;
    this.#marker = wanted.start;
    this.#position = wanted.start;
  }

  /** Whether anything has been read. */
  get begun(): boolean {
    return this.#begun;
  }

  /** The marker of the answer that the last details found came from: where a later reader should start. */
  get position(): string | undefined {
    return this.#position;
  }

  /** The details of these users by UserId; those whom AWS does not list are missing. */
  async find(users: readonly User[]): Promise<ReadonlyMap<string, UserDetails>> {
    const ids = users.flatMap(({ UserId }) => UserId ?? []);
    while (this.#phase !== 'done' && !ids.every((id) => this.#kept.has(id))) await this.#readOn();
    const found = new Map<string, UserDetails>();
    for (const id of ids) {
      const kept = this.#kept.get(id);
      if (!kept) continue;
      found.set(id, kept.details);
      this.#kept.delete(id);
      this.#position = kept.from;
    }
    return found;
  }

  async #readOn(): Promise<void> {
    this.#begun = true;
    const from = this.#marker;
    const { start, withDocuments } = this.#wanted;
    const answer = await readDetails(this.#session, from, this.#signal);
    for (const user of answer.UserDetailList ?? []) {
      if (user.UserId) this.#kept.set(user.UserId, { details: detailsOf(user, withDocuments), from });
    }
    const next = nextMarker(answer, from);
    this.#marker = next;
    if (this.#phase === 'to the end' && next === undefined) this.#phase = start === undefined ? 'done' : 'to the start';
    else if (this.#phase === 'to the start' && (next === undefined || next === start)) this.#phase = 'done';
  }
}

/** One answer of GetAccountAuthorizationDetails about users. */
export function readDetails(session: AwsSession, marker: string | undefined, signal: AbortSignal) {
  return session.iam('GetAccountAuthorizationDetails', { Filter: ['User'], Marker: marker, MaxItems: MOST_ITEMS }, { signal });
}
