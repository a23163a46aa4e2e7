import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import aws, { Account, Group } from '../../../src/connectors/aws/index.ts';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { type ContractReport, runContract } from '../../../src/testing/contract/index.ts';

const policies = ['one', 'two', 'three'];
const boundaries = policies.map((name) => `arn:aws:iam::123456789012:policy/${name}`);

const credentials = ['AccessKeys', 'MFADevices', 'SSHPublicKeys', 'SigningCertificates', 'ServiceSpecificCredentials'] as const;

const inlinePolicies = policies.map((name) => ({
  PolicyName: name,
  PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: `s3:Get${name}`, Resource: '*' }] }),
}));

/** Users and groups: the other classes have things that a test cannot make, such as an organisation. The texts are about all classes. */
const identities = {
  ...aws,
  objectClasses: [Account, Group] as const,
  operations: { __ACCOUNT__: aws.operations.__ACCOUNT__, __GROUP__: aws.operations.__GROUP__ },
  messages: {},
};

/** What is written by samples alone. A path that is not given is the configuration's, which the schema cannot say; one profile attribute is like another. */
const left = ['AccountId', 'Path'] as const;
const likeOthers = ['city', 'companyName', 'country', 'department', 'displayName', 'employeeId', 'givenName', 'jobTitle', 'mobilePhone'] as const;

describe('the contract of aws, against the embedded AWS', () => {
  let server: EmbeddedAws;
  let report: ContractReport;

  beforeAll(async () => {
    server = await startAws({ seed: 1 });
    for (const name of policies) server.iam.addPolicy({ name });
    server.iam.seedUsers(6, (i) => ({ name: `member-${i}` }));
    const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
    report = await runContract(identities, {
      configuration: { accessKeyId, secretKey, endpoint: server.endpoint, region: 'us-east-1', splitLongTags: true },
      // With CloudTrail's pace they take minutes; test/connectors/aws/sync/contract.test.ts runs them without.
      skip: { sync: 'run with pauses cut short', liveSync: 'run with pauses cut short' },
      wrongConfigurations: [{ accessKeyId: undefined }, { endpoint: 'no url' }, { secretKey: 'another-secret-key-that-is-wrong' }],
      // A search for every attribute takes a dozen calls for each user.
      timeout: 120_000,
      objectClasses: {
        // The schema cannot say which policies and users there are.
        __ACCOUNT__: {
          samples: (n) => ({
            Path: `/contract/${n % 2}/`,
            PermissionsBoundary: boundaries[n % 3],
            AttachedPolicies: boundaries.slice(0, 1 + (n % 3)),
            InlinePolicies: inlinePolicies.slice(0, 1 + (n % 3)),
          }),
          changes: {
            PermissionsBoundary: boundaries,
            AttachedPolicies: boundaries.map((arn) => [arn]),
            InlinePolicies: inlinePolicies.map((policy) => [policy]),
          },
          // What enables a user depends on its password and keys, credentials are not made by attributes, and there is one account.
          leave: [...left, ...likeOthers, '__ENABLE__', 'ConsoleAccess', 'ProgrammaticAccess', '__FORCE_PASSWORD_CHANGE__', ...credentials],
        },
        __GROUP__: {
          samples: (n) => ({
            Path: `/contract/${n % 2}/`,
            Members: [`member-${n % 6}`],
            AttachedPolicies: boundaries.slice(0, 1 + (n % 3)),
            InlinePolicies: inlinePolicies.slice(0, 1 + (n % 3)),
          }),
          changes: {
            Members: [['member-0'], ['member-1', 'member-2'], ['member-3', 'member-4']],
            AttachedPolicies: boundaries.map((arn) => [arn]),
            InlinePolicies: inlinePolicies.map((policy) => [policy]),
          },
          leave: [...left],
        },
      },
    });
  }, 600_000);

  afterAll(() => server.close());

  test('no case fails, and more than 250 run', () => {
    expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
    expect(report.passed).toBeGreaterThan(250);
  });

  test('nothing is skipped but what AWS has not: logins, revisions, sorting, sync, defaults, references, scripts, a pool, values of ICF that can be changed', () => {
    const kinds = new Set(report.results.filter(({ status }) => status === 'skipped').map(({ kind }) => kind));

    expect(
      [...kinds].filter(
        (kind) =>
          !/^(authenticate|resolveUsername|sort|sync|liveSync|reference|scriptOn\w+|secrets|messages)\/|revision|special\/|fuzz\/values|concurrency\/updates|session\/alive|create\/defaults|create\/list-for-single|update\/add-to-single/.test(
            kind,
          ),
      ),
    ).toEqual([]);
  });

  test('no user and no group is left', () => {
    expect(server.iam.userNames().filter((name) => !name.startsWith('member-'))).toEqual(['bootstrap']);
    expect(server.iam.groupNames()).toEqual([]);
  });
});
