import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import aws from '../../../../src/connectors/aws/index.ts';
import { openSession } from '../../../../src/connectors/aws/session.ts';
import { type EmbeddedAws, startAws } from '../../../../src/testing/aws/index.ts';
import { type ContractReport, runContract } from '../../../../src/testing/contract/index.ts';

/** Pauses are cut short: CloudTrail's pace and the pause between two lookups are not what is looked at here. */
const hasty: typeof aws = {
  ...aws,
  connect: (configuration, context) =>
    openSession(configuration, context, { wait: (ms, signal) => later(Math.min(ms, 10), undefined, signal ? { signal } : {}) }),
};

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const rights = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] });

const fixedNames = { 'liveSync/changes': 'its name is fixed' };

/** Samples have a name, a path and tags, and nothing else. */
function without(name: string): Record<string, undefined> {
  const { attributes = {} } = aws.objectClasses.find((each) => each.name === name) ?? {};
  return Object.fromEntries(Object.keys(attributes).flatMap((each) => (['__NAME__', 'Path', 'Tags'].includes(each) ? [] : [[each, undefined]])));
}

let server: EmbeddedAws;
let report: ContractReport;

beforeAll(async () => {
  server = await startAws({ seed: 1 });
  server.iam.seedUsers(6, (i) => ({ name: `member-${i}` }));
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  report = await runContract(hasty, {
    configuration: { accessKeyId, secretKey, endpoint: server.endpoint, region: 'us-east-1', pollInterval: 1 },
    objectClasses: {
      // What names other objects, and what a console or a policy accepts, is proved elsewhere.
      __ACCOUNT__: { samples: () => without('__ACCOUNT__'), leave: ['PermissionsBoundary'] },
      __GROUP__: {
        samples: (n) => ({ ...without('__GROUP__'), Members: [`member-${n % 6}`] }),
        changes: { Members: [['member-0'], ['member-1', 'member-2']] },
      },
      // What cannot be renamed has no case of liveSync that renames.
      Role: { samples: () => ({ ...without('Role'), AssumeRolePolicyDocument: trust }), leave: ['AssumeRolePolicyDocument'], skip: fixedNames },
      ManagedPolicy: { samples: () => ({ ...without('ManagedPolicy'), PolicyDocument: rights }), leave: ['PolicyDocument'], skip: fixedNames },
    },
    only: ['sync', 'liveSync'],
  });
}, 480_000);

afterAll(() => server.close());

test('users, groups, roles and policies keep the contract of sync and of liveSync', () => {
  expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
  const passed = report.results.filter(({ status }) => status === 'passed').map(({ name }) => name);
  // A policy has nothing besides its document that could be changed here.
  const counts = { __ACCOUNT__: 14, __GROUP__: 14, Role: 12, ManagedPolicy: 11 };
  const counted = Object.keys(counts).map((name) => [name, passed.filter((each) => each.startsWith(`${name} `)).length]);
  expect(Object.fromEntries(counted)).toEqual(counts);
});
