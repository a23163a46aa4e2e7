import { IAMClient, ListUserTagsCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { failureOf, startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

/** The tags that AWS has, past the connector. */
async function tagsOf(h: Harness, UserName = 'ada') {
  const iam = new IAMClient({ endpoint: h.server.endpoint, region: 'us-east-1', credentials: h.server.adminCredentials });
  const { Tags = [] } = await iam.send(new ListUserTagsCommand({ UserName }));
  h.server.clearCalls();
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

test('a profile is kept in tags that Tags does not show, under IDHub’s names as well', async () => {
  await using h = await startHarness();

  await h.facade
    .dynamic('__ACCOUNT__')
    .create({ login: 'ada', email: 'ada@example.org', firstName: 'Ada', surname: 'Lovelace', Tags: [{ Key: 'team', Value: 'x' }] });

  expect(h.actions()).toEqual(['CreateUser']);
  expect(await tagsOf(h)).toEqual({ team: 'x', 'profile:mail': 'ada@example.org', 'profile:givenName': 'Ada', 'profile:surname': 'Lovelace' });
  expect((await h.accounts.get('ada'))?.attributes).toMatchObject({
    mail: 'ada@example.org',
    givenName: 'Ada',
    surname: 'Lovelace',
    Tags: [{ Key: 'team', Value: 'x' }],
  });
});

test('writing Tags leaves the profile alone, and writing the profile leaves Tags alone', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada', tags: { team: 'x', 'profile:mail': 'old', 'profile:city': 'Rome' } });

  await h.accounts.update('ada', { replace: { Tags: [{ Key: 'lead' }] } });
  expect(await tagsOf(h)).toEqual({ lead: '', 'profile:mail': 'old', 'profile:city': 'Rome' });

  await h.accounts.update('ada', { replace: { mail: 'new', city: null } });
  expect(h.actions()).toEqual(['GetUser', 'UntagUser', 'TagUser']);
  expect(await tagsOf(h)).toEqual({ lead: '', 'profile:mail': 'new' });

  await h.accounts.update('ada', { replace: { Tags: null } });
  expect(await tagsOf(h)).toEqual({ 'profile:mail': 'new' });
});

test('a tag that a profile attribute is kept in is not written as a tag', async () => {
  await using h = await startHarness();
  h.server.iam.addUser({ name: 'ada' });
  const tag = { Key: 'Profile:Mail', Value: 'x' };

  expect(await failureOf(h.accounts.create({ __NAME__: 'eve', Tags: [tag] }))).toMatchObject({ problems: [{ path: 'Tags[0].Key' }] });
  for (const part of ['replace', 'add', 'remove'] as const) {
    const error = await failureOf(h.accounts.update('ada', { [part]: { Tags: [tag] } }));
    expect(error.problems).toEqual([{ path: `${part}.Tags[0].Key`, message: 'is the tag that mail is kept in: write mail instead' }]);
  }
});

test('profileTags says which tags hold the profile', async () => {
  await using h = await startHarness({}, { profileTags: { mail: 'email', department: 'cost-center' } });
  h.server.iam.addUser({ name: 'ada', tags: { Email: 'ada@example.org', 'profile:mail': 'mine', team: 'x' } });

  const row = await h.accounts.get('ada');
  await h.accounts.update('ada', { replace: { department: 'D1', mail: null } });

  expect(row?.attributes.mail).toBe('ada@example.org');
  expect(row?.attributes.Tags?.map(({ Key }) => Key)).toEqual(['profile:mail', 'team']);
  expect(await tagsOf(h)).toEqual({ 'cost-center': 'D1', 'profile:mail': 'mine', team: 'x' });
});

test('what a tag cannot hold is refused with the setting that lets it in, beside everything else that is wrong', async () => {
  await using h = await startHarness();

  const error = await failureOf(
    h.accounts.create({ __NAME__: 'ada', streetAddress: `${'Long '.repeat(60)}, end`, mail: 'aws:x', city: '=:x', Tags: [{ Key: 'aws:x' }] }),
  );
  const inSchema = await failureOf(
    h.facade
      .dynamic('__ACCOUNT__')
      .create({ __NAME__: 'ada', usageLocation: 'US', employeeType: 'Boss', employeeId: 'x'.repeat(17), displayName: 'x'.repeat(257) }),
  );

  expect(error.problems.map(({ path }) => path)).toEqual(['Tags[0].Key', 'city', 'mail', 'streetAddress', 'streetAddress']);
  expect(error.problems[3]?.message).toBe(
    'has 305 characters, and the tag that it is kept in holds 256; set splitLongTags to have it cut and encoded',
  );
  expect(error.problems[4]?.message).toContain('has ",", which the tag that it is kept in cannot hold');
  expect(inSchema.problems.map(({ path }) => path)).toEqual(
    ['usageLocation', 'employeeType', 'employeeId', 'displayName'].sort((a, b) => order(a) - order(b)),
  );
  expect(h.actions()).toEqual([]);

  function order(name: string) {
    return inSchema.problems.findIndex(({ path }) => path === name);
  }
});

test('splitLongTags keeps whatever a text can be, cut and encoded, and takes the pieces away again', async () => {
  await using h = await startHarness({}, { splitLongTags: true });
  const values = ['x'.repeat(1024), '12, Rue de l’Église; “Bât. 3” €=%', '=:plain', 'aws:mine', '😀'.repeat(300), 'a=2C'];
  h.server.iam.addUser({ name: 'ada', tags: { team: 'x' } });

  for (const streetAddress of values) {
    await h.accounts.update('ada', { replace: { streetAddress } });
    expect((await h.accounts.get('ada'))?.attributes).toMatchObject({ streetAddress, Tags: [{ Key: 'team', Value: 'x' }] });
  }

  await h.accounts.update('ada', { replace: { streetAddress: values[0] } });
  const keys = ['profile:streetAddress', 'profile:streetAddress:2', 'profile:streetAddress:3', 'profile:streetAddress:4', 'team'];
  expect(Object.keys(await tagsOf(h)).sort()).toEqual(keys);
  await h.accounts.update('ada', { replace: { streetAddress: 'short' } });
  expect(await tagsOf(h)).toEqual({ team: 'x', 'profile:streetAddress': 'short' });
});

test('a user is found by its profile', async () => {
  await using h = await startHarness();
  h.server.iam.seedUsers(40, (i) => ({ name: `user-${i}`, tags: { 'profile:mail': `u${i}@example.org`, 'profile:department': `d${i % 4}` } }));

  const byMail = await h.accounts.search({ filter: (f) => f.equals('mail', 'u7@example.org') }).toArray();
  const byDepartment = await h.accounts.search({ filter: (f) => f.equals('department', 'd1') }).toArray();

  expect(byMail.map(({ uid }) => uid)).toEqual(['user-7']);
  expect(byDepartment).toHaveLength(10);
});

test('more tags than AWS allows are counted with those of the profile', async () => {
  await using h = await startHarness();
  const Tags = Array.from({ length: 49 }, (_, i) => ({ Key: `key-${i}` }));

  expect(await failureOf(h.accounts.create({ __NAME__: 'ada', Tags, mail: 'x', city: 'y' }))).toMatchObject({ problems: [{ path: 'Tags' }] });
  await h.accounts.create({ __NAME__: 'ada', Tags, mail: 'x' });
  expect(await failureOf(h.accounts.update('ada', { replace: { city: 'y' } }))).toMatchObject({ code: 'InvalidAttributeValue', outcome: 'none' });
});

test('a user without a path goes to defaultUserPath, under EmpowerID’s name as well', async () => {
  for (const settings of [{ defaultUserPath: '/staff/' }, { defaultUserCreationPath: '/staff/' }]) {
    await using h = await startHarness({}, settings);
    await h.accounts.create({ __NAME__: 'ada' });
    await h.accounts.create({ __NAME__: 'eve', Path: '/' });
    expect([(await h.accounts.get('ada'))?.attributes.Path, (await h.accounts.get('eve'))?.attributes.Path]).toEqual(['/staff/', '/']);
  }
});

test('PasswordLastUsed is left out when passwordLastUsed is off', async () => {
  await using h = await startHarness({}, { passwordLastUsed: false });
  h.server.iam.addUser({ name: 'ada', password: 'x', passwordLastUsed: Date.UTC(2026, 0, 1) });

  expect((await h.accounts.get('ada'))?.attributes).not.toHaveProperty('PasswordLastUsed');
});
