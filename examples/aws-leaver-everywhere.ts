// A leaver is disabled in every account of an organisation: console, access keys, SSH keys, certificates and live sessions. The report has a
// line for each account, those that could not be reached too: of these nobody knows whether the leaver is still in.
import { ConnectorError, type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

interface Line {
  readonly account: string;
  readonly user?: string;
  readonly outcome: 'disabled' | 'disabled before' | 'no user' | 'failed';
  readonly detail?: string;
}

/** Disables the users of a person in all accounts, by the employee number that their tags have. */
export async function disableEverywhere(iam: Facade<typeof aws>, employeeId: string): Promise<readonly Line[]> {
  const users = iam.objectClass('__ACCOUNT__');
  const lines: Line[] = [];
  // Accounts that fail do not end the search: the others come first, and the journal of the session names them.
  const found = await users
    .search({ filter: (f) => f.equals('employeeId', employeeId), attributes: ['AccountId', '__ENABLE__'], options: { ALLOW_PARTIAL_RESULTS: true } })
    .toArray();
  for (const { uid, name: user, attributes } of found) {
    const account = String(attributes.AccountId);
    try {
      // Also who is disabled already: keys and sessions that are left are closed as well.
      await users.update(uid, { replace: { __ENABLE__: false } });
      lines.push({ account, user, outcome: attributes.__ENABLE__ ? 'disabled' : 'disabled before' });
    } catch (error) {
      // What is wrong with the program is no finding about an account.
      if (!ConnectorError.is(error)) throw error;
      lines.push({ account, user, outcome: 'failed', detail: `${error.code}, outcome ${error.outcome}` });
    }
  }
  for (const { id: account, status, lastFailure } of await iam.hook('accounts')) {
    if (lines.some((line) => line.account === account)) continue;
    if (status === 'working') lines.push({ account, outcome: 'no user' });
    else lines.push({ account, outcome: 'failed', detail: `${lastFailure?.code ?? status}, not read` });
  }
  return lines.sort((a, b) => (a.account < b.account ? -1 : 1));
}

// An organisation of five accounts. In the last one somebody has taken away the role.
const management = '100000000000';
const cloud = await startAws({ accountId: management });
cloud.organization.enable();
const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: management } }] };
const tags = { 'profile:employeeId': '1815' };
const members = ['200000000000', '300000000000', '400000000000', '500000000000'].map((id) => cloud.addAccount({ id }));
members.slice(0, -1).forEach(({ iam }) => void iam.addRole({ name: 'identity', trustPolicy }));
cloud.iam.addUser({ name: 'ada', tags, password: 'Correct-horse-7', accessKeys: ['Active'], sshKeys: ['Active'] });
members[0]?.iam.addUser({ name: 'ada.l', tags, accessKeys: ['Active', 'Inactive'] });
members[1]?.iam.addUser({ name: 'lovelace', tags });
members[2]?.iam.addUser({ name: 'somebody-else', accessKeys: ['Active'] });

// For real: { useDefaultCredentials: true, discoverAccounts: true, accountRole: 'identity', revokeOnDisable: true }.
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const iam = await openConnector(aws, {
  ...{ accessKeyId, secretKey, endpoint: cloud.endpoint },
  ...{ discoverAccounts: true, accountRole: 'identity', revokeOnDisable: true },
});
const report = await disableEverywhere(iam, '1815');
for (const { account, user, outcome, detail } of report) console.log([account, user, outcome, detail].filter(Boolean).join(' '));
if (report.some(({ outcome }) => outcome === 'failed')) console.log('Not done: run it again once these accounts can be reached.');
const left = await iam.objectClass('__ACCOUNT__').get(`${management}/ada`, { attributes: ['__ENABLE__', 'RemainingAccess'] });
console.log(left?.attributes);
await iam.close();
await cloud.close();

// Prints:
//   100000000000 ada disabled
//   200000000000 ada.l disabled
//   300000000000 lovelace disabled before
//   400000000000 no user
//   500000000000 failed PermissionDenied, not read
//   Not done: run it again once these accounts can be reached.
//   { __ENABLE__: false, RemainingAccess: [] }
