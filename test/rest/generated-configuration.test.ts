import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { readSystems } from '../../src/rest/index.ts';
import { startAws } from '../../src/testing/aws/index.ts';
import { gatewayOf } from './gateway-harness.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'systems-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const ref = (connectorName: string) => ({ bundleName: 'identity-connector', connectorName, bundleVersion: '[0.1,2)' });
const { ask } = gatewayOf([], { connectors: [memory, aws] });
const full = async (connectorName: string, configurationProperties: object) =>
  (await ask('POST', '/openidm/system?_action=createFullConfig', { body: { connectorRef: ref(connectorName), configurationProperties } })).json;

test('what createFullConfig answers is a provisioner file, which shows the same types and fields', async () => {
  writeFileSync(join(directory, 'provisioner.openicf-hr.json'), JSON.stringify(await full('memory', { uid: 'name' })));

  const systems = await readSystems(directory, { load: async () => memory });
  const gateway = gatewayOf(systems);
  const made = await gateway.ask('POST', '/openidm/system/hr/__ACCOUNT__', { body: { __NAME__: 'ada', mail: 'a@x.org', otherMails: ['b@x.org'] } });
  const plain = gatewayOf([{ name: 'hr', connector: memory, configuration: { uid: 'name' } }]);
  const types = async ({ ask }: typeof plain) => (await ask('POST', '/openidm/system/hr?_action=test')).json.objectTypes;

  expect(made).toMatchObject({ status: 201, json: { _id: 'ada', mail: 'a@x.org', otherMails: ['b@x.org'] } });
  expect(await types(gateway)).toEqual(await types(plain));
});

test('a secret that was sent stands in no answer: in its place is the property to give it by, and the file works with it', async () => {
  const cloud = await startAws({ accountId: '470686885243', seed: 1 });
  try {
    const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
    const answer = await full('aws', { accessKeyId, secretKey: secretAccessKey, region: 'us-east-1', endpoint: cloud.endpoint });
    writeFileSync(join(directory, 'provisioner.openicf-aws.json'), JSON.stringify(answer));

    const [system] = await readSystems(directory, { env: { AWS_SECRETKEY: secretAccessKey }, load: async () => aws });

    expect(JSON.stringify(answer)).not.toContain(secretAccessKey);
    expect(answer.configurationProperties).toMatchObject({ accessKeyId, secretKey: '&{aws.secretKey}' });
    expect(system?.configuration).toMatchObject({ accessKeyId, secretKey: secretAccessKey });
    expect((await gatewayOf(system ? [system] : []).ask('POST', '/openidm/system/aws?_action=test')).json).toMatchObject({ ok: true });
  } finally {
    await cloud.close();
  }
});
