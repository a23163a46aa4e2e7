import { UpdateRoleCommand } from '@aws-sdk/client-iam';
import { failureOf } from '../harness.ts';
import { bySource, document, given, type Harness, listening, namesOf, otherDocument, plainly, type Scenarios, syncing, trust } from './scenario.ts';

/** A role with all that a role can have. */
function full(h: Harness) {
  const policies = [h.server.iam.addPolicy({ name: 'p' }).arn];
  const other = h.server.iam.addPolicy({ name: 'q' }).arn;
  const held = { policies, inlinePolicies: { i: document }, instanceProfiles: ['r'], tags: { old: '1' } };
  h.server.iam.addRole({ name: 'r', trustPolicy: trust(), ...held });
  return { policies, other };
}

const rolesOf = (h: Harness) => h.facade.objectClass('Role');
const attributes = namesOf('Role') as never[];

/** Makes the embedded AWS not know a principal yet, once. */
function unknownOnce(h: Harness, action: string, principal: string) {
  const message = `Invalid principal in policy: "AWS":"${principal}"`;
  h.server.faults.failNext({ action, code: 'MalformedPolicyDocument', status: 400, message });
}

/** What the operations on roles are given. */
export const roleScenarios: Scenarios = {
  create: [
    plainly(async (h) => {
      const { other } = full(h);
      const rights = { PermissionsBoundary: other, AttachedPolicies: [other], InlinePolicies: [{ PolicyName: 'i', PolicyDocument: document }] };
      h.server.faults.dropNext({ action: 'CreateRole', when: 'after' });
      await rolesOf(h).create({ __NAME__: 'a', AssumeRolePolicyDocument: trust(), Tags: [{ Key: 'a', Value: '1' }], ...rights });
      h.server.faults.failNext({ action: 'PutRolePolicy', code: 'LimitExceeded', status: 409 });
      await failureOf(rolesOf(h).create({ __NAME__: 'b', AssumeRolePolicyDocument: trust(), ...rights }));
    }),
    plainly(async (h) => {
      const { arn } = h.server.iam.addUser({ name: 'ada' });
      unknownOnce(h, 'CreateRole', arn);
      await rolesOf(h).create({ __NAME__: 'a', AssumeRolePolicyDocument: trust({ AWS: arn }) });
    }),
    plainly(async (h) => {
      const { other } = full(h);
      const InlinePolicies = ['i', 'j'].map((PolicyName) => ({ PolicyName, PolicyDocument: document }));
      h.server.faults.failNext({ action: 'AttachRolePolicy', code: 'LimitExceeded', status: 409 });
      await failureOf(rolesOf(h).create({ __NAME__: 'b', AssumeRolePolicyDocument: trust(), AttachedPolicies: [other], InlinePolicies }));
    }),
    plainly(async (h) => {
      full(h);
      const InlinePolicies = [
        { PolicyName: 'i', PolicyDocument: document },
        { PolicyName: 'j', PolicyDocument: document.replace('"Resource"', '"Condition":{"No Operator":{"a":"b"}},"Resource"') },
      ];
      await failureOf(rolesOf(h).create({ __NAME__: 'b', AssumeRolePolicyDocument: trust(), InlinePolicies }));
    }),
  ],
  updateDelta: [
    plainly(async (h) => {
      const { other } = full(h);
      const { arn } = h.server.iam.addUser({ name: 'ada' });
      const rights = { PermissionsBoundary: other, AttachedPolicies: [other], InlinePolicies: [{ PolicyName: 'j', PolicyDocument: otherDocument }] };
      unknownOnce(h, 'UpdateAssumeRolePolicy', arn);
      const replace = { AssumeRolePolicyDocument: trust({ AWS: arn }), Description: 'r', Tags: [{ Key: 'new', Value: '1' }] };
      await rolesOf(h).update('r', { replace: { ...replace, ...rights } });
      await rolesOf(h).update('r', { replace: { PermissionsBoundary: null } });
    }),
  ],
  delete: [
    plainly(async (h) => {
      full(h);
      await rolesOf(h).delete('r');
    }),
    given({ managedPath: '/x/' }, async (h) => {
      h.server.iam.addRole({ name: 'r', path: '/x/', trustPolicy: trust() });
      await rolesOf(h).delete('r');
    }),
  ],
  get: [
    plainly(async (h) => {
      full(h);
      await rolesOf(h).get('r', { attributes });
    }),
  ],
  search: [
    plainly(async (h) => {
      full(h);
      await rolesOf(h).search({ attributes }).toArray();
      for (let i = 0; i < 12; i++) h.server.iam.addRole({ name: `r${i}`, trustPolicy: trust() });
      await rolesOf(h).search({ attributes }).toArray();
    }),
  ],
  sync: bySource('Role', async (h) => {
    full(h);
    for (let i = 0; i < 12; i++) h.server.iam.addRole({ name: `r${i}`, trustPolicy: trust() });
    await syncing(h, 'Role', (iam) => iam.send(new UpdateRoleCommand({ RoleName: 'r', Description: 'changed' })));
  }),
  latestSyncToken: bySource('Role', (h) => rolesOf(h).latestSyncToken()),
  liveSync: bySource('Role', async (h) => {
    full(h);
    await listening(h, 'Role', (iam) => iam.send(new UpdateRoleCommand({ RoleName: 'r', Description: 'changed' })));
  }),
};
