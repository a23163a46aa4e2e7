import { IAMClient, ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import aws, { Entitlement, ManagedPolicy, Role } from '../../../src/connectors/aws/index.ts';
import { type EmbeddedAws, startAws } from '../../../src/testing/aws/index.ts';
import { type ContractReport, runContract } from '../../../src/testing/contract/index.ts';

const names = ['one', 'two', 'three'];
const arns = names.map((name) => `arn:aws:iam::123456789012:policy/${name}`);
const document = (n: number | string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: `s3:Get${n}`, Resource: '*' }] });
const trust = (n: number | string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: `s${n}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
  });
const inline = names.map((name) => ({ PolicyName: name, PolicyDocument: document(name) }));

/** What gives rights: the other classes have tests of their own. The texts are about all classes. */
const entitlements = {
  ...aws,
  objectClasses: [Role, ManagedPolicy, Entitlement] as const,
  operations: { Role: aws.operations.Role, ManagedPolicy: aws.operations.ManagedPolicy, Entitlement: aws.operations.Entitlement },
  messages: {},
};

describe('the contract of roles, managed policies and entitlements, against the embedded AWS', () => {
  let server: EmbeddedAws;
  let report: ContractReport;

  beforeAll(async () => {
    server = await startAws({ seed: 1 });
    for (const name of names) server.iam.addPolicy({ name });
    server.iam.addGroup({ name: 'ops' });
    const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
    report = await runContract(entitlements, {
      configuration: { accessKeyId, secretKey, endpoint: server.endpoint, region: 'us-east-1' },
      skip: { sync: 'run with pauses cut short', liveSync: 'run with pauses cut short' },
      objectClasses: {
        // The schema cannot say what a policy is and which ones there are.
        Role: {
          samples: (n) => ({
            AssumeRolePolicyDocument: trust(n),
            MaxSessionDuration: 3600 + (n % 1000),
            PermissionsBoundary: arns[n % 3],
            AttachedPolicies: [arns[n % 3] ?? ''],
            InlinePolicies: [inline[n % 3] ?? { PolicyName: 'x' }],
          }),
          changes: {
            AssumeRolePolicyDocument: ['a', 'b', 'c'].map(trust),
            MaxSessionDuration: [3600, 7200, 43_200],
            PermissionsBoundary: arns,
            AttachedPolicies: [arns.slice(0, 1), arns.slice(1), arns],
            InlinePolicies: [inline.slice(0, 1), inline.slice(1), inline],
          },
          leave: ['AccountId'],
        },
        ManagedPolicy: {
          samples: (n) => ({ PolicyDocument: document(n), Path: n % 2 ? '/' : '/apps/' }),
          changes: { PolicyDocument: ['a', 'b', 'c', 'd', 'e', 'f'].map(document) },
          leave: ['AccountId'],
        },
        Entitlement: { readOnly: true },
      },
    });
  }, 600_000);

  afterAll(() => server.close());

  test('no case fails, and more than 200 run', () => {
    expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
    expect(report.passed).toBeGreaterThan(200);
  });

  test('no role and no policy is left', async () => {
    const iam = new IAMClient({ endpoint: server.endpoint, region: 'us-east-1', credentials: server.adminCredentials });

    const { Roles } = await iam.send(new ListRolesCommand({}));
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));

    expect(Roles).toEqual([]);
    expect(Policies?.map(({ PolicyName }) => PolicyName).sort()).toEqual([...names].sort());
  });
});
