import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import memory from '../../src/connectors/memory/index.ts';
import { createGateway, serve } from '../../src/rest/index.ts';
import { logIn, markup, missing, openPage, passwords, rowsOf, startPage, token } from './page-harness.ts';

describe.skipIf(missing)(`the page in a browser, for those who look${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let site: Awaited<ReturnType<typeof startPage>>;
  beforeAll(async () => {
    site = await startPage();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());
  const open = async (hash: string, who: keyof typeof passwords = 'admin') => {
    const { page, errors } = await openPage(site.context);
    await logIn(page, site.url, who, hash);
    return { page, errors };
  };

  test('a wrong password is refused in the form, the right one leads to where the address says', async () => {
    const { page } = await openPage(site.context);
    await page.goto(`${site.url}/#/hr/__GROUP__`);

    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByLabel('Password').fill('guess');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('the user name or the password is wrong');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await page.getByLabel('Password').fill(passwords.admin);
    await page.keyboard.press('Enter');

    expect(await rowsOf(page)).toEqual([
      ['engineering', 'Those who build'],
      ['everybody', '–'],
    ]);
  });

  test('a login is kept by the tab only when the user wants that, and logging out forgets it', async () => {
    const { page } = await open('#/');
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
    await page.reload();
    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByLabel('Password').fill(passwords.admin);
    await page.getByLabel('Stay logged in').check();
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('heading', { name: 'Systems' }).waitFor();

    await page.reload();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.reload();

    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0);
  });

  test('a bearer token lets in as well, with the role that it has', async () => {
    const { page } = await openPage(site.context);
    await page.goto(site.url);
    await page.getByText('With a bearer token').click();
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');

    await page.getByText('dashboard').waitFor();
    await page.getByText('may read').waitFor();
  });

  test('where everybody may read, nobody is asked who they are', async () => {
    const gateway = createGateway({ systems: [{ name: 'open', connector: memory, configuration: {} }], authentication: { anonymous: 'read' } });
    await using served = await serve(gateway, { port: 0 });
    const { page } = await openPage(site.context);

    await page.goto(served.url);

    await expect.poll(() => rowsOf(page)).toEqual([['open', 'Memory', 'memory 1.0.0', 'Up', 'Test']]);
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });

  test('many systems are tested when somebody asks, not before', async () => {
    const { page } = await openPage(site.context);
    const systems = Array.from({ length: 6 }, (_, index) => ({ name: `system${index}`, connectorRef: { connectorName: 'x', bundleVersion: '1' } }));
    await page.route('**/openidm/info/systems', (route) => route.fulfill({ json: { result: systems } }));
    let tests = 0;
    await page.route('**/openidm/system/*?_action=test', (route) => {
      tests++;
      return route.fulfill({ json: { ok: true, enabled: true, objectTypes: [] } });
    });
    await logIn(page, site.url);
    expect((await rowsOf(page)).map(([, , , health]) => health)).toEqual(Array(6).fill('Not tested'));
    expect(tests).toBe(0);

    await page.getByRole('button', { name: 'Test all' }).click();

    await expect.poll(async () => (await rowsOf(page)).map(([, , , health]) => health)).toEqual(Array(6).fill('Up'));
    expect(tests).toBe(6);
  });

  test('a login that is no longer valid is asked for again, and what was shown is shown again', async () => {
    const { page } = await open('#/hr');
    await page.route('**/openidm/system/**', (route) => route.fulfill({ status: 401, json: { code: 401, message: 'Access denied' } }));
    await page.getByRole('main').getByRole('link', { name: 'Group' }).click();
    await page.getByText('Your login is no longer valid').waitFor();
    await page.unroute('**/openidm/system/**');

    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByLabel('Password').fill(passwords.admin);
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: 'Group' }).waitFor();
  });

  test('every system is shown with its health, and why one is down', async () => {
    const { page } = await open('#/');

    await expect
      .poll(() => rowsOf(page))
      .toEqual([
        ['hr', 'Memory', 'memory 1.0.0', 'Up', 'Test'],
        ['aws', 'AWS IAM', expect.stringMatching(/^aws \d/), 'Up', 'Test'],
        ['legacy', 'Memory', 'memory 1.0.0', expect.stringMatching(/^Down\s+ldap\.example\.org refuses the connection/), 'Test'],
      ]);
  });

  test('a system shows its object types, and one that is down says so in their place', async () => {
    const { page } = await open('#/hr');
    expect(await rowsOf(page)).toEqual([
      ['Account', '__ACCOUNT__', '16', 'query, read, create, update, delete'],
      ['Group', '__GROUP__', '2', 'query, read, create, update, delete'],
    ]);

    await page.getByRole('navigation').getByRole('link', { name: 'legacy' }).click();

    await page.getByText('its object types are not known').waitFor();
    await page.getByText('refuses the connection').waitFor();
  });

  test('a search finds by name and by the text that is shown, without regard to case where the system has none', async () => {
    const { page } = await open('#/hr/__ACCOUNT__');
    await page.getByLabel('Search', { exact: true }).fill('ADIJKSTRA');
    await page.keyboard.press('Enter');

    await expect.poll(async () => (await rowsOf(page)).map(([name]) => name)).toEqual(['adijkstra10', 'adijkstra22', 'adijkstra40', 'adijkstra52']);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(async () => (await rowsOf(page)).length).toBe(25);
  });

  test('a filter expression is taken as it is; what is wrong with one stands below it and shows where', async () => {
    const { page } = await open('#/hr/__ACCOUNT__');
    await page.getByText('Filter expression').click();
    await page.getByLabel('_queryFilter').fill('employeeNumber ge 1037 and !(employeeNumber gt 1111)');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(async () => (await rowsOf(page)).map(([name]) => name)).toEqual(['ghopper01', 'aturing02', 'bliskov03']);

    await page.getByLabel('_queryFilter').fill('mail eq');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.locator('#filter-error').textContent()).toContain('expected a value');
    expect(await page.locator('#filter-error mark').count()).toBe(1);
    expect(await page.getByLabel('_queryFilter').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('tbody').count()).toBe(0);

    await page.getByLabel('_queryFilter').fill('shoeSize eq 42');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.locator('#filter-error').textContent()).toContain('Unknown field shoeSize');
  });

  test('pages follow each other, and back leads to the page before, in the page and in the browser', async () => {
    const { page } = await open('#/hr/__ACCOUNT__');
    const range = page.locator('#range');
    const seen: (string | undefined)[] = [];
    const look = async (expected: string) => {
      await expect.poll(() => range.textContent()).toBe(expected);
      seen.push(...(await rowsOf(page)).map(([name]) => name));
    };

    await look('1–25 of 61');
    await page.getByRole('button', { name: 'Next' }).click();
    await look('26–50 of 61');
    await page.getByRole('button', { name: 'Next' }).click();
    await look('51–61 of 61');
    expect(new Set(seen).size).toBe(61);
    expect(await page.getByRole('button', { name: 'Next' }).getAttribute('aria-disabled')).toBe('true');

    await page.getByRole('button', { name: 'Previous' }).click();
    await expect.poll(() => range.textContent()).toBe('26–50 of 61');
    await page.goBack();
    await expect.poll(() => range.textContent()).toBe('51–61 of 61');
    await page.goBack();
    await page.goBack();
    await expect.poll(() => range.textContent()).toBe('1–25 of 61');
  });

  test('columns are chosen and sorted by, and the address brings both back', async () => {
    const { page } = await open('#/hr/__ACCOUNT__');
    await page.getByRole('button', { name: 'Columns' }).click();
    const dialog = page.getByRole('dialog');
    for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
    for (const name of ['User name', 'Groups', 'Hired']) await dialog.getByLabel(name).check();
    await dialog.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('button', { name: 'Hired' }).click();
    await page.locator('[aria-sort=ascending]').waitFor();
    await page.getByRole('button', { name: 'Hired' }).click();
    await page.locator('[aria-sort=descending]').waitFor();

    const { page: other } = await open(new URL(page.url()).hash);

    const rows = await rowsOf(other);
    expect(await other.locator('thead th').allInnerTexts()).toEqual(['User name\n↕', 'Groups', 'Hired\n↓']);
    expect(rows[0]?.slice(0, 2)).toEqual(['ballen23', 'everybody']);
    const dates = rows.map((row) => row[2] ?? '');
    expect(dates).toEqual([...dates].sort().reverse());
  });

  test('columns without the name still lead to the objects', async () => {
    const { page } = await open('#/hr/__ACCOUNT__?columns=mail');
    expect((await rowsOf(page))[0]).toEqual(['alovelace00', 'alovelace00@example.org']);

    await page.getByRole('link', { name: 'aturing02', exact: true }).click();

    await page.getByRole('heading', { name: 'aturing02' }).waitFor();
  });

  test('what systems contain is shown as it is and never becomes markup', async () => {
    const { page, errors } = await open('#/hr/__ACCOUNT__?q=onerror');
    expect((await rowsOf(page))[0]?.[0]).toBe(markup);

    await page.getByRole('link', { name: markup }).click();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(markup);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => page.getByRole('dialog').textContent()).toContain(markup);

    expect(await page.evaluate('globalThis.broken')).toBeUndefined();
    expect(await page.locator('main img, main script, dialog img').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('a gateway that is gone is an error, not an empty list', async () => {
    const { page } = await open('#/hr');
    await page.route('**/openidm/**', (route) => route.abort());

    await page.getByRole('navigation').getByRole('link', { name: 'Account' }).click();

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('The gateway cannot be reached');
    await page.unroute('**/openidm/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await rowsOf(page)).toHaveLength(25);
  });

  test('an address that names nothing says so', async () => {
    const { page } = await open('#/hr/__ACCOUNT__/nobody');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Object nobody not found');

    await page.goto(`${site.url}/#/nowhere/thing`);

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('There is no system nowhere');
  });

  test('the page asks nobody but the gateway', async () => {
    const { page } = await openPage(site.context);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));

    await logIn(page, site.url, 'admin', '#/hr/__ACCOUNT__');
    await rowsOf(page);

    expect(new Set(asked)).toEqual(new Set([site.url]));
  });
});
