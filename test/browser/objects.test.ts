import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logIn, missing, openPage, type passwords, rowsOf, startPage } from './page-harness.ts';

describe.skipIf(missing)(`the page in a browser, for those who change${missing ? ` (skipped: ${missing})` : ''}`, () => {
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
  const heading = (page: Page) => page.getByRole('heading', { level: 1 });
  const value = (page: Page, field: string) => page.locator(`[data-field="${field}"]`);

  test('groups and policies of an AWS user are links that lead to them, and back leads back', async () => {
    const { page } = await open('#/aws/__ACCOUNT__');
    await expect.poll(() => page.locator('#range').textContent()).toBe('1–2 of 2');
    await page.getByRole('link', { name: 'bjensen' }).click();
    await page.getByRole('link', { name: 'developers' }).click();
    await expect.poll(() => heading(page).textContent()).toBe('developers');
    await page.getByRole('link', { name: 'bjensen' }).waitFor();

    await page.getByRole('link', { name: 'policy/read-files' }).click();
    await expect.poll(() => heading(page).textContent()).toBe('read-files');
    await page.goBack();
    await page.goBack();

    await expect.poll(() => heading(page).textContent()).toBe('bjensen');
  });

  test('fields that are read on request come one by one or all at once', async () => {
    const { page } = await open('#/aws/__ACCOUNT__/bjensen');
    await page.getByRole('button', { name: 'Load Console access' }).click();
    await expect.poll(() => value(page, 'ConsoleAccess').textContent()).toBe('No');
    expect(await value(page, 'AccessKey1Active').count()).toBe(0);

    await page.getByRole('button', { name: 'Load all' }).click();

    await expect.poll(() => value(page, 'AccessKey1Active').textContent()).toBe('No');
    await page.getByRole('button', { name: 'Load all' }).waitFor({ state: 'detached' });
  });

  test('an edit sends only what was changed, and values of a list come and go by themselves', async () => {
    await site.make('/openidm/system/hr/__ACCOUNT__', { __NAME__: 'edit.me', displayName: 'Before', otherMails: ['a@x.org'], employeeNumber: 7 });
    const { page } = await open('#/hr/__ACCOUNT__/edit.me');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Display name').fill('After');
    await page.getByLabel('Other mail addresses').fill('a@x.org\nb@x.org');
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.getByRole('button', { name: 'Save' }).click();

    expect((await sent).postDataJSON()).toEqual([
      { operation: 'replace', field: '/displayName', value: 'After' },
      { operation: 'add', field: '/otherMails', value: ['b@x.org'] },
    ]);
    await expect.poll(() => value(page, 'displayName').textContent()).toBe('After');
    await expect.poll(() => value(page, 'otherMails').locator('li').allTextContents()).toEqual(['a@x.org', 'b@x.org']);
    expect(await page.locator('#said').textContent()).toBe('edit.me is saved.');
  });

  test('a whole number that JavaScript cannot hold is shown with all its digits and can be changed', async () => {
    const { page } = await open('#/hr/__ACCOUNT__/alovelace00');
    expect(await value(page, 'employeeNumber').textContent()).toBe('9007199254740993');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Employee number').fill('9007199254740995');
    await page.getByRole('button', { name: 'Save' }).click();

    await expect.poll(() => value(page, 'employeeNumber').textContent()).toBe('9007199254740995');
  });

  test('a change by somebody else in between is not overwritten', async () => {
    await site.make('/openidm/system/hr/__ACCOUNT__', { __NAME__: 'shared', displayName: 'Before' });
    const { page: first } = await open('#/hr/__ACCOUNT__/shared');
    const { page: second } = await open('#/hr/__ACCOUNT__/shared');
    for (const page of [first, second]) {
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByLabel('Display name').fill(page === first ? 'First' : 'Second');
    }
    await first.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => value(first, 'displayName').textContent()).toBe('First');

    await second.getByRole('button', { name: 'Save' }).click();

    await expect.poll(() => second.getByRole('alert').textContent()).toContain('was expected at revision');
    expect(await second.getByLabel('Display name').inputValue()).toBe('Second');
  });

  test('an object is made after its problems, which stand beside the fields, are mended, and is deleted after a question that names it', async () => {
    const { page } = await open('#/aws/__ACCOUNT__');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect.poll(() => dialog.locator('.problem:visible').allTextContents()).toEqual(['is required']);
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');

    await dialog.getByLabel('User name').fill('new user!');
    await dialog.getByLabel('Path', { exact: true }).fill('no slash');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect
      .poll(() => dialog.locator('.problem:visible').allTextContents())
      .toEqual([expect.stringContaining('must have letters, digits'), expect.stringContaining('must begin and end with "/"')]);

    await dialog.getByLabel('User name').fill('new.user');
    await dialog.getByLabel('Path', { exact: true }).fill('/new/');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect.poll(() => heading(page).textContent()).toBe('new.user');
    expect(await value(page, 'Path').textContent()).toBe('/new/');

    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => dialog.textContent()).toContain('new.user will be deleted from aws');
    await dialog.getByRole('button', { name: 'Delete new.user' }).click();
    await expect.poll(async () => (await rowsOf(page)).map(([name]) => name)).toEqual(['bjensen', 'bootstrap']);
    expect(await page.locator('#said').textContent()).toBe('new.user is deleted.');
  });

  test('a user is disabled and enabled, and a system that wants a password for it gets one', async () => {
    const { page } = await open('#/hr/__ACCOUNT__/ghopper01');
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Disable' }).click();
    await dialog.getByRole('button', { name: 'Disable' }).click();
    await expect.poll(() => value(page, '__ENABLE__').textContent()).toBe('Disabled');

    await page.goto(`${site.url}/#/aws/__ACCOUNT__/bjensen`);
    await page.getByRole('button', { name: 'Enable' }).click();
    await dialog.getByRole('button', { name: 'Enable' }).click();
    await expect.poll(() => dialog.locator('.failure').textContent()).toMatch(/password/i);
    for (const label of ['Console password', 'Console password, once more']) await dialog.getByLabel(label, { exact: true }).fill('Tr0ub4dor&3-long');
    await dialog.getByRole('button', { name: 'Enable' }).click();

    await expect.poll(() => value(page, '__ENABLE__').textContent()).toBe('Enabled');
  });

  test('a new password has to be typed twice, and is nowhere to be seen afterwards', async () => {
    const { page } = await open('#/hr/__ACCOUNT__/aturing02');
    const secret = 'S3cret-of-Turing';
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Set password' }).click();
    await dialog.locator('#field-0').fill(secret);
    await dialog.locator('#field-1').fill('another');
    await dialog.getByRole('button', { name: 'Set password' }).click();
    await expect.poll(() => dialog.locator('.problem:visible').allTextContents()).toEqual(['is not the same']);

    await dialog.locator('#field-1').fill(secret);
    const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
    await dialog.getByRole('button', { name: 'Set password' }).click();

    expect((await answered).status()).toBe(200);
    await expect.poll(() => page.locator('#said').textContent()).toBe('aturing02 has a new password.');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(secret);
    expect(await page.evaluate('[...document.querySelectorAll("input")].map(({ value }) => value).join()')).not.toContain(secret);
  });

  test('who may only read sees no action that changes anything', async () => {
    const { page } = await open('#/hr/__ACCOUNT__', 'reader');
    await rowsOf(page);
    const buttons = async () => (await page.getByRole('main').getByRole('button').allTextContents()).filter((text) => !/[↕↑↓]/.test(text));
    expect(await buttons()).toEqual(['Columns', 'Reload', 'Search', '← Previous', 'Next →']);

    await page.getByRole('link', { name: 'edijkstra04' }).click();
    await value(page, '__GROUPS__').waitFor();

    expect(await buttons()).toEqual(['Load it', 'Photo']);
    expect(await page.getByText('may read').count()).toBe(1);
  });

  test('a role that ended meanwhile is refused in the dialog, which keeps what was typed', async () => {
    const { page } = await open('#/hr/__GROUP__');
    await page.route('**/openidm/system/hr/__GROUP__?**', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ status: 403, json: { code: 403, message: 'Access denied: admin has the role read, which does not allow create' } })
        : route.continue(),
    );
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByLabel('Group name').fill('late');
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Not allowed. Access denied');
    expect(await page.getByLabel('Group name').inputValue()).toBe('late');
  });
});
