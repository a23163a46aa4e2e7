import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import aws, { policyDocument } from '../../../src/connectors/aws/index.ts';
import { permissions } from '../../../src/connectors/aws/permissions.ts';
import { iamActions } from '../../../src/connectors/aws/transport/iam-actions.ts';
import { serviceActions } from '../../../src/connectors/aws/transport/service-actions.ts';
import type { AwsCall } from '../../../src/testing/aws/index.ts';
import { startHarness } from './harness.ts';
import { accountScenarios } from './permissions/account-scenarios.ts';
import { connectorScenarios } from './permissions/connector-scenarios.ts';
import { entitlementScenarios } from './permissions/entitlement-scenarios.ts';
import { groupScenarios } from './permissions/group-scenarios.ts';
import { managedPolicyScenarios } from './permissions/managed-policy-scenarios.ts';
import {
  awsAccountScenarios,
  computerScenarios,
  organizationalUnitScenarios,
  serviceControlPolicyScenarios,
} from './permissions/organisation-scenarios.ts';
import { allows, permissionOf, resourceOf } from './permissions/policy-evaluation.ts';
import { roleScenarios } from './permissions/role-scenarios.ts';
import type { Scenario, Scenarios } from './permissions/scenario.ts';
import type { Settings } from './transport/opened-session.ts';

const byClass: Readonly<Record<string, Scenarios>> = {
  '*': connectorScenarios,
  __ACCOUNT__: accountScenarios,
  __GROUP__: groupScenarios,
  Role: roleScenarios,
  ManagedPolicy: managedPolicyScenarios,
  Entitlement: entitlementScenarios,
  AwsAccount: awsAccountScenarios,
  OrganizationalUnit: organizationalUnitScenarios,
  ServiceControlPolicy: serviceControlPolicyScenarios,
  Computer: computerScenarios,
};

const scenarios = new Map(flat<readonly Scenario[]>(byClass));
const declared = new Map(flat<readonly string[]>(permissions));

/** By class and operation: `__ACCOUNT__ create`. */
function flat<T>(table: Readonly<Record<string, Readonly<Record<string, T>>>>): [string, T][] {
  return Object.entries(table).flatMap(([name, operations]) =>
    Object.entries(operations).map(([each, value]) => [`${name} ${each}`, value] as [string, T]),
  );
}

/**
 * Rights that the connector needs without calling the action here: AWS asks for them where tags or a role come with a create; and parents are
 * asked for where AWS gives no path, as in partitions of their own. AWS: IAM user guide, Tagging IAM resources; EC2, RunInstances.
 */
const withoutCall: Readonly<Record<string, readonly string[]>> = {
  '__ACCOUNT__ create': ['iam:TagUser'],
  'Role create': ['iam:TagRole'],
  'ManagedPolicy create': ['iam:TagPolicy'],
  'OrganizationalUnit create': ['organizations:TagResource'],
  ...Object.fromEntries(
    ['AwsAccount get', 'AwsAccount search', 'OrganizationalUnit get', 'OrganizationalUnit search'].map((each) => [
      each,
      ['organizations:ListParents'],
    ]),
  ),
  'Computer create': ['ec2:CreateTags', 'iam:PassRole'],
};

/** What the connector itself called in a scenario. GetCallerIdentity needs no permission. */
async function callsOf({ settings, run }: Scenario): Promise<readonly AwsCall[]> {
  await using h = await startHarness({}, settings);
  await run(h);
  const { accessKeyId } = h.server.adminCredentials;
  // A request that was dropped before it was read belongs to nobody yet.
  return h.server.calls.filter((call) => (call.accessKeyId ?? accessKeyId) === accessKeyId && call.action !== 'GetCallerIdentity');
}

/** The documents for one operation under some settings, or none when nothing is to be allowed. */
function printed(operation: string, settings: Settings) {
  const [name = '', what = ''] = operation.split(/ (.*)/);
  const hook = what.startsWith('hook ') ? what.slice(5) : undefined;
  const only =
    hook === undefined
      ? { operations: [what], hooks: [], ...(name !== '*' && { objectClasses: [name] }) }
      : { hooks: [hook], objectClasses: [], operations: [] };
  return policyDocument({ expectedAccountId: '123456789012', ...settings } as Settings, only)[0]?.documents ?? [];
}

const actionsIn = (documents: ReturnType<typeof printed>) => documents.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

describe('each operation calls what the table and the printed policy say, no more and no less', () => {
  test.each([...declared.keys()])('%s', async (operation) => {
    const called = new Set<string>(withoutCall[operation]);
    const allowed = new Set<string>();
    const refused: string[] = [];
    const all = scenarios.get(operation) ?? [];
    // Those under the settings of the first show all that is called under these, the others what else there is under theirs.
    const first = { called: new Set<string>(withoutCall[operation]), allowed: new Set<string>() };
    for (const scenario of all) {
      const sets = isDeepStrictEqual(scenario.settings, all[0]?.settings) ? [first, { called, allowed }] : [{ called, allowed }];
      const documents = printed(operation, scenario.settings);
      // A connection can always be tested, and several accounts be reached.
      const rights = actionsIn(documents).filter(
        (action) => !/^(iam:ListUsers|sts:AssumeRole)$/.test(action) || declared.get(operation)?.includes(action),
      );
      for (const set of sets) for (const action of rights) set.allowed.add(action);
      for (const call of await callsOf(scenario)) {
        for (const set of sets) set.called.add(permissionOf(call));
        if (scenario.settings.managedPath === undefined && !allows(documents, permissionOf(call), resourceOf(call)))
          refused.push(`${permissionOf(call)} on ${resourceOf(call)}`);
      }
    }

    expect([...called].sort()).toEqual([...(declared.get(operation) ?? [])].sort());
    expect([...allowed].sort()).toEqual([...called].sort());
    expect([...first.allowed].sort()).toEqual([...first.called].sort());
    expect(refused).toEqual([]);
  });

  test('and the table has each of the connector’s operations and hooks, with a scenario', () => {
    const operations = aws.objectClasses.flatMap(({ name }) => Object.keys(aws.operations[name]).map((each) => `${name} ${each}`));
    const whole = ['test', 'discoverConfiguration', 'testPartialConfiguration', ...Object.keys(aws.hooks ?? {}).map((hook) => `hook ${hook}`)];

    expect([...declared.keys()].sort()).toEqual([...operations, ...whole.map((each) => `* ${each}`)].sort());
    expect([...scenarios.keys()].sort()).toEqual([...declared.keys()].sort());
  });

  test('and names no action that the connector does not know', () => {
    const known = [iamActions, ...Object.values(serviceActions)].flatMap((actions) => Object.keys(actions));
    const unknown = [...declared.values()].flat().filter((action) => !known.includes(action.split(':')[1] ?? ''));

    // PassRole is no action that anybody calls.
    expect([...new Set(unknown)]).toEqual(['iam:PassRole']);
  });
});
