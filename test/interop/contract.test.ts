import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillMotoGaps } from '../../examples/moto-gaps.mjs';
import aws from '../../src/connectors/aws/index.ts';
import { type AttributeInfo, openConnector } from '../../src/index.ts';
import { type ContractReport, runContract } from '../../src/testing/contract/index.ts';

/** moto has the other classes too, but they are compared with AWS call by call (call-by-call.test.ts), not by the contract. */
const classes = ['__ACCOUNT__', '__GROUP__'];
const policies = ['contract-one', 'contract-two', 'contract-three'];
const arns = policies.map((name) => `arn:aws:iam::123456789012:policy/${name}`);
const documents = policies.map((name) => ({
  PolicyName: name,
  PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: `s3:Get${name}`, Resource: '*' }] }),
}));
const credentials = ['AccessKeys', 'MFADevices', 'SSHPublicKeys', 'SigningCertificates', 'ServiceSpecificCredentials'] as const;
/** Kept as tags. */
const profile = [
  ...(['city', 'companyName', 'country', 'department', 'displayName', 'employeeId', 'employeeType', 'givenName', 'jobTitle'] as const),
  ...(['mail', 'mobilePhone', 'postalCode', 'state', 'streetAddress', 'surname', 'usageLocation'] as const),
];

/** moto tells names that differ in case alone apart, so its schema must say so. */
const withCase: typeof aws = {
  ...aws,
  // Without sync: moto has no LookupEvents.
  operations: Object.fromEntries(
    classes.map((name) => {
      const { create, updateDelta, delete: remove, get, search } = aws.operations[name as '__ACCOUNT__'];
      return [name, { create, updateDelta, delete: remove, get, search }];
    }),
  ) as unknown as typeof aws.operations,
  // The texts are about all classes.
  messages: {},
  objectClasses: aws.objectClasses
    .filter(({ name }) => classes.includes(name))
    .map((each) => ({
      ...each,
      attributes: Object.fromEntries(Object.entries(each.attributes).map(([name, { subtype: _, ...info }]: [string, AttributeInfo]) => [name, info])),
    })) as unknown as typeof aws.objectClasses,
};

// The contract against moto: a server that nobody here wrote.
describe('the contract of aws, against moto', () => {
  let report: ContractReport;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const { MOTO_ENDPOINT } = process.env;
    if (MOTO_ENDPOINT === undefined) throw new Error('MOTO_ENDPOINT is not set: run `npm run test:interop`');
    // Without what other files have left: searches read all users.
    await fetch(`${MOTO_ENDPOINT}/moto-api/reset`, { method: 'POST' });
    const front = await fillMotoGaps(MOTO_ENDPOINT);
    close = front.close;
    const configuration = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'moto takes any', endpoint: front.endpoint, region: 'us-east-1' };
    const iam = new IAMClient({
      endpoint: front.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'any' },
    });
    for (const [index, PolicyName] of policies.entries()) {
      await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: documents[index]?.PolicyDocument }));
    }
    iam.destroy();
    await using facade = await openConnector(aws, configuration);
    for (let index = 0; index < 6; index++) await facade.objectClass('__ACCOUNT__').create({ __NAME__: `contract-member-${index}` });
    report = await runContract(withCase, {
      configuration,
      // On a busy machine moto takes its time.
      timeout: 180_000,
      objectClasses: {
        // No boundaries, and a user who is renamed or moved loses its tags. The rest is left out against the embedded AWS too.
        __ACCOUNT__: {
          leave: [
            ...([
              'PermissionsBoundary',
              'Tags',
              'AccountId',
              // A path that is not given is the configuration's, which the schema cannot say.
              'Path',
              '__ENABLE__',
              'ConsoleAccess',
              'ProgrammaticAccess',
              '__FORCE_PASSWORD_CHANGE__',
            ] as const),
            ...credentials,
            ...profile,
          ],
          samples: (n) => ({ AttachedPolicies: arns.slice(0, 1 + (n % 3)), InlinePolicies: documents.slice(0, 1 + (n % 3)) }),
          changes: { AttachedPolicies: arns.map((arn) => [arn]), InlinePolicies: documents.map((policy) => [policy]) },
        },
        __GROUP__: {
          // Its UpdateGroup leaves the path as it is.
          leave: ['Path', 'AccountId'],
          samples: (n) => ({
            Path: '/contract/',
            Members: [`contract-member-${n % 6}`],
            AttachedPolicies: arns.slice(0, 1 + (n % 3)),
            InlinePolicies: documents.slice(0, 1 + (n % 3)),
          }),
          changes: {
            Members: [['contract-member-0'], ['contract-member-1', 'contract-member-2'], ['contract-member-3', 'contract-member-4']],
            AttachedPolicies: arns.map((arn) => [arn]),
            InlinePolicies: documents.map((policy) => [policy]),
          },
        },
      },
      skip: {
        'update/rename-taken': 'moto renames one user onto another, which is lost',
        'search/filter-equalsIgnoreCase': 'the connector asks for one name in any case, as AWS answers; moto tells cases apart',
        'search/filter-greaterThan': 'the connector compares names without case, as AWS does; the schema here says otherwise for moto',
      },
    });
  }, 1_200_000);

  afterAll(() => close?.());

  test('every case that moto has the means for passes', () => {
    expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
    expect(report.passed).toBeGreaterThan(200);
  });
});
