import { UpdateGroupCommand, UpdateUserCommand } from '@aws-sdk/client-iam';
import { failureOf } from '../harness.ts';
import { bySource, document, given, type Harness, listening, namesOf, otherDocument, plainly, type Scenarios, syncing } from './scenario.ts';

/** A group with all that a group can have. */
function full(h: Harness) {
  const policies = [h.server.iam.addPolicy({ name: 'p' }).arn];
  const other = h.server.iam.addPolicy({ name: 'q' }).arn;
  h.server.iam.addGroup({ name: 'a', policies, inlinePolicies: { i: document } });
  h.server.iam.addUser({ name: 'ada', groups: ['a'] });
  h.server.iam.addUser({ name: 'bob' });
  return { policies, other };
}

const attributes = namesOf('__GROUP__') as never[];

/** What the operations on groups are given. */
export const groupScenarios: Scenarios = {
  create: [
    plainly(async (h) => {
      const { other } = full(h);
      h.server.faults.dropNext({ action: 'CreateGroup', when: 'after' });
      const rights = { AttachedPolicies: [other], InlinePolicies: [{ PolicyName: 'i', PolicyDocument: document }] };
      await h.groups.create({ __NAME__: 'b', Members: ['ada'], ...rights });
      await failureOf(h.groups.create({ __NAME__: 'c', Members: ['ada', 'nobody'], ...rights }));
    }),
  ],
  updateDelta: [
    plainly(async (h) => {
      const { other } = full(h);
      h.server.faults.dropNext({ action: 'UpdateGroup', when: 'after' });
      const rights = { AttachedPolicies: [other], InlinePolicies: [{ PolicyName: 'j', PolicyDocument: otherDocument }] };
      await h.groups.update('a', { replace: { Members: ['bob'], __NAME__: 'b', Path: '/x/', ...rights } });
    }),
  ],
  delete: [
    plainly(async (h) => {
      full(h);
      await h.groups.delete('a');
    }),
    given({ managedPath: '/x/' }, async (h) => {
      h.server.iam.addGroup({ name: 'a', path: '/x/' });
      await h.groups.delete('a');
    }),
  ],
  get: [
    plainly(async (h) => {
      full(h);
      await h.groups.get('a', { attributes });
    }),
  ],
  search: [
    plainly(async (h) => {
      full(h);
      await h.groups.search({ attributes }).toArray();
      for (let i = 0; i < 12; i++) h.server.iam.addGroup({ name: `g${i}` });
      await h.groups.search({ attributes }).toArray();
    }),
  ],
  sync: bySource('__GROUP__', async (h) => {
    full(h);
    for (let i = 0; i < 12; i++) h.server.iam.addGroup({ name: `g${i}` });
    await syncing(h, '__GROUP__', async (iam) => {
      await iam.send(new UpdateGroupCommand({ GroupName: 'a', NewPath: '/x/' }));
      await iam.send(new UpdateUserCommand({ UserName: 'ada', NewUserName: 'ada.l' }));
    });
  }),
  latestSyncToken: bySource('__GROUP__', (h) => h.groups.latestSyncToken()),
  liveSync: bySource('__GROUP__', async (h) => {
    full(h);
    await listening(h, '__GROUP__', (iam) => iam.send(new UpdateGroupCommand({ GroupName: 'a', NewPath: '/x/' })));
  }),
};
