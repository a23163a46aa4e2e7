import { expect, it } from 'vitest';
import { unlessAborted } from '../../../../src/connectors/aws/transport/unless-aborted.ts';
import { failureOf } from './opened-session.ts';

it('who has given up before does not leave a failure that nobody hears of', async () => {
  const unheard: unknown[] = [];
  const listener = (error: unknown) => void unheard.push(error);
  process.on('unhandledRejection', listener);
  const controller = new AbortController();
  controller.abort('no');

  const failure = await failureOf(unlessAborted(Promise.reject(new Error('later')), controller.signal));
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listener);

  expect(failure).toBe('no');
  expect(unheard).toEqual([]);
});
