// Groups without active members: empty, or nobody in them has a console password or an active access key. A handful of calls for a whole
// account. What such a group may do nobody does, so it can go; what it was for is best asked first.
import { type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

/** A line for each group that lets nobody do anything, with what it would let them do. */
export async function idleGroups(iam: Facade<typeof aws>): Promise<readonly string[]> {
  const { groups, looked, asOf } = await iam.hook('inactiveGroups');
  const lines: string[] = [];
  for (const { name, members, reason } of groups) {
    const row = await iam.objectClass('__GROUP__').get(name, { attributes: ['AttachedPolicies', 'InlinePolicies'] });
    const { AttachedPolicies: attached = [], InlinePolicies: inline = [] } = row?.attributes ?? {};
    const rights = [...attached.map((arn) => arn.split('/').at(-1)), ...inline.map(({ PolicyName }) => PolicyName)];
    lines.push(`${name}: ${reason}${members > 0 ? ` of ${members}` : ''}, may ${rights.join(', ') || 'do nothing'}`);
  }
  const age = asOf === undefined ? 'read live' : `as of ${Math.floor((Date.now() - asOf.getTime()) / 60_000)} minutes ago`;
  return [...lines, `${groups.length} of ${looked} groups, ${age}`];
}

const cloud = await startAws();
const createdAt = Date.now() - 400 * 86_400_000;
cloud.iam.addGroup({ name: 'engineers', policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
cloud.iam.addGroup({ name: 'merger-2019', policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
cloud.iam.addGroup({ name: 'reserved' });
cloud.iam.addUser({ name: 'ada', createdAt, groups: ['engineers', 'merger-2019'], password: 'Correct-horse-7' });
cloud.iam.addUser({ name: 'bob', createdAt, groups: ['merger-2019'], accessKeys: ['Inactive'] });
cloud.iam.addUser({ name: 'cyd', createdAt, groups: ['merger-2019'] });
cloud.iam.addUser({ name: 'eva', createdAt, groups: ['engineers'], accessKeys: ['Active'] });

// For real: { roleArn: 'arn:aws:iam::123456789012:role/auditor', useDefaultCredentials: true }.
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const iam = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint });
for (const line of await idleGroups(iam)) console.log(line);
await iam.objectClass('__ACCOUNT__').update('ada', { replace: { __ENABLE__: false } });
console.log('ada leaves');
// Nobody waits for a newer report: whom this session has written is read live.
for (const line of await idleGroups(iam)) console.log(line);
await iam.close();
await cloud.close();

// Prints:
//   reserved: empty, may do nothing
//   1 of 3 groups, as of 0 minutes ago
//   ada leaves
//   merger-2019: no active member of 3, may AdministratorAccess
//   reserved: empty, may do nothing
//   2 of 3 groups, as of 0 minutes ago
