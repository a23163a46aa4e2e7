import type { Cloud } from '../cloud.ts';
import type { TrailEvent } from '../cloudtrail/trail-event.ts';

/**
 * How events reach a queue.
 *
 * @example
 * aws.eventBridge.toQueue(url, { copies: 2, lastFirst: true }); // each event twice, the latest first
 */
export interface EventDelivery {
  /** How often each event is delivered; 1 unless said otherwise. EventBridge and SQS promise at least once. */
  readonly copies?: number;
  /** Whether the queue gives the latest message first. Neither EventBridge nor a standard queue promises an order. */
  readonly lastFirst?: boolean;
  /** The account whose events are delivered; those of all accounts unless said otherwise, as over a central bus. */
  readonly accountId?: string;
}

/**
 * Rules that send changes to IAM, and sign-ins, to queues.
 *
 * @example
 * const url = aws.sqs.addQueue({ name: 'iam-events' });
 * aws.eventBridge.toQueue(url);
 */
export interface EventBridgeState {
  /** Sends each event from now on, as it happens. */
  toQueue(queueUrl: string, delivery?: EventDelivery): void;
}

/** Gives access to rules. */
export function eventBridgeState(cloud: Cloud): EventBridgeState {
  return {
    toQueue: (queueUrl, delivery = {}) => {
      const queue = cloud.queues.byUrl(queueUrl);
      if (!queue) throw new Error(`There is no queue ${queueUrl}: make it first`);
      const { copies = 1, lastFirst = false, accountId } = delivery;
      queue.lastFirst = lastFirst;
      cloud.trail.listeners.push((event) => {
        // AWS: management events that only read are not sent to a rule unless it asks for them.
        if (event.readOnly || (accountId !== undefined && event.accountId !== accountId)) return;
        const body = JSON.stringify(envelope(event, cloud.backgroundIds.requestId()));
        for (let copy = 0; copy < copies; copy += 1) queue.send(cloud.backgroundIds.requestId(), body);
      });
    },
  };
}

/** AWS: EventBridge, events delivered via CloudTrail */
function envelope(event: TrailEvent, id: string): object {
  const detail = event.document();
  const signIn = detail.eventType === 'AwsConsoleSignIn';
  return {
    version: '0',
    id,
    'detail-type': signIn ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail',
    source: `aws.${event.source.split('.')[0]}`,
    account: event.accountId,
    time: detail.eventTime,
    region: event.region,
    resources: [],
    detail,
  };
}
