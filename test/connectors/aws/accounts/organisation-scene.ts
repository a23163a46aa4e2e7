import aws from '../../../../src/connectors/aws/index.ts';
import { openSession } from '../../../../src/connectors/aws/session.ts';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import { type EmbeddedAccount, startAws } from '../../../../src/testing/aws/index.ts';
import type { Settings } from '../transport/opened-session.ts';

/** Ids of the accounts of the scene: 0 is the management account. */
export const accountId = (index: number): string => String(100_000_000_000 + index);

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: accountId(0) }, Action: 'sts:AssumeRole' }],
};

/** An organisation of so many accounts, in each of them the user `of-ACCOUNT`, and a connector that works in all of them and waits for nothing but answers. */
export async function organisationScene(count: number, settings: Settings = {}) {
  const server = await startAws({ seed: 1, accountId: accountId(0) });
  server.organization.enable();
  const accounts: EmbeddedAccount[] = [server];
  for (let index = 1; index < count; index++) {
    const account = server.addAccount({ id: accountId(index), name: `team-${index}` });
    account.iam.addRole({ name: 'OrganizationAccountAccessRole', trustPolicy: trust });
    accounts.push(account);
  }
  for (const account of accounts) account.iam.addUser({ name: `of-${account.accountId}` });
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  const log: unknown[][] = [];
  const wait = async () => {};
  const facade = await openConnector(
    { ...aws, connect: (configuration, context) => openSession(configuration, context, { wait }) } satisfies typeof aws,
    { accessKeyId, secretKey, endpoint: server.endpoint, discoverAccounts: true, ...settings },
    { log: (...line) => void log.push(line) },
  );
  return {
    server,
    accounts,
    facade,
    users: facade.objectClass('__ACCOUNT__'),
    groups: facade.objectClass('__GROUP__'),
    log,
    /** The account of a number. */
    account(index: number): EmbeddedAccount {
      const account = accounts[index];
      if (!account) throw new Error(`there is no account ${index}`);
      return account;
    },
    async [Symbol.asyncDispose]() {
      await facade.close();
      await server.close();
    },
  };
}
