// Users that nobody owns: in no account of the organisation is there a person of HR's list behind them, by employee number or by name. What
// serves a team says so in the tag "owner" and is nobody's orphan as long as that team exists.
import { ConnectorError, type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

interface Owners {
  readonly people: readonly { readonly employeeId: string; readonly userName: string }[];
  readonly teams: readonly string[];
}

/** The users without an owner, and the accounts that could not be looked at: their users are not in the list, whoever owns them. */
export async function findOrphans(iam: Facade<typeof aws>, { people, teams }: Owners) {
  const ids = new Set(people.map(({ employeeId }) => employeeId));
  const names = new Set(people.map(({ userName }) => userName.toLowerCase()));
  const orphans: { readonly uid: string; readonly why: string }[] = [];
  let unread: readonly string[] = [];
  try {
    for await (const { uid, name, attributes } of iam.objectClass('__ACCOUNT__').search({ attributes: ['employeeId', 'Tags'] })) {
      const owner = attributes.Tags?.find(({ Key }) => Key.toLowerCase() === 'owner')?.Value;
      const { employeeId } = attributes;
      if (employeeId !== undefined) {
        if (!ids.has(employeeId)) orphans.push({ uid, why: `employee ${employeeId} is not on the list` });
      } else if (owner !== undefined) {
        if (!teams.includes(owner)) orphans.push({ uid, why: `team ${owner} is no more` });
      } else if (!names.has(name.toLowerCase())) orphans.push({ uid, why: 'no tag, and nobody of that name' });
    }
  } catch (error) {
    // The users of all other accounts came before it.
    if (!ConnectorError.is(error) || error.problems.length === 0) throw error;
    unread = error.problems.map(({ path }) => path);
  }
  return { orphans: orphans.sort((a, b) => (a.uid < b.uid ? -1 : 1)), unread };
}

const management = '100000000000';
const cloud = await startAws({ accountId: management });
cloud.organization.enable();
const trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: management } }] };
const [sandbox, lost] = ['200000000000', '300000000000'].map((id) => cloud.addAccount({ id }));
sandbox?.iam.addRole({ name: 'auditor', trustPolicy });
cloud.iam.addUser({ name: 'ada', tags: { 'profile:employeeId': '1815' } });
cloud.iam.addUser({ name: 'Bob' });
cloud.iam.addUser({ name: 'deploy', tags: { Owner: 'platform' } });
sandbox?.iam.addUser({ name: 'cyd', tags: { 'profile:employeeId': '1701' } });
sandbox?.iam.addUser({ name: 'import', tags: { owner: 'mergers' } });
sandbox?.iam.addUser({ name: 'test-2' });
lost?.iam.addUser({ name: 'whoever' });

// For real: { useDefaultCredentials: true, discoverAccounts: true, accountRole: 'auditor', readOnly: true }.
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const settings = { discoverAccounts: true, accountRole: 'auditor', readOnly: true };
const iam = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint, ...settings });
const people = [
  { employeeId: '1815', userName: 'ada' },
  { employeeId: '1854', userName: 'bob' },
];
const { orphans, unread } = await findOrphans(iam, { people, teams: ['platform'] });
for (const { uid, why } of orphans) console.log(`${uid}: ${why}`);
for (const account of unread) console.log(`${account} could not be looked at`);
await iam.close();
await cloud.close();

// Prints:
//   100000000000/bootstrap: no tag, and nobody of that name
//   200000000000/bootstrap: no tag, and nobody of that name
//   200000000000/cyd: employee 1701 is not on the list
//   200000000000/import: team mergers is no more
//   200000000000/test-2: no tag, and nobody of that name
//   300000000000 could not be looked at
