import { createHash } from 'node:crypto';
import { type ActionTable, action, type Call } from '../action.ts';
import { ApiError } from '../api-error.ts';
import type { Parameters } from '../parameter-set.ts';
import { type Field, text } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import type { TrailEvent } from './trail-event.ts';

const KEPT_MS = 90 * 24 * 3_600_000;
const MOST_ON_A_PAGE = 50;

/** What an event is compared with, by the attribute's key. AWS: LookupAttributeKey */
const ATTRIBUTES: Readonly<Record<string, (event: TrailEvent) => readonly (string | undefined)[]>> = {
  EventId: (event) => [event.id],
  EventName: (event) => [event.name],
  ReadOnly: (event) => [String(event.readOnly)],
  Username: (event) => [event.username],
  ResourceType: (event) => event.resources.map(({ type }) => type),
  ResourceName: (event) => event.resources.map(({ name }) => name),
  EventSource: (event) => [event.source],
  AccessKeyId: (event) => [event.accessKeyId],
};

const refused = (code: string, message: string): ApiError => new ApiError(code, 400, message);

interface Query {
  readonly from: number;
  readonly to: number;
  readonly attribute: { readonly key: string; readonly value: string } | undefined;
}

const lookupAttribute: Field<Query['attribute']> = {
  read: (parameters, name) => {
    const count = parameters.memberCount(name) ?? 0;
    if (count === 0) return undefined;
    // AWS: LookupEvents, "Currently the list can contain only one item."
    if (count > 1) throw refused('InvalidLookupAttributesException', 'You can only specify one lookup attribute.');
    const key = parameters.text(`${name}.member.1.AttributeKey`) ?? '';
    const value = parameters.text(`${name}.member.1.AttributeValue`) ?? '';
    if (!Object.hasOwn(ATTRIBUTES, key) || value === '' || value.length > 2000) {
      throw refused('InvalidLookupAttributesException', `The lookup attribute ${key} with the value "${value.slice(0, 100)}" is not valid.`);
    }
    return { key, value };
  },
};

/** Seconds since 1970, as JSON has them. */
const seconds: Field<number | undefined> = {
  read: (parameters: Parameters, name) => {
    const value = parameters.text(name);
    if (value === undefined) return undefined;
    if (!Number.isFinite(Number(value))) throw refused('SerializationException', `${name} is not a time.`);
    return Number(value) * 1000;
  },
};

const pageSize: Field<number> = {
  read: (parameters, name) => {
    const size = Number(parameters.text(name) ?? MOST_ON_A_PAGE);
    if (!Number.isInteger(size) || size < 1 || size > MOST_ON_A_PAGE) {
      throw refused('InvalidMaxResultsException', `MaxResults must be between 1 and ${MOST_ON_A_PAGE}.`);
    }
    return size;
  },
};

/** CloudTrail's event history. */
export const cloudTrailActions: ActionTable = {
  LookupEvents: action(
    {
      LookupAttributes: lookupAttribute,
      StartTime: seconds,
      EndTime: seconds,
      EventCategory: text({ values: ['insight'] }),
      MaxResults: pageSize,
      NextToken: text(),
    },
    (input, call) => {
      const { cloud, account, region, now } = call;
      if (!cloud.trail.allowsLookup(account.id, region)) throw new ApiError('Throttling', 400, 'Rate exceeded');
      const query: Query = {
        from: Math.max(input.StartTime ?? 0, now - KEPT_MS),
        to: input.EndTime ?? Number.POSITIVE_INFINITY,
        attribute: input.LookupAttributes,
      };
      if ((input.StartTime ?? 0) > query.to) throw refused('InvalidTimeRangeException', 'The start time is after the end time.');
      // The seal is of what was asked, not of the window as it moves on.
      const seal = sealOf(call, [input.StartTime, input.EndTime, input.LookupAttributes, input.EventCategory]);
      const last = input.NextToken === undefined ? undefined : readToken(input.NextToken, seal);
      const found: TrailEvent[] = [];
      // Nothing here makes Insights events.
      const events = input.EventCategory === undefined ? cloud.trail.newestFirst(account.id, region) : [];
      for (const event of events) {
        if (event.at < query.from) break;
        if (!isAfter(event, last) || !matches(event, query)) continue;
        found.push(event);
        if (found.length > input.MaxResults) break;
      }
      const page = found.slice(0, input.MaxResults);
      const end = page.at(-1);
      return {
        Events: page.map(eventAnswer),
        NextToken: end && found.length > page.length ? writeToken(end, seal) : undefined,
      };
    },
  ),
};

function matches(event: TrailEvent, { to, attribute }: Query): boolean {
  if (event.at > to) return false;
  return !attribute || (ATTRIBUTES[attribute.key]?.(event).includes(attribute.value) ?? false);
}

/** Whether an event comes after the last one of the page before, going from new to old. */
function isAfter(event: TrailEvent, last: { readonly at: number; readonly sequence: number } | undefined): boolean {
  return !last || event.at < last.at || (event.at === last.at && event.sequence < last.sequence);
}

function eventAnswer(event: TrailEvent): XmlObject {
  return {
    EventId: event.id,
    EventName: event.name,
    ReadOnly: String(event.readOnly),
    AccessKeyId: event.accessKeyId,
    EventTime: new Date(event.at),
    EventSource: event.source,
    Username: event.username,
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: JSON.stringify(event.document()),
  };
}

function sealOf({ account, region }: Call, asked: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([account.id, region, asked]))
    .digest('base64url')
    .slice(0, 16);
}

function writeToken(event: TrailEvent, seal: string): string {
  return Buffer.from(`${seal} ${event.at} ${event.sequence}`).toString('base64');
}

function readToken(token: string, seal: string): { readonly at: number; readonly sequence: number } {
  const [given, at, sequence] = Buffer.from(token, 'base64').toString().split(' ');
  if (given !== seal) {
    // AWS: InvalidNextTokenException, "a token that was previously used in a request with different parameters".
    throw refused('InvalidNextTokenException', 'The NextToken is not valid, or it belongs to a request with other parameters.');
  }
  return { at: Number(at), sequence: Number(sequence) };
}
