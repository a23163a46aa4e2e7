import { expect, test } from 'vitest';
import { hire, tally } from '../employees.ts';
import { failureOf, startHarness } from '../harness.ts';

const hour = 3_600_000;
const search = { attributes: ['MFAActive'] } as const;

test('a report in the making is waited for, with longer pauses each time', async () => {
  await using h = await startHarness();
  hire(h, 5);
  h.server.iam.setReportPolls(6);

  expect(await h.accounts.search(search).toArray()).toHaveLength(6);

  expect(tally(h.actions())).toEqual({ ListUsers: 1, GenerateCredentialReport: 1, GetCredentialReport: 7 });
  expect(h.waits).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('a report that AWS does not finish is an error that says so, and no search without a state', async () => {
  await using h = await startHarness();
  hire(h, 5);
  h.server.iam.setReportPolls(1000);

  const error = await failureOf(h.accounts.search(search).toArray());

  expect(error).toMatchObject({ code: 'OperationTimeout', retryable: true, message: expect.stringMatching(/bulkState/) });
});

test('who gives up while a report is made is not kept waiting', async () => {
  await using h = await startHarness();
  hire(h, 5);
  h.server.iam.setReportPolls(1000);
  const controller = new AbortController();
  h.server.faults.failNext({ action: 'GetCredentialReport', code: 'ReportInProgress', status: 404 });
  const searching = failureOf(h.accounts.search({ ...search, signal: controller.signal }).toArray());
  controller.abort();

  expect(await searching).toMatchObject({ code: 'OperationAborted' });
});

test('a report that expired, or is gone between the two calls, is made anew', async () => {
  await using h = await startHarness();
  hire(h, 5);
  for (const code of ['ReportNotPresent', 'ReportExpired']) {
    h.server.faults.failNext({ action: 'GetCredentialReport', code, status: 410 });
    expect(await h.accounts.search(search).toArray()).toHaveLength(6);
    expect(tally(h.actions())).toMatchObject({ GenerateCredentialReport: 2 });
  }
  const { asOf: first } = await h.accounts.search(search).page();
  h.server.clock.advance(5 * hour);

  const { asOf: second } = await h.accounts.search(search).page();

  expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBeGreaterThan(4 * hour);
});

test('LimitExceeded for a report is throttling: waited out, and RateLimited when it does not end', async () => {
  await using h = await startHarness();
  hire(h, 5);
  h.server.faults.failNext({ action: 'GenerateCredentialReport', code: 'LimitExceeded', status: 409, times: 3 });
  expect(await h.accounts.search(search).toArray()).toHaveLength(6);

  await using never = await startHarness();
  hire(never, 5);
  never.server.faults.failNext({ action: 'GenerateCredentialReport', code: 'LimitExceeded', status: 409, times: 1000 });
  expect(await failureOf(never.accounts.search(search).toArray())).toMatchObject({ code: 'RateLimited', retryable: true });
});

test('a report that AWS has is used although it refuses to make another', async () => {
  await using h = await startHarness();
  hire(h, 5);
  await h.accounts.search(search).toArray();
  h.server.faults.failNext({ action: 'GenerateCredentialReport', code: 'LimitExceeded', status: 409 });
  h.actions();

  await h.accounts.search(search).toArray();

  expect(tally(h.actions())).toEqual({ ListUsers: 1, GenerateCredentialReport: 1, GetCredentialReport: 1 });
  expect(h.waits).toHaveLength(1);
});

test('searches at the same time share one report', async () => {
  await using h = await startHarness();
  hire(h, 5);

  await Promise.all(Array.from({ length: 4 }, () => h.accounts.search(search).toArray()));

  expect(tally(h.actions())).toMatchObject({ ListUsers: 4, GenerateCredentialReport: 1, GetCredentialReport: 2 });
});

test('the failure of one search does not fail those that wait for the same report', async () => {
  await using h = await startHarness({}, { maxAttempts: 1 });
  hire(h, 5);
  h.server.faults.failNext({ action: 'GenerateCredentialReport', code: 'Throttling', status: 400 });

  const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => h.accounts.search(search).toArray()));

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
});

test('a search page by page fetches the report once, and lets go of it at its end', async () => {
  await using h = await startHarness();
  hire(h, 350);
  const ages = new Set<number | undefined>();
  let cursor: string | undefined;
  do {
    const page = await h.accounts.search({ ...search, pageSize: 100, cursor }).page();
    ages.add(page.asOf?.getTime());
    cursor = page.cursor;
  } while (cursor !== undefined);

  expect(ages.size).toBe(1);
  expect(tally(h.actions())).toMatchObject({ GenerateCredentialReport: 1, GetCredentialReport: 2 });
  await h.accounts.search(search).toArray();
  expect(tally(h.actions())).toMatchObject({ GenerateCredentialReport: 1, GetCredentialReport: 1 });
});

test('a search page by page whose last page has nobody lets go of the report as well', async () => {
  await using h = await startHarness();
  hire(h, 350);
  let cursor: string | undefined;
  do {
    const filter = 'MFAActive eq true and __NAME__ sw "emp-000"';
    const page = await h.accounts.search({ ...search, filter, pageSize: 5, cursor }).page();
    cursor = page.cursor;
  } while (cursor !== undefined);
  h.actions();

  await h.accounts.search(search).toArray();

  expect(tally(h.actions())).toMatchObject({ GenerateCredentialReport: 1, GetCredentialReport: 1 });
});
