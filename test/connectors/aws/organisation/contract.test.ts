import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import aws, { AwsAccount, Computer, OrganizationalUnit, ServiceControlPolicy } from '../../../../src/connectors/aws/index.ts';
import { type EmbeddedAws, startAws } from '../../../../src/testing/aws/index.ts';
import { type ContractReport, runContract } from '../../../../src/testing/contract/index.ts';

const { AwsAccount: accounts, OrganizationalUnit: units, ServiceControlPolicy: policies, Computer: computers } = aws.operations;

/** Only these classes; the texts are about all. */
const organisation = {
  ...aws,
  objectClasses: [AwsAccount, OrganizationalUnit, ServiceControlPolicy, Computer] as const,
  operations: { AwsAccount: accounts, OrganizationalUnit: units, ServiceControlPolicy: policies, Computer: computers },
  messages: {},
};

describe('the contract of the classes of the organisation, against the embedded AWS', () => {
  let server: EmbeddedAws;
  let report: ContractReport;

  beforeAll(async () => {
    server = await startAws({ seed: 1 });
    const { organization } = server;
    const unit = organization.addUnit({ name: 'Workloads' });
    for (const id of ['222222222222', '333333333333']) server.addAccount({ id, name: `account ${id}`, parentId: unit.id });
    organization.addPolicy({ name: 'no-leaving', targets: [unit.id] });
    for (const region of ['eu-west-1', 'us-east-1']) server.ec2.addInstance({ region, name: `web in ${region}` });
    const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
    report = await runContract(organisation, {
      configuration: {
        ...{ accessKeyId, secretKey, endpoint: server.endpoint, region: 'us-east-1', parentId: organization.rootId },
        ...{ manageComputers: true, computerRegions: ['eu-west-1', 'us-east-1'] },
      },
      only: ['schema', 'create', 'get', 'search', 'update', 'delete'],
      objectClasses: {
        AwsAccount: { readOnly: true },
        ServiceControlPolicy: { readOnly: true },
        OrganizationalUnit: { leave: ['ParentId'] },
        Computer: {
          samples: (n) => ({ ...made, Region: n % 2 === 0 ? 'eu-west-1' : 'us-east-1', UserData: undefined }),
          leave: ['Region', 'InstanceType', 'State', 'AccountId', 'SubnetId', 'SecurityGroupIds', 'KeyName', 'InstanceProfileArn', 'UserData'],
        },
      },
    });
  }, 240_000);

  afterAll(() => server.close());

  test('no case fails, and more than 100 run', () => {
    expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
    expect(report.passed).toBeGreaterThan(100);
  });

  test('no unit is left', () => {
    expect(server.organization.unitNames()).toEqual(['Workloads']);
  });
});

/** What the schema cannot say of an instance. */
const made = {
  ImageId: 'ami-0123456789abcdef0',
  InstanceType: 't3.micro',
  AccountId: undefined,
  SubnetId: undefined,
  SecurityGroupIds: undefined,
  KeyName: undefined,
  InstanceProfileArn: undefined,
} as const;
