import { performance } from 'node:perf_hooks';
import { openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

/** What creating users under a limit cost. */
export interface PaceCost {
  readonly creates: number;
  readonly failed: number;
  /** Requests while the pace was learnt, by as many creates again as a tenth. */
  readonly learning: { readonly requests: number; readonly throttled: number };
  /** Requests of the creates that are counted. */
  readonly after: { readonly requests: number; readonly throttled: number };
  /** Requests a second that AWS accepted, over those that it allows. */
  readonly used: number;
}

/**
 * Creates users with password, tags and group, ten at a time, against an embedded AWS that allows 20 requests a second, burst 40.
 *
 * In real time: a thousand take some three minutes.
 */
export async function paceCost(creates: number): Promise<PaceCost> {
  const perSecond = 20;
  await using cloud = await startAws({ seed: 1, quotas: { usersPerAccount: 10 * creates } });
  cloud.iam.addGroup({ name: 'everybody' });
  cloud.faults.throttle({ perSecond, burst: 40 });
  const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
  await using facade = await openConnector(aws, { accessKeyId, secretKey: secretAccessKey, endpoint: cloud.endpoint, maxAttempts: 10 });
  const accounts = facade.objectClass('__ACCOUNT__');

  let failed = 0;
  const create = async (prefix: string, count: number) => {
    cloud.clearCalls();
    const began = performance.now();
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const __NAME__ = `${prefix}${next++}`;
        try {
          await accounts.create({
            __NAME__,
            __PASSWORD__: 'Correct-Horse-9',
            Tags: [{ Key: 'team', Value: 'compilers' }],
            __GROUPS__: ['everybody'],
          });
        } catch (error) {
          failed += 1;
          console.error(String(error));
        }
      }
    };
    await Promise.all(Array.from({ length: 10 }, worker));
    const seconds = (performance.now() - began) / 1000;
    const throttled = cloud.calls.filter(({ code }) => code === 'Throttling').length;
    return { requests: cloud.calls.length, throttled, seconds };
  };

  const learning = await create('learning-', Math.ceil(creates / 10));
  const after = await create('user-', creates);
  return { creates, failed, learning, after, used: (after.requests - after.throttled) / after.seconds / perSecond };
}
