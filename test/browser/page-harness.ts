import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { vi } from 'vitest';
import aws from '../../src/connectors/aws/index.ts';
import memory from '../../src/connectors/memory/index.ts';
import { ConnectorError } from '../../src/index.ts';
import { createGateway, hashPassword, serve } from '../../src/rest/index.ts';
import { startAws } from '../../src/testing/aws/index.ts';

/** The browser; it is no dependency of the package. */
export const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why the tests are skipped; undefined when they are not. CI says that there must be a browser. */
export const missing = existsSync(executablePath) || process.env.BROWSER_REQUIRED ? undefined : `no Chromium at ${executablePath}`;

vi.setConfig({ testTimeout: 60_000 });

/** Chromium asks nobody but the gateway. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const given = ['Ada', 'Grace', 'Alan', 'Barbara', 'Edsger', 'Frances', 'Donald', 'Margaret', 'Niklaus', 'Radia'];
const family = ['Lovelace', 'Hopper', 'Turing', 'Liskov', 'Dijkstra', 'Allen'];

/** 60 people, one of whom has markup for a name. */
const people = Array.from({ length: 60 }, (_, index) => {
  const [first = '', last = ''] = [given[index % given.length], family[index % family.length]];
  const name = `${first.slice(0, 1)}${last}`.toLowerCase() + String(index).padStart(2, '0');
  return {
    objectClass: '__ACCOUNT__',
    name,
    attributes: {
      __ENABLE__: index % 7 !== 3,
      givenName: first,
      familyName: last,
      displayName: `${first} ${last}`,
      mail: `${name}@example.org`,
      otherMails: [`${first.toLowerCase()}@example.com`],
      employeeNumber: index === 0 ? 9_007_199_254_740_993n : BigInt(1000 + index * 37),
      hired: new Date(Date.UTC(2019, index % 12, 1 + (index % 28), 8, index)),
      __GROUPS__: index % 2 === 0 ? ['engineering', 'everybody'] : ['everybody'],
    },
  };
});

/** What a system may contain and must never become. */
export const markup = '<img src=x onerror=globalThis.broken=1>';

const objects = [
  ...people,
  {
    objectClass: '__ACCOUNT__',
    name: markup,
    attributes: { displayName: '<script>globalThis.broken=1</script>', mail: 'x"onmouseover="broken=1@x.org' },
  },
  { objectClass: '__GROUP__', name: 'engineering', attributes: { __DESCRIPTION__: 'Those who build' } },
  { objectClass: '__GROUP__', name: 'everybody' },
];

/** A bearer token of the tests; it reads. */
export const token = 'bearer-token-0123456789';

/** Passwords of the tests. */
export const passwords = { admin: 'correct horse bätter', reader: 'only looking' };

/** A gateway over a directory, an embedded AWS and a system that is down, with Chromium before it. */
export async function startPage() {
  const server = await startAws({ seed: 1 });
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  const down: typeof memory = {
    ...memory,
    connect() {
      throw new ConnectorError('ConnectionFailed', 'ldap.example.org refuses the connection');
    },
  };
  const gateway = createGateway({
    systems: [
      { name: 'hr', connector: memory, configuration: { uid: 'name', objects } },
      { name: 'aws', connector: aws, configuration: { accessKeyId, secretKey, endpoint: server.endpoint } },
      { name: 'legacy', connector: down, configuration: {} },
    ],
    authentication: {
      users: [
        { username: 'admin', passwordHash: await hashPassword(passwords.admin), role: 'full' },
        { username: 'reader', passwordHash: await hashPassword(passwords.reader), role: 'read' },
      ],
      tokens: [{ name: 'dashboard', sha256: createHash('sha256').update(token).digest('hex'), role: 'read' }],
      // The tests log in wrongly more often than people may.
      lockOut: { failures: 1000 },
    },
  });
  const served = await serve(gateway, { port: 0 });
  const profile = mkdtempSync(join(tmpdir(), 'page-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args, viewport: { width: 1280, height: 800 } });
  const awsBase = '/openidm/system/aws';
  /** Makes an object behind the page's back. */
  const make = async (path: string, body: object) => {
    const credentials = `Basic ${Buffer.from(`admin:${passwords.admin}`).toString('base64')}`;
    const answer = await fetch(`${served.url}${path}?_action=create`, {
      method: 'POST',
      headers: { authorization: credentials, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { readonly _id: string };
  };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] });
  const policy = await make(`${awsBase}/ManagedPolicy`, { __NAME__: 'read-files', PolicyDocument: document });
  await make(`${awsBase}/__GROUP__`, { __NAME__: 'developers', AttachedPolicies: [policy._id] });
  await make(`${awsBase}/__ACCOUNT__`, { __NAME__: 'bjensen', Path: '/engineering/', __GROUPS__: ['developers'], AttachedPolicies: [policy._id] });
  return {
    url: served.url,
    context,
    make,
    async [Symbol.asyncDispose]() {
      await context.close();
      await served.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A page of its own, which keeps no login of others, and what went wrong in it. */
export async function openPage(context: BrowserContext): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // A refusal of the gateway is an answer like another; that the browser logs it is not ours.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  page.setDefaultTimeout(15_000);
  return { page, errors };
}

/** The rows of the table that is shown: the text of each cell. */
export async function rowsOf(page: Page): Promise<readonly (readonly string[])[]> {
  await page.locator('main:not([aria-busy]) tbody tr').first().waitFor();
  const rows = await page.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
}

/** Logs in and waits until the place is shown. */
export async function logIn(page: Page, url: string, who: keyof typeof passwords = 'admin', hash = '#/'): Promise<void> {
  await page.goto(`${url}/${hash}`);
  await page.getByLabel('Name', { exact: true }).fill(who);
  await page.getByLabel('Password').fill(passwords[who]);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}
