import type { Cloud } from '../cloud.ts';
import { iamRegion } from '../iam-region.ts';
import type { DeliveryDelay } from './trail.ts';
import { eventTime } from './trail-event.ts';

/**
 * An event to be put into the event history: one that this AWS would not have made itself.
 *
 * @example
 * aws.cloudTrail.addEvent({ name: 'DeleteUser', username: 'console-admin', requestParameters: { userName: 'bjensen' } });
 */
export interface TrailEventSeed {
  readonly name: string;
  /** `iam.amazonaws.com` unless said otherwise. */
  readonly source?: string;
  readonly at?: Date | number;
  /** The first account unless said otherwise. */
  readonly accountId?: string;
  /** The region of IAM's events unless said otherwise. */
  readonly region?: string;
  /** Who did it. */
  readonly username?: string;
  /** Whether the name begins with `Get` or `List`, unless said otherwise. */
  readonly readOnly?: boolean;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
  readonly errorCode?: string;
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
  /** A UUID, made when absent. */
  readonly id?: string;
  /** Further members of the event, or others than usual. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * The event history of CloudTrail: every call that changes IAM is in it, refused ones included.
 *
 * @example
 * aws.cloudTrail.delay(15 * 60_000); // events are found a quarter of an hour after they happened
 */
export interface CloudTrailState {
  addEvent(event: TrailEventSeed): { readonly id: string };
  /** Adds a sign-in to the console, successful unless said otherwise. */
  addSignIn(signIn: { readonly username: string; readonly at?: Date | number; readonly accountId?: string; readonly success?: boolean }): {
    readonly id: string;
  };
  /** How long new events take to be found, on the clock of Embedded AWS; a function makes late and out-of-order ones. */
  delay(delay: DeliveryDelay): void;
  /** Whether LookupEvents is limited to two requests a second in each account and region, on the clock of Embedded AWS. Off at first. */
  limit(on: boolean): void;
  /** Whether calls that only read IAM make events too. Off at first. */
  recordReads(on: boolean): void;
  /** Forgets every event. */
  clear(): void;
}

/** Gives direct access to the event history. */
export function cloudTrailState(cloud: Cloud, firstAccountId: string): CloudTrailState {
  const addEvent: CloudTrailState['addEvent'] = (seed) => {
    const { name, source = 'iam.amazonaws.com', accountId = firstAccountId, region = iamRegion(cloud.partition) } = seed;
    const { readOnly = /^(Get|List)/.test(name), username, resources = [] } = seed;
    return cloud.trail.add({
      ...(seed.id !== undefined && { id: seed.id }),
      accountId,
      region,
      at: seed.at instanceof Date ? seed.at.getTime() : (seed.at ?? cloud.clock.now()),
      source,
      name,
      readOnly,
      username,
      accessKeyId: undefined,
      resources,
      describe: ({ id, at }) => ({
        eventVersion: '1.11',
        userIdentity: { type: 'IAMUser', accountId, ...(username !== undefined && { userName: username }) },
        eventTime: eventTime(at),
        eventSource: source,
        eventName: name,
        awsRegion: region,
        sourceIPAddress: '127.0.0.1',
        userAgent: 'console.amazonaws.com',
        ...(seed.errorCode !== undefined && { errorCode: seed.errorCode }),
        requestParameters: seed.requestParameters ?? null,
        responseElements: seed.responseElements ?? null,
        eventID: id,
        readOnly,
        eventType: 'AwsApiCall',
        managementEvent: true,
        recipientAccountId: accountId,
        eventCategory: 'Management',
        ...seed.members,
      }),
    });
  };
  return {
    addEvent,
    addSignIn: ({ success = true, ...signIn }) =>
      addEvent({
        ...signIn,
        name: 'ConsoleLogin',
        source: 'signin.amazonaws.com',
        responseElements: { ConsoleLogin: success ? 'Success' : 'Failure' },
        // AWS: console sign-in events
        members: { eventType: 'AwsConsoleSignIn', additionalEventData: { MobileVersion: 'No', MFAUsed: 'No' } },
      }),
    delay: (delay) => {
      cloud.trail.delay = delay;
    },
    limit: (on) => cloud.trail.limit(on),
    recordReads: (on) => {
      cloud.trail.recordReads = on;
    },
    clear: () => cloud.trail.clear(),
  };
}
