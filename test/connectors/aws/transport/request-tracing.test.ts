import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import type { AwsRequestEvent } from '../../../../src/connectors/aws/index.ts';
import { AwsRequestError } from '../../../../src/connectors/aws/index.ts';
import { ConnectorError } from '../../../../src/model/errors.ts';
import { startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf, opened, type Settings } from './opened-session.ts';

/** The events of what happens in the work, in order. */
async function eventsOf(work: () => Promise<unknown>): Promise<AwsRequestEvent[]> {
  const events: AwsRequestEvent[] = [];
  const listener = (message: unknown) => void events.push(message as AwsRequestEvent);
  subscribe('identity-connector:aws-request', listener);
  try {
    await work();
  } finally {
    unsubscribe('identity-connector:aws-request', listener);
  }
  return events;
}

async function scene(settings: Settings = {}) {
  const aws = await startAws({ seed: 1 });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  const session = await opened({ accessKeyId, secretAccessKey, endpoint: aws.endpoint, ...settings });
  return {
    aws,
    session,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

describe('the channel identity-connector:aws-request', () => {
  it('tells of every attempt of a request, with AWS’s request id', async () => {
    await using one = await scene({ region: 'eu-west-1' });
    one.aws.faults.failNext({ action: 'CreateUser', times: 2, code: 'Throttling', status: 400 });

    const events = await eventsOf(() => one.session.iam('CreateUser', { UserName: 'ada' }));

    expect(events.map(({ attempt, status, wireCode }) => [attempt, status, wireCode])).toEqual([
      [1, 400, 'Throttling'],
      [2, 400, 'Throttling'],
      [3, 200, undefined],
    ]);
    expect(events[2]).toMatchObject({ service: 'iam', action: 'CreateUser', duration: expect.any(Number) });
    expect(new Set(events.map(({ requestId }) => requestId)).size).toBe(3);
  });

  it('tells the account once it is known, and tells of STS too', async () => {
    await using one = await scene({ accounts: ['222222222222'] });
    const other = one.aws.addAccount({ id: '222222222222' });
    other.iam.addRole({ name: 'OrganizationAccountAccessRole', trustPolicy: trust(one.aws.accountId) });

    const events = await eventsOf(async () => {
      await one.session.iam('ListUsers', {});
      await (await one.session.accounts?.session('222222222222'))?.iam('ListUsers', {});
      await one.session.iam('ListUsers', {});
    });

    expect(events.map(({ service, action, account }) => [service, action, account])).toEqual([
      ['iam', 'ListUsers', undefined],
      ['sts', 'GetCallerIdentity', undefined],
      ['sts', 'AssumeRole', '123456789012'],
      ['iam', 'ListUsers', '222222222222'],
      ['iam', 'ListUsers', '123456789012'],
    ]);
  });

  it('tells of a connection that broke, without a status', async () => {
    await using one = await scene();
    one.aws.faults.dropNext({ action: 'GetUser', when: 'before' });

    const events = await eventsOf(() => one.session.iam('GetUser', {}));

    expect(events.map(({ status }) => status)).toEqual([undefined, 200]);
    expect(events[0]?.wireCode).toMatch(/ECONNRESET|TimeoutError/);
  });

  it('never tells a value or a secret', async () => {
    await using one = await scene();
    await one.session.iam('CreateUser', { UserName: 'somebody' });

    const events = await eventsOf(async () => {
      await one.session.iam('CreateLoginProfile', { UserName: 'somebody', Password: 'Correct-Horse-9' });
      await one.session.iam('CreateAccessKey', { UserName: 'somebody' });
      await failureOf(one.session.iam('CreateUser', { UserName: 'somebody' }));
    });

    expect(events).toHaveLength(3);
    expect(JSON.stringify(events)).not.toMatch(/somebody|Correct-Horse|AKIA/);
  });
});

it('an error of AWS carries action, code, request id and attempts as data', async () => {
  await using one = await scene({ maxAttempts: 3 });
  one.aws.faults.failNext({ action: 'GetUser', times: 3, code: 'Throttling', status: 400 });

  const error = await failureOf(one.session.iam('GetUser', { UserName: 'ada' }, { uid: 'ada' }));

  expect(ConnectorError.is(error) && error.cause).toBeInstanceOf(AwsRequestError);
  expect((error as ConnectorError).cause).toMatchObject({
    service: 'iam',
    action: 'iam:GetUser',
    wireCode: 'Throttling',
    status: 400,
    attempts: 3,
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

function trust(principal: string) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }] };
}
