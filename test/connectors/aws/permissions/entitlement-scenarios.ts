import { given, type Harness, namesOf, plainly, type Scenarios, trust } from './scenario.ts';

/** One of each, and who can have it. */
function full(h: Harness, path = '/') {
  const policy = h.server.iam.addPolicy({ name: 'p', path }).arn;
  const group = h.server.iam.addGroup({ name: 'a', path }).arn;
  const role = h.server.iam.addRole({ name: 'r', path, trustPolicy: trust() }).arn;
  h.server.iam.addUser({ name: 'ada', path });
  return { policy, group, role };
}

const entitlementsOf = (h: Harness) => h.facade.objectClass('Entitlement');
const attributes = namesOf('Entitlement') as never[];

async function givenAndTaken(h: Harness, path: string): Promise<void> {
  const { policy, group, role } = full(h, path);
  const [Users, Groups, Roles] = [['ada'], ['a'], ['r']];
  await entitlementsOf(h).update(policy, { replace: { Users, Groups, Roles } });
  await entitlementsOf(h).update(policy, { remove: { Users, Groups, Roles } });
  await entitlementsOf(h).update(group, { replace: { Users } });
  await entitlementsOf(h).update(group, { remove: { Users } });
  await entitlementsOf(h).update(role, { replace: {} });
}

/** What the operations on entitlements are given. */
export const entitlementScenarios: Scenarios = {
  updateDelta: [plainly((h) => givenAndTaken(h, '/')), given({ managedPath: '/x/' }, (h) => givenAndTaken(h, '/x/'))],
  get: [
    plainly(async (h) => {
      for (const uid of Object.values(full(h))) await entitlementsOf(h).get(uid, { attributes });
    }),
  ],
  search: [
    plainly(async (h) => {
      const { policy, group, role } = full(h);
      await entitlementsOf(h).search({ attributes }).toArray();
      for (const uid of [policy, group, role])
        await entitlementsOf(h)
          .search({ attributes, filter: (f) => f.equals('__UID__', uid) })
          .toArray();
    }),
  ],
};
