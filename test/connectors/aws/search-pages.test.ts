import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';
import { seed } from './people.ts';

test('a page boundary anywhere loses and repeats nobody, and another process can go on', { timeout: 60_000 }, async () => {
  await using h = await startHarness();
  seed(h, 2344);
  const all = h.server.iam.userNames();

  for (const [first, later] of [
    [999, 1000],
    [150, 700],
    [1000, 37],
  ] as const) {
    const { rows, cursor } = await h.accounts.search({ pageSize: first, attributes: ['*'] }).page();
    h.actions();
    const rest = [];
    let at = cursor;
    while (at !== undefined) {
      const page = await h.accounts.search({ pageSize: later, cursor: at, attributes: ['Tags', 'PasswordLastUsed', '__GROUPS__'] }).page();
      rest.push(...page.rows);
      at = page.cursor;
    }
    expect([...rows, ...rest].map(({ uid }) => uid)).toEqual([...all]);
  }
});

test('paging through details alone loses and repeats nobody, and says so when it cannot serve another projection', async () => {
  await using h = await startHarness();
  seed(h, 1300);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await h.accounts.search({ pageSize: 450, cursor, attributes: ['Tags'] }).page();
    seen.push(...page.rows.map(({ uid }) => uid));
    cursor = page.cursor;
    if (cursor !== undefined) {
      const error = await failureOf(h.accounts.search({ pageSize: 450, cursor, attributes: ['*'] }).page());
      expect(error).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'cursor' }] });
    }
  } while (cursor !== undefined);

  expect(seen).toEqual([...h.server.iam.userNames()]);
  expect(new Set(h.actions())).toEqual(new Set(['GetAccountAuthorizationDetails']));
});

test('the same cursor gives the same page again', async () => {
  await using h = await startHarness();
  seed(h, 1500);
  const { cursor } = await h.accounts.search({ pageSize: 1234 }).page();

  const [once, again] = [await h.accounts.search({ pageSize: 50, cursor }).page(), await h.accounts.search({ pageSize: 50, cursor }).page()];

  expect(once).toEqual(again);
  expect(once.rows).toHaveLength(50);
});

test('a resumed page reads no more than its own part of both listings', async () => {
  await using h = await startHarness();
  seed(h, 4000);
  let cursor: string | undefined;
  for (let i = 0; i < 3; i++) cursor = (await h.accounts.search({ pageSize: 1000, cursor }).page()).cursor;
  h.actions();

  await h.accounts.search({ pageSize: 100, cursor }).page();

  expect(h.actions().length).toBeLessThanOrEqual(4);
});

test('cursors that are not one, or whose marker AWS does not know, are refused', async () => {
  await using h = await startHarness();
  seed(h, 1500);
  const { cursor = '' } = await h.accounts.search({ pageSize: 1200, attributes: [] }).page();
  const [version, print, skip] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  const forged = (inner: unknown) =>
    Buffer.from(JSON.stringify([version, print, skip, typeof inner === 'string' ? inner : JSON.stringify(inner)])).toString('base64url');
  h.actions();

  for (const inner of [
    '',
    'x',
    '[]',
    ['x', null, 0, null],
    ['u', null, -1, null],
    ['u', 5, 0, null],
    ['u', 'x'.repeat(321), 0, null],
    ['g', null, 0, null],
    ['d', null, 0, null],
  ]) {
    const error = await failureOf(h.accounts.search({ cursor: forged(inner), attributes: [] }).page());
    expect(error).toMatchObject({ code: 'InvalidArgument', problems: [{ path: 'cursor' }] });
  }
  expect(h.actions()).toEqual([]);
  expect(await failureOf(h.accounts.search({ cursor: forged(['u', 'not-a-marker', 0, null]), attributes: [] }).page())).toMatchObject({
    code: 'InvalidArgument',
    problems: [{ path: 'cursor' }],
  });
});
