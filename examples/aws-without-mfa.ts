// Users who can sign in to the console with a password alone. For thousands of users it takes a handful of calls, because AWS's credential
// report has the state of all of them; so the answer says how old that is.
import { type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

/** Who has a console password and no MFA device, and how old in minutes the oldest thing is that this was learned from. */
export async function withoutMfa(iam: Facade<typeof aws>): Promise<{ readonly users: readonly string[]; readonly age: number }> {
  const users: string[] = [];
  let oldest = Date.now();
  const search = iam.objectClass('__ACCOUNT__').search({
    filter: 'ConsoleAccess eq true and MFAActive eq false',
    attributes: ['PasswordLastUsed', 'StateAsOf'],
  });
  for await (const { uid, attributes } of search) {
    const { PasswordLastUsed: used, StateAsOf: asOf } = attributes;
    users.push(`${uid}, who ${used ? `signed in ${Math.floor((Date.now() - used.getTime()) / 86_400_000)} days ago` : 'never signed in'}`);
    // Without it the user was read live: somebody changed it in this session, or it is not in the report yet.
    oldest = Math.min(oldest, asOf?.getTime() ?? oldest);
  }
  return { users: users.sort(), age: Math.floor((Date.now() - oldest) / 60_000) };
}

const cloud = await startAws();
const createdAt = Date.now() - 400 * 86_400_000;
const password = 'Correct-horse-7';
cloud.iam.addUser({ name: 'ada', createdAt, password, mfaDevices: ['phone'] });
cloud.iam.addUser({ name: 'bob', createdAt, password, passwordLastUsed: Date.now() - 12 * 86_400_000 });
cloud.iam.addUser({ name: 'cyd', createdAt, password });
cloud.iam.addUser({ name: 'deploy', createdAt, accessKeys: ['Active'] });

// For real: { roleArn: 'arn:aws:iam::123456789012:role/auditor', useDefaultCredentials: true, readOnly: true }; a report of AWS's may be four
// hours old, which reportMaxAge limits, and with bulkState: 'live' every user is read, at three calls each.
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const iam = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint, readOnly: true });
const { users, age } = await withoutMfa(iam);
for (const user of users) console.log(user);
console.log(`as of ${age} minutes ago, in ${cloud.calls.length} calls`);
await iam.close();
await cloud.close();

// Prints:
//   bob, who signed in 12 days ago
//   cyd, who never signed in
//   as of 0 minutes ago, in 4 calls
