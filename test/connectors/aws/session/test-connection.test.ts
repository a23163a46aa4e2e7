import { describe, expect, it } from 'vitest';
import { testConnection } from '../../../../src/connectors/aws/test-connection.ts';
import { startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf } from '../harness.ts';
import { opened, type Settings } from '../transport/opened-session.ts';

const [home, second, third] = ['111111111111', '222222222222', '333333333333'] as const;

async function scene(settings: Settings) {
  const aws = await startAws({ accountId: home, seed: 1 });
  const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: home }, Action: 'sts:AssumeRole' }] };
  aws.addAccount({ id: second }).iam.addRole({ name: 'OrganizationAccountAccessRole', trustPolicy });
  aws.addAccount({ id: third });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  const session = await opened({ accessKeyId, secretAccessKey, endpoint: aws.endpoint, maxAttempts: 1, ...settings });
  return {
    aws,
    session,
    test: () => testConnection({ session, signal: new AbortController().signal } as Parameters<typeof testConnection>[0]),
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

describe('a test of several accounts', () => {
  it('tries every one of them', async () => {
    await using one = await scene({ accounts: [home, second] });

    await one.test();

    expect(one.aws.calls.filter(({ action }) => action === 'ListUsers').map(({ accountId }) => accountId)).toEqual(
      expect.arrayContaining([home, second]),
    );
    expect(one.session.logged).toEqual([]);
  });

  it('logs the accounts that fail as long as one does not', async () => {
    await using one = await scene({ accounts: [second, third] });

    await one.test();

    expect(one.session.logged).toEqual(['an account cannot be worked in']);
  });

  it('fails when none can be worked in', async () => {
    await using one = await scene({ accounts: [third] });

    expect(await failureOf(one.test())).toMatchObject({ code: 'PermissionDenied' });
  });

  it('fails for an account that is not the expected one, and assumes no role', async () => {
    await using one = await scene({ accounts: [second], expectedAccountId: third });

    expect(await failureOf(one.test())).toMatchObject({ code: 'Configuration', problems: [{ path: 'expectedAccountId' }] });
    expect(one.aws.countOf('AssumeRole')).toBe(0);
  });

  it('fails when the choice leaves no account', async () => {
    await using one = await scene({ discoverAccounts: true, includeAccounts: ['nothing'] });
    one.session.send = (async () => ({ Accounts: [{ Id: second, Name: 'prod', State: 'ACTIVE' }] })) as never;

    expect(await failureOf(one.test())).toMatchObject({ code: 'Configuration', problems: [{ path: 'includeAccounts' }] });
  });
});

it('a test of one account fails for one that is not the expected one', async () => {
  await using one = await scene({ expectedAccountId: second });

  expect(await failureOf(one.test())).toMatchObject({ code: 'Configuration' });
});
