import type { User, UserDetail } from '@aws-sdk/client-iam';
import { MOST_ITEMS, nextMarker } from '../read/paging.ts';
import type { AwsSession } from '../session.ts';

/** What GetAccountAuthorizationDetails knows of a user besides what ListUsers says. Policy documents are not kept. */
export type UserDetails = Pick<UserDetail, 'Tags' | 'PermissionsBoundary' | 'GroupList'>;

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
  readonly #start: string | undefined;
  readonly #kept = new Map<string, { readonly details: UserDetails; readonly from: string | undefined }>();
  #marker: string | undefined;
  /** Where the reading stands: from the start to the end, then from the beginning to the start, then everything is read. */
  #phase: 'to the end' | 'to the start' | 'done' = 'to the end';
  #begun = false;
  #position: string | undefined;

  /** @param start  The marker to begin with; what stands before it is read last. */
  constructor(session: AwsSession, signal: AbortSignal, start: string | undefined) {
    this.#session = session;
    this.#signal = signal;
    this.#start = start;
    this.#marker = start;
    this.#position = start;
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
    const answer = await readDetails(this.#session, from, this.#signal);
    for (const { UserId, Tags, PermissionsBoundary, GroupList } of answer.UserDetailList ?? []) {
      if (UserId) this.#kept.set(UserId, { details: { Tags, PermissionsBoundary, GroupList }, from });
    }
    const next = nextMarker(answer, from);
    this.#marker = next;
    if (this.#phase === 'to the end' && next === undefined) this.#phase = this.#start === undefined ? 'done' : 'to the start';
    else if (this.#phase === 'to the start' && (next === undefined || next === this.#start)) this.#phase = 'done';
  }
}

/** One answer of GetAccountAuthorizationDetails about users. */
export function readDetails(session: AwsSession, marker: string | undefined, signal: AbortSignal) {
  return session.iam('GetAccountAuthorizationDetails', { Filter: ['User'], Marker: marker, MaxItems: MOST_ITEMS }, { signal });
}
