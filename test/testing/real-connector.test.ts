import { expect, test, vi } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import { openConnector } from '../../src/index.ts';
import { type EmbeddedAws, startAws } from '../../src/testing/aws/index.ts';
import { createFaults, createTape, fakeClock, record, replay, withFaults } from '../../src/testing/index.ts';

const settingsOf = ({ endpoint, adminCredentials }: EmbeddedAws) => ({
  accessKeyId: adminCredentials.accessKeyId,
  secretKey: adminCredentials.secretAccessKey,
  endpoint,
  region: 'us-east-1',
});

/** Something of everything that an application does with users. */
async function work(connector: typeof aws, settings: Parameters<typeof openConnector<typeof aws>>[1]) {
  await using facade = await openConnector(connector, settings);
  const accounts = facade.objectClass('__ACCOUNT__');
  const created = await accounts.create({ __NAME__: 'ada', Path: '/x/', Tags: [{ Key: 'team', Value: 'a' }], __PASSWORD__: 'Correct-Horse-9' });
  const updated = await accounts.update('ada', { replace: { __NAME__: 'eva' }, remove: { Tags: [{ Key: 'team' }] } });
  const rows = await accounts.search({ attributes: ['*', '__GROUPS__'], pageSize: 1 }).toArray();
  const refused = await accounts.create({ __NAME__: 'eva' }).catch(({ code, message, uid }) => ({ code, message, uid }));
  const identity = await facade.hook('callerIdentity');
  await accounts.delete('eva');
  return { created, updated, rows, refused, identity, left: await accounts.get('eva') };
}

test('the traffic of aws is replayed without a server, and no secret of it is on the tape', async () => {
  const service = await startAws({ seed: 1 });
  const tape = createTape();
  const before = await work(record(aws, tape), settingsOf(service));
  const settings = settingsOf(service);
  await service.close();
  const file = JSON.stringify(tape);

  const after = await work(replay(aws, createTape({ from: JSON.parse(file) }), { order: 'strict' }), settings);

  expect(after).toEqual(before);
  expect(before.rows.map(({ name }) => name)).toContain('eva');
  for (const secret of [settings.secretKey, 'Correct-Horse-9']) expect(file).not.toContain(secret);
});

test('a write of aws whose answer is lost is done and says that it is not known', async () => {
  await using service = await startAws();
  const faults = createFaults();
  await using facade = await openConnector(withFaults(aws, faults), settingsOf(service));
  faults.dropNext({ operation: 'create', when: 'after' });

  const creating = facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });

  await expect(creating).rejects.toMatchObject({ code: 'ConnectionBroken', outcome: 'unknown' });
  expect(service.countOf('CreateUser')).toBe(1);
});

test('an embedded AWS and faults live in the same time', async () => {
  const clock = fakeClock();
  await using service = await startAws({ clock });
  const faults = createFaults({ clock });
  await using facade = await openConnector(withFaults(aws, faults), settingsOf(service));
  faults.latency(60_000);
  const creating = facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  expect(service.countOf('CreateUser')).toBe(0);

  clock.advance(60_000);
  await creating;
  faults.clear();

  const ada = await facade.objectClass('__ACCOUNT__').get('ada');
  expect(ada?.attributes.CreatedDate.getTime()).toBe(Math.floor(clock.now() / 1000) * 1000);
});
