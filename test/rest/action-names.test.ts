import { expect, test } from 'vitest';
import { connectorOf } from '../facade/scripted-connector.ts';
import { directoryOf, gatewayOf, tokens } from './gateway-harness.ts';

test('names of actions have no case, as in PingIDM', async () => {
  const { ask, accounts } = directoryOf();

  expect((await ask('POST', `${accounts}?_action=CREATE`, { body: { __NAME__: 'ada', __PASSWORD__: 'correct horse' } })).status).toBe(201);
  expect((await ask('POST', `${accounts}?_action=AUTHENTICATE&username=ada&password=correct+horse`)).json).toEqual({ _id: 'ada' });
  expect((await ask('POST', `${accounts}?_action=livesync`)).json).toHaveProperty('connectorData');
  expect((await ask('POST', '/openidm/system/hr?_action=TEST')).json).toMatchObject({ ok: true });
  expect((await ask('POST', '/openidm/system?_action=availableconnectors')).json).toHaveProperty('connectorRef');
  expect((await ask('POST', `${accounts}?_action=constructor`)).status).toBe(400);
});

test('however it is written, an action takes the role that it takes', async () => {
  const { ask, accounts } = directoryOf([{ name: 'ada' }]);
  const status = async (path: string) => (await ask('POST', path, { body: {}, token: tokens.read })).status;

  expect(await status(`${accounts}?_action=LIVESYNC`)).toBe(200);
  for (const path of [
    `${accounts}?_action=Create`,
    `${accounts}?_action=AUTHENTICATE`,
    '/openidm/system/hr?_action=SCRIPT',
    `${accounts}/ada?_action=PATCH`,
  ])
    expect([path, await status(path)]).toEqual([path, 403]);
});

test('a POST that does not say what to do is told to where no objects are made', async () => {
  const { ask } = gatewayOf([{ name: 'hr', connector: connectorOf({ get: () => undefined }), configuration: {} }]);

  const silent = await ask('POST', '/openidm/system/hr/person', { body: {} });
  expect([silent.status, silent.json.message]).toEqual([400, 'A POST to system/hr/person needs _action: it makes no objects there']);
  expect((await ask('POST', '/openidm/system/hr/person?_action=create', { body: {} })).status).toBe(501);
});
