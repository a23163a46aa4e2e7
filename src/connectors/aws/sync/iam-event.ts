/** A change of IAM as CloudTrail recorded it, reduced to what a sync reads. */
export interface IamEvent {
  /** CloudTrail's own; the same wherever the event is told again. */
  readonly id: string;
  /** `CreateUser`. */
  readonly name: string;
  /** Milliseconds since 1970; CloudTrail knows whole seconds only. */
  readonly time: number;
  readonly request: Fields;
  readonly response: Fields;
  /** The IAM user who made the call, if it was one: who changes something of himself need not name himself. */
  readonly caller: string | undefined;
  /** The account that it happened in, 12 digits. */
  readonly account: string | undefined;
}

/** The members of a JSON object that came from outside. */
export type Fields = Readonly<Record<string, unknown>>;

/** What one record turned out to be: a change, something that changed nothing, or not a record of CloudTrail's. */
export type ReadEvent =
  | { readonly kind: 'change'; readonly event: IamEvent }
  | { readonly kind: 'irrelevant' }
  | { readonly kind: 'malformed'; readonly why: string };

/**
 * Reads a record of CloudTrail: what LookupEvents has as `CloudTrailEvent` and EventBridge as `detail`.
 *
 * Reads of IAM, refused calls and events of other services are irrelevant.
 *
 * AWS: CloudTrail user guide, CloudTrail record contents.
 *
 * @param record  The parsed JSON.
 *
 * @example
 * const read = readIamEvent(JSON.parse(event.CloudTrailEvent));
 * if (read.kind === 'change') effectsOf(read.event);
 */
export function readIamEvent(record: unknown): ReadEvent {
  if (!isFields(record)) return malformed('it is no JSON object');
  const { eventSource, eventName, eventID, eventTime, errorCode, readOnly } = record;
  if (typeof eventSource !== 'string') return malformed('it has no eventSource');
  if (eventSource !== 'iam.amazonaws.com' || readOnly === true || (errorCode !== undefined && errorCode !== null)) return { kind: 'irrelevant' };
  if (typeof eventName !== 'string' || eventName === '') return malformed('it has no eventName');
  if (typeof eventID !== 'string' || eventID === '') return malformed('it has no eventID');
  const time = typeof eventTime === 'string' ? Date.parse(eventTime) : Number.NaN;
  if (Number.isNaN(time)) return malformed('its eventTime is no time');
  const identity = fieldsOf(record.userIdentity);
  return {
    kind: 'change',
    event: {
      id: eventID,
      name: eventName,
      time,
      request: fieldsOf(record.requestParameters),
      response: fieldsOf(record.responseElements),
      account: textOf(record.recipientAccountId),
      caller: identity.type === 'IAMUser' ? textOf(identity.userName) : undefined,
    },
  };
}

/** The value as a JSON object; an empty one when it is none. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

/** The value as a text of at least one character. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const malformed = (why: string): ReadEvent => ({ kind: 'malformed', why });
