import { describe, expect, it } from 'vitest';
import type { AwsSession } from '../../../../src/connectors/aws/session.ts';
import { type EmbeddedAccount, type EmbeddedAws, startAws } from '../../../../src/testing/aws/index.ts';
import { failureOf } from '../harness.ts';
import { opened, type Settings } from '../transport/opened-session.ts';

const [home, second, third] = ['111111111111', '222222222222', '333333333333'] as const;

const trust = (principal: string, condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...(condition && { Condition: condition }) }],
});

/** Three accounts, each with a user named after it; the second and third let the first one in. */
async function scene(settings: Settings = {}) {
  const aws: EmbeddedAws = await startAws({ accountId: home, seed: 1 });
  const others: EmbeddedAccount[] = [second, third].map((id) => aws.addAccount({ id }));
  for (const account of [aws, ...others]) account.iam.addUser({ name: `of-${account.accountId}` });
  for (const { iam } of others) iam.addRole({ name: 'OrganizationAccountAccessRole', trustPolicy: trust(home) });
  const { accessKeyId, secretAccessKey } = aws.adminCredentials;
  const session = await opened({ accessKeyId, secretAccessKey, endpoint: aws.endpoint, accounts: [third, home, second], ...settings });
  return {
    aws,
    others,
    session,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await aws.close();
    },
  };
}

/** The accounts of a session that has several. */
function accountsOf(session: AwsSession) {
  if (session.accounts === undefined) throw new Error('a session of one account');
  return session.accounts;
}

async function userNames(session: AwsSession): Promise<(string | undefined)[]> {
  const { Users = [] } = await session.iam('ListUsers', {});
  return Users.map(({ UserName }) => UserName).filter((name) => name?.startsWith('of-'));
}

describe('a session of several accounts', () => {
  it('opens without a call, and lists the accounts of the configuration by id without one', async () => {
    await using one = await scene();

    expect(await accountsOf(one.session).list()).toEqual([{ id: home }, { id: second }, { id: third }]);
    expect(one.aws.calls).toEqual([]);
  });

  it('works in each account: in its own with its credentials, in the others as their role', async () => {
    await using one = await scene();
    const accounts = accountsOf(one.session);

    for (const id of [home, second, third]) expect(await userNames(await accounts.session(id))).toEqual([`of-${id}`]);

    const arns = await Promise.all([home, second].map(async (id) => (await (await accounts.session(id)).identity()).arn));
    expect(arns).toEqual([
      `arn:aws:iam::${home}:user/bootstrap`,
      `arn:aws:sts::${second}:assumed-role/OrganizationAccountAccessRole/identity-connector`,
    ]);
    expect(one.aws.countOf('AssumeRole')).toBe(2);
  });

  it('keeps one session for an account, and assumes its role once for calls that come together', async () => {
    await using one = await scene();
    const accounts = accountsOf(one.session);

    const sessions = await Promise.all([1, 2, 3, 4].map(() => accounts.session(second)));
    await Promise.all(sessions.map(userNames));

    expect(new Set(sessions).size).toBe(1);
    expect(one.aws.countOf('AssumeRole')).toBe(1);
    expect(one.aws.countOf('GetCallerIdentity')).toBe(1);
  });

  it('sends external id and session name, and finds a role with a path', async () => {
    await using one = await scene({ accountRole: '/identity/provisioner', externalId: 'idm-7', roleSessionName: 'sweep' });
    for (const { iam } of one.others) {
      iam.addRole({ name: 'provisioner', path: '/identity/', trustPolicy: trust(home, { StringEquals: { 'sts:ExternalId': 'idm-7' } }) });
    }

    const { arn } = await (await accountsOf(one.session).session(second)).identity();

    expect(arn).toBe(`arn:aws:sts::${second}:assumed-role/provisioner/sweep`);
  });

  it('goes from the role of roleArn into the others', async () => {
    const role = `arn:aws:iam::${home}:role/hub`;
    await using one = await scene({ roleArn: role });
    one.aws.iam.addRole({ name: 'hub', trustPolicy: trust(home) });
    const accounts = accountsOf(one.session);

    expect(await userNames(await accounts.session(second))).toEqual([`of-${second}`]);
    expect(await accounts.session(home)).toBe(one.session);
    expect((await one.session.identity()).arn).toBe(`arn:aws:sts::${home}:assumed-role/hub/identity-connector`);
  });

  it('refuses an account that is not among them before any call', async () => {
    await using one = await scene();

    const error = await failureOf(accountsOf(one.session).session('999999999999'));

    expect(error).toMatchObject({ code: 'InvalidArgument', outcome: 'none', message: 'account 999999999999 is not among accounts' });
    expect(one.aws.calls).toEqual([]);
  });

  it('tells of an account whose role is missing, and works on in the others', async () => {
    await using one = await scene({ accounts: [second, '444444444444'] });
    one.aws.addAccount({ id: '444444444444' });
    const accounts = accountsOf(one.session);

    const error = await failureOf((await accounts.session('444444444444')).iam('ListUsers', {}));

    expect(error).toMatchObject({ code: 'PermissionDenied' });
    expect(error.message).toContain('arn:aws:iam::444444444444:role/OrganizationAccountAccessRole');
    expect(await userNames(await accounts.session(second))).toEqual([`of-${second}`]);
  });

  it('has a pace for each account: a throttled one does not hold up the others', async () => {
    await using one = await scene();
    const accounts = accountsOf(one.session);
    const [slow, quick] = [await accounts.session(second), await accounts.session(third)];
    await Promise.all([slow, quick].map(userNames));
    one.aws.faults.failNext({ action: 'ListUsers', accountId: second, times: 2, code: 'Throttling', status: 400 });
    await userNames(slow);

    const before = one.session.waits.length;
    for (let call = 0; call < 10; call++) await userNames(quick);

    expect(before).toBeGreaterThan(0);
    expect(one.session.waits).toHaveLength(before);
  });
});

describe('expectedAccountId', () => {
  it('lets nothing through to another account, neither read nor write', async () => {
    await using one = await scene({ accounts: undefined, expectedAccountId: second });

    for (const call of [one.session.iam('ListUsers', {}), one.session.iam('CreateUser', { UserName: 'ada' }), one.session.identity()]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'Configuration', problems: [{ path: 'expectedAccountId' }] });
      expect(error.message).toContain(`is ${second}, and the credentials belong to account ${home}`);
    }
    expect(new Set(one.aws.calls.map(({ action }) => action))).toEqual(new Set(['GetCallerIdentity']));
  });

  it('holds for the other accounts too: the credentials that assume their roles are the wrong ones', async () => {
    await using one = await scene({ expectedAccountId: third });

    expect(await failureOf(accountsOf(one.session).session(second))).toMatchObject({ code: 'Configuration' });
    expect(one.aws.countOf('AssumeRole')).toBe(0);
  });

  it('costs one call in a session when it is right, and goes by the name tenantId too', async () => {
    await using one = await scene({ accounts: undefined, tenantId: home });

    await Promise.all([1, 2, 3].map(() => userNames(one.session)));
    await userNames(one.session);

    expect(one.aws.countOf('GetCallerIdentity')).toBe(1);
    expect(one.session.settings.expectedAccountId).toBe(home);
  });

  it('is asked for again when AWS could not answer the first time', async () => {
    await using one = await scene({ accounts: undefined, expectedAccountId: home, maxAttempts: 1 });
    one.aws.faults.failNext({ action: 'GetCallerIdentity', code: 'ServiceUnavailable', status: 503 });

    expect(await failureOf(one.session.iam('ListUsers', {}))).toMatchObject({ code: 'ConnectionFailed' });
    expect(await userNames(one.session)).toEqual([`of-${home}`]);
  });
});

describe('discovered accounts', () => {
  /** The organisation of the first account, with one account of each kind. */
  async function organisation(settings: Settings = {}) {
    const one = await scene({ accounts: undefined, discoverAccounts: true, ...settings });
    one.aws.addAccount({ id: '444444444444', name: 'closed-last-year', status: 'SUSPENDED' });
    for (let index = 0; index < 45; index++) one.aws.addAccount({ id: String(500_000_000_000 + index), name: `sandbox-${index}` });
    one.aws.organization.enable();
    one.aws.clearCalls();
    return one;
  }

  it('are all that are active, asked for once for a while, in pages of twenty', async () => {
    await using one = await organisation();
    const accounts = accountsOf(one.session);

    const [list] = await Promise.all([accounts.list(), accounts.list()]);
    await accounts.list();

    expect(list.map(({ id }) => id)).toEqual([home, second, third, ...Array.from({ length: 45 }, (_, index) => String(500_000_000_000 + index))]);
    expect(one.aws.countOf('ListAccounts')).toBe(3);
  });

  it('are chosen by name and id', async () => {
    await using one = await organisation({ includeAccounts: ['sandbox-*', second], excludeAccounts: ['sandbox-4?', '500000000000'] });

    expect((await accountsOf(one.session).list()).map(({ name }) => name)).toEqual([
      `account-${second}`,
      ...Array.from({ length: 39 }, (_, index) => `sandbox-${index + 1}`),
    ]);
  });

  it('that cannot be listed to the end are an error, and are asked for again', async () => {
    await using one = await organisation({ maxAttempts: 1 });
    const accounts = accountsOf(one.session);
    await one.session.send('organizations', 'ListAccounts', {});
    one.aws.faults.failNext({ service: 'organizations', code: 'TooManyRequestsException', status: 400 });

    expect(await failureOf(accounts.list())).toMatchObject({ code: 'RateLimited', cause: { service: 'organizations' } });
    expect(await accounts.list()).toHaveLength(48);
  });

  it('are a Configuration error from an account that may not list them', async () => {
    await using one = await organisation();
    const member = one.others[0];
    await using session = await opened({
      credentials: async () => member?.adminCredentials ?? { accessKeyId: '', secretAccessKey: '' },
      endpoint: one.aws.endpoint,
      discoverAccounts: true,
    });

    expect(await failureOf(accountsOf(session).list())).toMatchObject({ code: 'PermissionDenied' });
  });
});
