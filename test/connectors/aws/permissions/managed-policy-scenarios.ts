import { TagPolicyCommand } from '@aws-sdk/client-iam';
import { bySource, document, type Harness, listening, namesOf, otherDocument, plainly, type Scenarios, syncing, trust } from './scenario.ts';

/** A policy with all that a policy can have. */
function full(h: Harness) {
  const { arn } = h.server.iam.addPolicy({ name: 'p', document, laterVersions: [otherDocument], tags: { old: '1' } });
  const policies = [arn];
  h.server.iam.addUser({ name: 'ada', policies });
  h.server.iam.addGroup({ name: 'a', policies });
  h.server.iam.addRole({ name: 'r', trustPolicy: trust(), policies });
  return arn;
}

const policiesOf = (h: Harness) => h.facade.objectClass('ManagedPolicy');
const attributes = namesOf('ManagedPolicy') as never[];
const tag = { Tags: [{ Key: 'new', Value: '1' }] } as const;

/** What the operations on managed policies are given. */
export const managedPolicyScenarios: Scenarios = {
  create: [
    plainly(async (h) => {
      h.server.faults.dropNext({ action: 'CreatePolicy', when: 'after' });
      await policiesOf(h).create({ __NAME__: 'p', PolicyDocument: document, ...tag });
    }),
  ],
  updateDelta: [
    plainly(async (h) => {
      const { arn } = h.server.iam.addPolicy({ name: 'p', document, laterVersions: [1, 2, 3, 4].map(() => otherDocument), tags: { old: '1' } });
      await policiesOf(h).update(arn, { replace: { PolicyDocument: document, ...tag } });
    }),
  ],
  delete: [
    plainly(async (h) => {
      await policiesOf(h).delete(full(h), { options: { detach: true } });
    }),
  ],
  get: [
    plainly(async (h) => {
      await policiesOf(h).get(full(h), { attributes });
    }),
  ],
  search: [
    plainly(async (h) => {
      full(h);
      await policiesOf(h).search({ attributes }).toArray();
      for (let i = 0; i < 12; i++) h.server.iam.addPolicy({ name: `p${i}` });
      await policiesOf(h).search({ attributes }).toArray();
      await policiesOf(h).search().toArray();
    }),
  ],
  sync: bySource('ManagedPolicy', async (h) => {
    const PolicyArn = full(h);
    for (let i = 0; i < 12; i++) h.server.iam.addPolicy({ name: `p${i}` });
    await syncing(h, 'ManagedPolicy', (iam) => iam.send(new TagPolicyCommand({ PolicyArn, Tags: [...tag.Tags] })));
  }),
  latestSyncToken: bySource('ManagedPolicy', (h) => policiesOf(h).latestSyncToken()),
  liveSync: bySource('ManagedPolicy', async (h) => {
    const PolicyArn = full(h);
    await listening(h, 'ManagedPolicy', (iam) => iam.send(new TagPolicyCommand({ PolicyArn, Tags: [...tag.Tags] })));
  }),
};
