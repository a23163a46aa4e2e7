import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import { createGateway, hashPassword, readSystems, type ServedGateway, serve } from '../../src/rest/index.ts';
import { type EmbeddedAws, startAws } from '../../src/testing/aws/index.ts';
import { curlRequest } from './curl.ts';
import { pageCommands } from './ping-page.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** What only a server can make up: it is compared by its form. */
const made: Readonly<Record<string, RegExp>> = {
  UserId: /^AIDA[A-Z0-9]{17}$/,
  CreatedDate: /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d \d\d:\d\d:\d\d P[DS]T \d{4}$/,
};

describe.each([
  ['as fetch sends it', fromFetch, false],
  // As a reader pastes it: sh takes the quotes apart, and curl adds headers of its own.
  ['run by sh, with the curl of this machine', fromShell, !hasCurl],
])('every curl command of PingIDM’s page on its AWS connector, %s, prints what the page says', (_, run, skipped) => {
  let cloud: EmbeddedAws;
  let served: ServedGateway;
  let directory: string;

  beforeAll(async () => {
    if (skipped) return;
    cloud = await startAws({ accountId: '470686885243', seed: 1 });
    const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '470686885243' }, Action: 'sts:AssumeRole' }] };
    const { arn } = cloud.iam.addRole({ name: 'IAMFullAccess', trustPolicy });
    for (const name of ['frank@example.com', 'testFR4User', 'testFR5User', 'testFR6User']) cloud.iam.addUser({ name });
    directory = mkdtempSync(join(tmpdir(), 'systems-'));
    // A provisioner file as PingIDM's admin UI writes it; the endpoint is the one setting that the page does not have.
    const provisioner = {
      connectorRef: {
        bundleVersion: '[1.5.0.0,1.6.0.0)',
        bundleName: 'org.forgerock.openicf.connectors.aws-connector',
        connectorName: 'org.forgerock.openicf.connectors.aws.AwsConnector',
      },
      configurationProperties: {
        accessKeyId: '&{aws.key}',
        secretKey: '&{aws.secret}',
        roleArn: arn,
        region: 'us-east-1',
        pageSize: 100,
        credentialsExpiration: 3600,
        proxyHost: null,
        connectionTimeout: 10_000,
        maxConnections: 10,
        timeZone: 'America/Los_Angeles',
        endpoint: cloud.endpoint,
      },
    };
    writeFileSync(join(directory, 'provisioner.openicf-aws.json'), JSON.stringify(provisioner));
    const { accessKeyId, secretAccessKey } = cloud.adminCredentials;
    const systems = await readSystems(directory, { env: { AWS_KEY: accessKeyId, 'aws.secret': secretAccessKey }, load: async () => aws });
    // The bootstrap user is the one whose keys the connector has; the page's account has none such.
    const users = [{ username: 'openidm-admin', passwordHash: await hashPassword('openidm-admin'), role: 'full' as const }];
    served = await serve(createGateway({ systems, authentication: { users } }), { port: 0 });
  });

  afterAll(async () => {
    await served?.close();
    await cloud?.close();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  test.skipIf(skipped).each(pageCommands)('$title', async ({ command, prints }) => {
    const printed = withoutBootstrap(await run(command.replace('http://localhost:8080', served.url)));

    expect(printed).toEqual(asMade(prints));
  });
});

async function fromFetch(command: string): Promise<unknown> {
  const { url, method, headers, body } = curlRequest(command);
  return (await fetch(url, { method, headers, ...(body !== undefined && { body }) })).json();
}

async function fromShell(command: string): Promise<unknown> {
  // A proxy of the machine's has no business with the loopback address.
  const env = { ...process.env, no_proxy: '*', NO_PROXY: '*' };
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { env });
  return JSON.parse(stdout);
}

/** The page's values, those that only a server makes up by their forms. */
function asMade(prints: unknown): unknown {
  if (typeof prints !== 'object' || prints === null) return prints;
  return Object.fromEntries(Object.entries(prints).map(([key, value]) => [key, made[key] ? expect.stringMatching(made[key]) : value]));
}

/** The user whose keys sign the requests, whom a real account has too but the page's has not. */
function withoutBootstrap(printed: unknown): unknown {
  const page = printed as { readonly result?: readonly { readonly _id: string }[]; readonly resultCount: number };
  if (!page.result) return printed;
  const result = page.result.filter(({ _id }) => _id !== 'bootstrap');
  return { ...page, result, resultCount: page.resultCount - (page.result.length - result.length) };
}
