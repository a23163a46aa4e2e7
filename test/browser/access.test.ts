import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../package/packed-package.ts';
import { logIn, missing, openPage, passwords, rowsOf, startPage } from './page-harness.ts';

describe.skipIf(missing)(`the page in a browser, for everybody${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: Awaited<ReturnType<typeof startPage>>;
  beforeAll(async () => {
    site = await startPage();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());
  const focused = (page: Page) => page.evaluate('document.activeElement.innerText || document.activeElement.value || document.activeElement.id');
  /** Presses Tab until the focus is where it should be; fails when it never comes there. */
  const tabTo = async (page: Page, text: string) => {
    for (let steps = 0; steps < 80; steps++) {
      await page.keyboard.press('Tab');
      if (String(await focused(page)).startsWith(text)) return;
    }
    throw new Error(`Tab never comes to ${text}`);
  };

  test('the whole way from the login to a deletion goes by the keyboard, and the focus is always somewhere sensible', async () => {
    await site.make('/openidm/system/hr/__GROUP__', { __NAME__: 'a-group' });
    const { page } = await openPage(site.context);
    await page.goto(site.url);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.keyboard.type('admin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(passwords.admin);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Systems' }).waitFor();
    expect(await focused(page)).toBe('Systems');

    await tabTo(page, 'hr');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'hr' }).waitFor();
    await tabTo(page, 'Group');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Group' }).waitFor();
    await tabTo(page, 'a-group');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'a-group' }).waitFor();
    await tabTo(page, 'Delete');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await focused(page)).toBe('Cancel');

    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Delete …');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('a-group is deleted').waitFor();
    await expect.poll(() => focused(page)).toBe('Group');
  });

  test('Escape does not lose what was typed at once', async () => {
    const { page } = await openPage(site.context);
    await logIn(page, site.url, 'admin', '#/hr/__GROUP__');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.keyboard.type('half a group');

    await page.keyboard.press('Escape');
    await page.getByText('Press Escape once more').waitFor();
    expect(await page.getByLabel('Group name').inputValue()).toBe('half a group');
    await page.keyboard.press('Escape');

    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('what comes later does not take the focus away', async () => {
    const { page } = await openPage(site.context);
    await logIn(page, site.url, 'admin', '#/aws/__ACCOUNT__/bjensen');
    await page.getByRole('link', { name: 'developers' }).waitFor();
    expect(await focused(page)).toBe('bjensen');

    await page.getByRole('button', { name: 'Load MFA active' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-field=MFAActive]').waitFor();

    expect(await focused(page)).toMatch(/^Load all/);
  });

  test('the focus stays on what turns pages and sorts, and how many rows there are is said', async () => {
    const { page } = await openPage(site.context);
    await logIn(page, site.url, 'admin', '#/hr/__ACCOUNT__');
    await page.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('status').filter({ hasText: '26–50' }).count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('status').filter({ hasText: '51–61' }).count()).toBe(1);

    expect(await focused(page)).toBe('Next →');
  });

  const source = createRequire(import.meta.url)('axe-core').source as string;
  const violations = async (page: Page) => {
    await page.evaluate(source);
    const run =
      'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join("\\n"))))';
    return (await page.evaluate(run)) as readonly string[];
  };

  test.each(['light', 'dark'] as const)('axe finds nothing to object to in %s', async (colorScheme) => {
    const { page } = await openPage(site.context);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: Record<string, readonly string[]> = {};
    await page.goto(site.url);
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    found.login = await violations(page);
    await logIn(page, site.url);
    await page.getByText('Down', { exact: true }).waitFor();
    found.systems = await violations(page);
    const look = async (name: string, hash: string, ready: string) => {
      await page.goto(`${site.url}/${hash}`);
      await page.getByRole('main').getByText(ready).first().waitFor();
      found[name] = await violations(page);
    };
    await look('system', '#/hr', 'Account');
    await look('system that is down', '#/legacy', 'not known');
    await look('list', '#/hr/__ACCOUNT__?sort=-hired', '1–25');
    await look('wrong filter', '#/hr/__ACCOUNT__?filter=mail+eq', 'not accepted');
    await look('nothing found', '#/hr/__ACCOUNT__?q=zzz', 'Nothing found');
    await look('failure', '#/hr/__ACCOUNT__/nobody', 'not found');
    await look('policy', `#/aws/ManagedPolicy/${encodeURIComponent('arn:aws:iam::123456789012:policy/read-files')}`, 'read-files');
    await look('user', '#/aws/__ACCOUNT__/bjensen', 'developers');
    for (const name of ['Edit', 'Enable', 'Set password', 'Delete']) {
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
      found[name] = await violations(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    expect(Object.keys(found)).toHaveLength(14);
  });

  test('dark and light follow the system', async () => {
    const { page } = await openPage(site.context);
    await page.goto(site.url);
    const brightness = async (colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme });
      const colour = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
      return Number(/\d+/.exec(colour)?.[0]);
    };

    expect(await brightness('light')).toBeGreaterThan(200);
    expect(await brightness('dark')).toBeLessThan(60);
  });

  test('on a narrow screen the page does not scroll sideways', async () => {
    const { page } = await openPage(site.context);
    await page.setViewportSize({ width: 360, height: 720 });
    await logIn(page, site.url);

    for (const hash of ['#/', '#/hr/__ACCOUNT__', '#/aws/__ACCOUNT__/bjensen']) {
      await page.goto(`${site.url}/${hash}`);
      await page.locator('main:not([aria-busy]) :is(table, dl)').first().waitFor();
      expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 360]);
    }
  });

  test.runIf(process.env.UPDATE_SCREENSHOTS)('pictures for the documentation', async () => {
    const { page } = await openPage(site.context);
    await page.setViewportSize({ width: 1280, height: 700 });
    await logIn(page, site.url, 'admin', '#/hr/__ACCOUNT__?filter=employeeNumber+lt+2000');
    await rowsOf(page);
    const light = join(root, 'docs/rest/page.png');
    await page.mouse.move(0, 0);
    await page.screenshot({ path: light });
    await page.goto(`${site.url}/#/aws/__ACCOUNT__/bjensen`);
    await page.getByRole('link', { name: 'developers' }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = join(root, 'docs/rest/page-dark.png');
    await page.screenshot({ path: dark });

    expect(statSync(light).size).toBeLessThan(150_000);
    expect(statSync(dark).size).toBeLessThan(150_000);
  });
});
