import { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { eventEffects } from './event-effects.ts';
import { type IamEvent, readIamEvent } from './iam-event.ts';

/** What a lookup found. */
export interface Lookup {
  /** Events that changed something, oldest first. */
  readonly events: readonly IamEvent[];
  /** When the latest event of any kind was made, reads and refused calls among them; milliseconds since 1970. */
  readonly newest: number | undefined;
}

/** Milliseconds between two requests. AWS: CloudTrail quotas, LookupEvents, two a second for an account and region. */
const GAP = 500;

/**
 * Looks the events of IAM up, back to a time.
 *
 * CloudTrail answers at most 50 events a page, newest first, and takes one attribute to look for: the source; reads and refused calls are
 * left out here. Without an end time, so that a clock that is slow hides nothing.
 *
 * @param since  Milliseconds since 1970 to go back to, given when the latest event was made, which the first page says.
 * @throws ConnectorError whatever AWS answers; `ConnectorIO` for an event that cannot be read, because leaving it out would lose a change.
 */
export async function lookUp(session: AwsSession, start: number, since: (newest: number) => number, signal: AbortSignal): Promise<Lookup> {
  const input = {
    LookupAttributes: [{ AttributeKey: 'EventSource' as const, AttributeValue: 'iam.amazonaws.com' }],
    StartTime: new Date(Math.floor(start / 1000) * 1000),
    MaxResults: 50,
  };
  const region = session.settings.sync.cloudTrailRegion;
  const events: IamEvent[] = [];
  let newest: number | undefined;
  let token: string | undefined;
  for (let sentAt = Number.NEGATIVE_INFINITY; ; ) {
    const gap = sentAt + GAP - session.now();
    if (gap > 0) await session.wait(gap, signal);
    sentAt = session.now();
    const { Events = [], NextToken } = await session.send(
      'cloudtrail',
      'LookupEvents',
      { ...input, ...(token !== undefined && { NextToken: token }) },
      { region, signal },
    );
    for (const event of Events) {
      const time = event.EventTime?.getTime();
      if (time !== undefined) newest = Math.max(newest ?? time, time);
      const read = readEvent(event);
      if (read) events.push(read);
    }
    const oldest = Events.at(-1)?.EventTime?.getTime();
    const isFarEnough = oldest !== undefined && newest !== undefined && oldest < since(newest);
    if (!NextToken || isFarEnough) break;
    if (NextToken === token)
      throw new ConnectorError(
        'ConnectorIO',
        'CloudTrail answered that its list goes on but gave no new token for the rest of it, so it cannot be read to its end',
      );
    token = NextToken;
  }
  return { events: events.reverse(), newest };
}

interface WireEvent {
  readonly EventId?: string | undefined;
  readonly EventName?: string | undefined;
  readonly ReadOnly?: string | undefined;
  readonly CloudTrailEvent?: string | undefined;
}

function readEvent({ EventId, EventName = '', ReadOnly, CloudTrailEvent }: WireEvent): IamEvent | undefined {
  // Most events are reads, and their texts need not be parsed.
  if (ReadOnly === 'true' || !Object.hasOwn(eventEffects, EventName)) return undefined;
  const read = readIamEvent(parsed(CloudTrailEvent));
  if (read.kind === 'malformed') throw new ConnectorError('ConnectorIO', `CloudTrail’s event ${EventId} (${EventName}) cannot be read: ${read.why}`);
  return read.kind === 'change' ? read.event : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
