// A joiner gets an AWS user: groups, tags, a permissions boundary, and a console password that is told once. It may be run again at any
// time, and after a failure: what is there already is brought to what HR says, and what is right already is not written.
import { ConnectorError, type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

interface Joiner {
  readonly userName: string;
  readonly displayName: string;
  readonly department: string;
  readonly employeeId: string;
  readonly groups: readonly string[];
}

/**
 * Makes or mends the user of a joiner.
 *
 * @param boundary  ARN of the policy that bounds what the user may ever do.
 * @param hand      Gets a password that was just made, to pass it on; nobody can read it again.
 */
export async function provision(
  iam: Facade<typeof aws>,
  { userName, groups, ...person }: Joiner,
  boundary: string,
  hand: (userName: string, password: string) => Promise<void>,
): Promise<string> {
  const users = iam.objectClass('__ACCOUNT__');
  const wanted = { ...person, Path: '/people/', __GROUPS__: groups };
  const before = await users.get(userName, { attributes: ['PermissionsBoundary', 'ConsoleAccess'] });
  if (before) {
    const bounded = before.attributes.PermissionsBoundary === boundary;
    await users.update(userName, { replace: { ...wanted, ...(!bounded && { PermissionsBoundary: boundary }) } });
  } else {
    // A create that fails half-way is undone, or says what is left in a `partial` error.
    await users.create({ __NAME__: userName, ...wanted, PermissionsBoundary: boundary });
  }
  // Last: nobody signs in before boundary and groups are right.
  if (!before?.attributes.ConsoleAccess) {
    const { password } = await iam.hook('resetPassword', { user: userName, force: true });
    await hand(userName, password.reveal());
  }
  return `${before ? 'mended' : 'made'} ${userName}`;
}

// For real: openConnector(aws, { roleArn: 'arn:aws:iam::123456789012:role/provisioner', useDefaultCredentials: true, managedPath: '/people/' }).
const cloud = await startAws();
for (const name of ['staff', 'engineers', 'office']) cloud.iam.addGroup({ name });
const { arn: fence } = cloud.iam.addPolicy({ name: 'people-fence' });
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const iam = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint, managedPath: '/people/' });

const ada: Joiner = { userName: 'ada', displayName: 'Ada Lovelace', department: 'Engines', employeeId: '1815', groups: ['staff', 'engineers'] };
const hand = async (userName: string, password: string) => console.log(`${userName} gets a password of ${password.length} characters`);
const writes = () => {
  const done = cloud.calls.filter(({ action }) => !/^(Get|List)/.test(action)).map(({ action }) => action);
  cloud.clearCalls();
  return done.join(', ') || 'nothing';
};

console.log(await provision(iam, ada, fence, hand));
console.log(`written: ${writes()}`);
console.log(await provision(iam, ada, fence, hand));
console.log(`written: ${writes()}`);
console.log(await provision(iam, { ...ada, groups: ['staff', 'office'] }, fence, hand));
console.log(`written: ${writes()}`);
await provision(iam, { ...ada, groups: ['nowhere'] }, fence, hand).catch((error: unknown) => {
  if (ConnectorError.is(error)) console.log(`${error.code}: ${error.problems[0]?.path}`);
});
await iam.close();
await cloud.close();

// Prints:
//   ada gets a password of 20 characters
//   made ada
//   written: CreateUser, AddUserToGroup, AddUserToGroup, UpdateLoginProfile, CreateLoginProfile
//   mended ada
//   written: nothing
//   mended ada
//   written: RemoveUserFromGroup, AddUserToGroup
//   InvalidAttributeValue: replace.__GROUPS__
