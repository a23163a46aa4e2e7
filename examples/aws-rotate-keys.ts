// Access keys older than 90 days are replaced. The new secret goes to the vault and is never seen again; the old key works for another week,
// so that whoever uses it can fetch the new one. Run it every day.
import { type Facade, openConnector } from 'identity-connector';
import aws from 'identity-connector/aws';
import { startAws } from 'identity-connector/testing/aws';

const DAY = 86_400_000;

interface Rules {
  /** Days after which a key is replaced, and days that the old one goes on working. */
  readonly oldest: number;
  readonly grace: number;
  readonly today: number;
}

/** Where secrets are kept. */
type Vault = (user: string, key: { readonly accessKeyId: string; readonly secret: string }) => Promise<void>;

/** Rotates what is due, and answers a line for each user that it concerns. */
export async function rotateOldKeys(iam: Facade<typeof aws>, vault: Vault, { oldest, grace, today }: Rules): Promise<readonly string[]> {
  const users = iam.objectClass('__ACCOUNT__');
  const due = new Date(today - oldest * DAY);
  const lines: string[] = [];
  // The credential report finds them in a few calls, however many users there are; then only theirs keys are listed.
  const old = users.search({
    filter: (f) =>
      f.or(
        f.and(f.equals('AccessKey1Active', true), f.lessThan('AccessKey1LastRotated', due)),
        f.and(f.equals('AccessKey2Active', true), f.lessThan('AccessKey2LastRotated', due)),
      ),
    attributes: ['AccessKeys'],
  });
  for await (const { uid: user, attributes } of old) {
    const active = (attributes.AccessKeys ?? []).filter(({ Status }) => Status === 'Active');
    const [first, second] = active
      .map(({ AccessKeyId, CreateDate = '' }) => ({ id: AccessKeyId, age: (today - Date.parse(CreateDate)) / DAY }))
      .sort((a, b) => b.age - a.age);
    if (first && second) {
      // Rotated before: the new key is out, and the old one's time may be over.
      if (second.age >= grace) await iam.hook('updateAccessKey', { user, accessKeyId: first.id, status: 'Inactive' });
      lines.push(`${user}: the old key ${second.age >= grace ? 'is deactivated' : 'works on'}`);
    } else if (first && first.age > oldest) {
      const { AccessKeyId, SecretAccessKey } = await iam.hook('rotateAccessKey', { user, accessKeyId: first.id, old: 'keep' });
      try {
        await vault(user, { accessKeyId: AccessKeyId, secret: SecretAccessKey.reveal() });
      } catch (error) {
        // A key whose secret nobody has must not be left.
        await iam.hook('deleteAccessKey', { user, accessKeyId: AccessKeyId });
        throw error;
      }
      lines.push(`${user}: a new key is in the vault, the old one works on`);
    }
  }
  return lines.sort();
}

const cloud = await startAws();
const daysAgo = (days: number) => ({ createdAt: Date.now() - days * DAY });
cloud.iam.addUser({ name: 'deploy', ...daysAgo(400), accessKeys: [daysAgo(200)] });
cloud.iam.addUser({ name: 'backup', ...daysAgo(400), accessKeys: [daysAgo(91), { ...daysAgo(300), status: 'Inactive' }] });
cloud.iam.addUser({ name: 'build', ...daysAgo(400), accessKeys: [daysAgo(20)] });
cloud.iam.addUser({ name: 'forgotten', ...daysAgo(400), accessKeys: [{ ...daysAgo(399), status: 'Inactive' }] });

// For real: { roleArn: 'arn:aws:iam::123456789012:role/key-rotation', useDefaultCredentials: true, protect: ['breakglass-*'] }.
const { accessKeyId, secretAccessKey: secretKey } = cloud.adminCredentials;
const iam = await openConnector(aws, { accessKeyId, secretKey, endpoint: cloud.endpoint, protect: ['bootstrap'] });
const vault: Vault = async (user, { secret }) => console.log(`vault: a secret of ${secret.length} characters for ${user}`);
const rules = { oldest: 90, grace: 7, today: Date.now() };

for (const later of [0, 1, 8]) {
  console.log(`day ${later}:`);
  for (const line of await rotateOldKeys(iam, vault, { ...rules, today: rules.today + later * DAY })) console.log(`  ${line}`);
}
await iam.close();
await cloud.close();

// Prints:
//   day 0:
//   vault: a secret of 40 characters for backup
//   vault: a secret of 40 characters for deploy
//     backup: a new key is in the vault, the old one works on
//     deploy: a new key is in the vault, the old one works on
//   day 1:
//     backup: the old key works on
//     deploy: the old key works on
//   day 8:
//     backup: the old key is deactivated
//     deploy: the old key is deactivated
