/** One event as CloudTrail keeps it. */
export interface TrailEvent {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  /** Milliseconds since 1970, whole seconds: CloudTrail keeps no finer time. */
  readonly at: number;
  /** When LookupEvents begins to answer it. */
  readonly visibleAt: number;
  /** The order of arrival, for events of one second. */
  readonly sequence: number;
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly TrailResource[];
  /** The whole event, as it stands in `CloudTrailEvent`; made when somebody looks, since most are never looked at. */
  readonly document: () => EventDocument;
}

/** What an event is about. */
export interface TrailResource {
  readonly type: string;
  readonly name: string;
}

/** The members of an event. AWS: CloudTrail record contents */
export type EventDocument = Readonly<Record<string, unknown>>;

/** What is known of an event before it has its place in the trail. */
export type NewTrailEvent = Omit<TrailEvent, 'id' | 'sequence' | 'visibleAt' | 'document'> & {
  readonly id?: string;
  readonly describe: (event: { readonly id: string; readonly at: number }) => EventDocument;
};

/** A time as CloudTrail writes it. */
export function eventTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
