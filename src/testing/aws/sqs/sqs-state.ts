import type { Cloud } from '../cloud.ts';
import { iamRegion } from '../iam-region.ts';
import type { Queue } from './queue.ts';
import { makeQueue, queueUrl } from './queue-actions.ts';

/**
 * The queues of an Embedded AWS.
 *
 * @example
 * const url = aws.sqs.addQueue({ name: 'iam-events' });
 * aws.eventBridge.toQueue(url);
 */
export interface SqsState {
  /** Makes a queue, in the first account and the region of IAM's events unless said otherwise. @returns its address */
  addQueue(queue: {
    readonly name: string;
    readonly accountId?: string;
    readonly region?: string;
    readonly attributes?: Readonly<Record<string, string>>;
  }): string;
  send(url: string, body: string): { readonly id: string };
  /** The bodies of everything in a queue, received or not. */
  bodies(url: string): readonly string[];
}

/** Gives direct access to queues. */
export function sqsState(cloud: Cloud, firstAccountId: string): SqsState {
  const queue = (url: string): Queue => {
    const found = cloud.queues.byUrl(url);
    if (!found) throw new Error(`There is no queue ${url}`);
    return found;
  };
  return {
    addQueue: ({ name, accountId = firstAccountId, region = iamRegion(cloud.partition), attributes = {} }) =>
      queueUrl(cloud, makeQueue(cloud, { accountId, region, name }, new Map(Object.entries(attributes)))),
    send: (url, body) => ({ id: queue(url).send(cloud.backgroundIds.requestId(), body).id }),
    bodies: (url) =>
      queue(url)
        .all()
        .map((message) => message.body),
  };
}
