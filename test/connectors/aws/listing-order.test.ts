import {
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  GetUserCommand,
  IAMClient,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListSigningCertificatesCommand,
  ListUsersCommand,
  type User,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import aws from '../../../src/connectors/aws/index.ts';
import { openConnector } from '../../../src/facade/opening/open-connector.ts';
import { failureOf } from './harness.ts';

// What the embedded AWS does not do and AWS may: another order in each listing, short and empty pages, users that come and go in between.
const iam = mockClient(IAMClient);
beforeEach(() => iam.reset());
afterEach(() => iam.reset());

const count = 40;
const user = (i: number): User => ({
  UserName: `user-${i}`,
  UserId: `AIDA${i}`,
  Path: '/',
  Arn: `arn:aws:iam::1:user/user-${i}`,
  CreateDate: new Date(0),
});
const detail = (i: number): UserDetail => ({ ...user(i), GroupList: [`group-${i}`], Tags: [{ Key: 'number', Value: String(i) }] });

/** Answers a paged command with these pages, the marker being the number of the next. */
function answerPages<T>(
  command: typeof ListUsersCommand | typeof GetAccountAuthorizationDetailsCommand,
  key: string,
  pages: readonly (readonly T[])[],
) {
  iam.on(command as never).callsFake((input: { readonly Marker?: string }) => {
    const at = Number(input.Marker ?? 0);
    const last = at >= pages.length - 1;
    return { [key]: pages[at], IsTruncated: !last, ...(!last && { Marker: String(at + 1) }) };
  });
}

function inPages<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

const open = () => openConnector(aws, { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'x'.repeat(40) });
const called = (name: string) => iam.calls().filter((call) => call.args[0].constructor.name === name).length;

test('details in another order than the listing, in short and empty pages, still reach their users', async () => {
  const users = Array.from({ length: count }, (_, i) => user(i));
  const details = Array.from({ length: count }, (_, i) => detail(count - 1 - i));
  answerPages(ListUsersCommand, 'Users', [...inPages(users, 7), []]);
  answerPages(GetAccountAuthorizationDetailsCommand, 'UserDetailList', [[], ...inPages(details, 3), [], []]);
  await using facade = await open();

  const rows = await facade
    .objectClass('__ACCOUNT__')
    .search({ attributes: ['*', '__GROUPS__'] })
    .toArray();

  expect(rows.map(({ uid }) => uid)).toEqual(users.map(({ UserName }) => UserName));
  for (const [i, { attributes }] of rows.entries())
    expect(attributes).toMatchObject({ __GROUPS__: [`group-${i}`], Tags: [{ Key: 'number', Value: String(i) }] });
  expect(called('GetUserCommand')).toBe(0);
  expect(called('GetAccountAuthorizationDetailsCommand')).toBeLessThanOrEqual(Math.ceil(count / 3) + 3);
});

test('a resumed search finds details that stand before the place where it resumes', async () => {
  const users = Array.from({ length: count }, (_, i) => user(i));
  const details = Array.from({ length: count }, (_, i) => detail((i * 17) % count));
  answerPages(ListUsersCommand, 'Users', inPages(users, 10));
  answerPages(GetAccountAuthorizationDetailsCommand, 'UserDetailList', inPages(details, 4));
  await using facade = await open();
  const accounts = facade.objectClass('__ACCOUNT__');

  let cursor: string | undefined;
  const seen: (string | undefined)[] = [];
  do {
    const page = await accounts.search({ pageSize: 10, cursor }).page();
    for (const { attributes } of page.rows) seen.push(attributes.Tags?.[0]?.Value);
    cursor = page.cursor;
  } while (cursor !== undefined);

  expect(seen).toEqual(users.map((_, i) => String(i)));
  expect(called('GetUserCommand')).toBe(0);
});

test('a user whom only one listing knows is read live, or left out when gone', async () => {
  const recreated: UserDetail = { ...detail(3), UserId: 'AIDAother', Tags: [{ Key: 'number', Value: 'of another user' }] };
  answerPages(ListUsersCommand, 'Users', [[user(1), user(2), user(3), user(4)]]);
  answerPages(GetAccountAuthorizationDetailsCommand, 'UserDetailList', [[detail(1), recreated]]);
  const gone = Object.assign(new Error('gone'), { name: 'NoSuchEntityException', Code: 'NoSuchEntity', $metadata: { httpStatusCode: 404 } });
  iam.on(GetUserCommand).callsFake(({ UserName }) => {
    if (UserName === 'user-4') throw gone;
    return { User: { ...user(Number(UserName?.slice(5))), Tags: [{ Key: 'number', Value: 'live' }] } };
  });
  iam.on(ListGroupsForUserCommand).resolves({ Groups: [], IsTruncated: false });
  await using facade = await open();

  const rows = await facade
    .objectClass('__ACCOUNT__')
    .search({ attributes: ['*', '__GROUPS__'] })
    .toArray();

  expect(rows.map(({ uid, attributes }) => [uid, attributes.Tags?.[0]?.Value])).toEqual([
    ['user-1', '1'],
    ['user-2', 'live'],
    ['user-3', 'live'],
  ]);
});

test('lists of credentials are read for eight users at a time, one after the other for each', async () => {
  answerPages(ListUsersCommand, 'Users', [Array.from({ length: count }, (_, i) => user(i))]);
  let underWay = 0;
  let most = 0;
  const slowly = async <T>(answer: T): Promise<T> => {
    most = Math.max(most, ++underWay);
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    underWay--;
    return answer;
  };
  iam.on(ListMFADevicesCommand).callsFake(() => slowly({ MFADevices: [], IsTruncated: false }));
  iam.on(ListSigningCertificatesCommand).callsFake(() => slowly({ Certificates: [], IsTruncated: false }));
  await using facade = await open();

  await facade
    .objectClass('__ACCOUNT__')
    .search({ attributes: ['MFADevices', 'SigningCertificates'] })
    .toArray();

  expect(most).toBe(8);
  expect(called('ListMFADevicesCommand')).toBe(count);
  expect(called('ListSigningCertificatesCommand')).toBe(count);
});

test('a list that goes on without saying where is an error, not a shorter list', async () => {
  iam.on(ListUsersCommand).resolves({ Users: [user(1)], IsTruncated: true });
  await using facade = await open();
  expect(await failureOf(facade.objectClass('__ACCOUNT__').search({ attributes: [] }).toArray())).toMatchObject({ code: 'ConnectorIO' });

  iam.on(ListUsersCommand).resolves({ Users: [user(1)], IsTruncated: true, Marker: 'same' });
  expect(await failureOf(facade.objectClass('__ACCOUNT__').search({ attributes: [] }).toArray())).toMatchObject({ code: 'ConnectorIO' });
});

test('a group that is renamed while its members are read does not look empty', async () => {
  const group = (i: number, GroupName = `group-${i}`) => ({
    GroupName,
    GroupId: `AGPA${i}`,
    Path: '/',
    Arn: `arn:aws:iam::1:group/${GroupName}`,
    CreateDate: new Date(0),
  });
  const listed = Array.from({ length: 12 }, (_, i) => group(i));
  iam
    .on(ListGroupsCommand)
    .resolvesOnce({ Groups: listed, IsTruncated: false })
    .resolves({ Groups: [...listed.slice(1), group(0, 'renamed')], IsTruncated: false });
  const inRenamed: UserDetail = { ...detail(0), GroupList: ['renamed'] };
  answerPages(GetAccountAuthorizationDetailsCommand, 'UserDetailList', [[inRenamed, detail(1), detail(2)]]);
  iam.on(GetGroupCommand, { GroupName: 'renamed' }).resolves({ Group: group(0, 'renamed'), Users: [user(0)], IsTruncated: false });
  await using facade = await open();

  const rows = await facade
    .objectClass('__GROUP__')
    .search({ attributes: ['Members'] })
    .toArray();

  expect(rows).toHaveLength(12);
  expect(rows[0]).toMatchObject({ uid: 'renamed', attributes: { Members: ['user-0'] } });
  expect(rows[1]?.attributes.Members).toEqual(['user-1']);
  expect(called('ListGroupsCommand')).toBe(2);
});
