import { channel } from 'node:diagnostics_channel';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { startHarness } from './harness.ts';

/** Everything that is told on a channel of the library's while something runs. */
async function toldDuring(work: () => Promise<unknown>): Promise<string> {
  const told: unknown[] = [];
  const names = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => `tracing:identity-connector:operation:${event}`);
  const channels = [...names, 'identity-connector:resilience', 'identity-connector:aws-request'].map((name) => channel(name));
  const listen = (message: unknown) => void told.push(message);
  for (const each of channels) each.subscribe(listen);
  try {
    await work();
  } finally {
    for (const each of channels) each.unsubscribe(listen);
  }
  return inspect(told, { depth: 10 });
}

test('the secrets that hooks answer are in no trace and no log', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', password: 'x' });
  const secrets: string[] = [];

  const told = await toldDuring(async () => {
    secrets.push((await h.facade.hook('createAccessKey', { user: 'ada' })).SecretAccessKey.reveal());
    secrets.push((await h.facade.hook('rotateAccessKey', { user: 'ada' })).SecretAccessKey.reveal());
    secrets.push((await h.facade.hook('resetPassword', { user: 'ada' })).password.reveal());
    secrets.push((await h.facade.hook('createServiceSpecificCredential', { user: 'ada', service: 'codecommit.amazonaws.com' })).password.reveal());
  });

  expect(told).toContain('CreateAccessKey');
  expect(told).toContain('hook resetPassword');
  for (const secret of secrets) expect(told + inspect(h.log, { depth: 10 })).not.toContain(secret);
});
