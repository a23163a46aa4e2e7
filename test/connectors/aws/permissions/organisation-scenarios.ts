import { given, type Harness, namesOf, plainly, type Scenarios, trust } from './scenario.ts';

const management = '123456789012';
const payroll = '222222222222';

/** root ─ Workloads ─ Production, an account in the latter, a control policy on the former. */
function full({ server }: Harness) {
  const { organization } = server;
  const workloads = organization.addUnit({ name: 'Workloads' }).id;
  const production = organization.addUnit({ name: 'Production', parentId: workloads }).id;
  server.addAccount({ id: payroll, parentId: production });
  organization.tag(payroll, { old: '1' });
  organization.tag(workloads, { old: '1' });
  const policy = organization.addPolicy({ name: 'no-leaving', targets: [workloads] }).id;
  return { root: organization.rootId, workloads, production, policy };
}

const replaced = { Tags: [{ Key: 'new', Value: '1' }] } as const;
const accountsOf = (h: Harness) => h.facade.objectClass('AwsAccount');
const unitsOf = (h: Harness) => h.facade.objectClass('OrganizationalUnit');
const controlsOf = (h: Harness) => h.facade.objectClass('ServiceControlPolicy');
const allOf = (name: string) => namesOf(name) as never[];

/** What the operations on the accounts of an organisation are given. */
export const awsAccountScenarios: Scenarios = {
  updateDelta: [
    plainly(async (h) => {
      const { workloads } = full(h);
      await accountsOf(h).update(payroll, { replace: { ParentId: workloads, ...replaced } });
    }),
  ],
  get: [
    plainly(async (h) => {
      full(h);
      await accountsOf(h).get(payroll, { attributes: allOf('AwsAccount') });
    }),
  ],
  search: [
    plainly(async (h) => {
      const { production, workloads } = full(h);
      const attributes = allOf('AwsAccount');
      await accountsOf(h).search({ attributes }).toArray();
      await accountsOf(h)
        .search({ attributes, filter: (f) => f.equals('ParentId', production) })
        .toArray();
      await accountsOf(h)
        .search({ attributes, filter: (f) => f.equals('__UID__', payroll) })
        .toArray();
      const below = { CONTAINER: { objectClass: 'OrganizationalUnit', uid: workloads }, SCOPE: 'subtree' } as const;
      await accountsOf(h).search({ attributes, options: below }).toArray();
    }),
  ],
};

/** What the operations on organisational units are given. */
export const organizationalUnitScenarios: Scenarios = {
  create: [
    plainly(async (h) => {
      const { workloads } = full(h);
      h.server.faults.dropNext({ action: 'CreateOrganizationalUnit', when: 'after' });
      await unitsOf(h).create({ __NAME__: 'Test', ParentId: workloads, ...replaced });
    }),
  ],
  updateDelta: [
    plainly(async (h) => {
      const { workloads } = full(h);
      await unitsOf(h).update(workloads, { replace: { __NAME__: 'Work', ...replaced } });
    }),
  ],
  delete: [
    plainly(async (h) => {
      await unitsOf(h).delete(h.server.organization.addUnit({ name: 'Empty' }).id);
    }),
  ],
  get: [
    plainly(async (h) => {
      const { root, production } = full(h);
      for (const uid of [root, production]) await unitsOf(h).get(uid, { attributes: allOf('OrganizationalUnit') });
    }),
  ],
  search: [
    plainly(async (h) => {
      const { production } = full(h);
      const attributes = allOf('OrganizationalUnit');
      await unitsOf(h).search({ attributes }).toArray();
      await unitsOf(h)
        .search({ attributes, filter: (f) => f.equals('__UID__', production) })
        .toArray();
    }),
  ],
};

/** What the operations on service control policies are given. */
export const serviceControlPolicyScenarios: Scenarios = {
  updateDelta: [
    plainly(async (h) => {
      const { policy, production } = full(h);
      await controlsOf(h).update(policy, { replace: { Targets: [production] } });
    }),
  ],
  get: [
    plainly(async (h) => {
      await controlsOf(h).get(full(h).policy, { attributes: allOf('ServiceControlPolicy') });
    }),
  ],
  search: [
    plainly(async (h) => {
      const { workloads, policy } = full(h);
      const attributes = allOf('ServiceControlPolicy');
      await controlsOf(h).search({ attributes }).toArray();
      await controlsOf(h)
        .search({ attributes, filter: (f) => f.containsAllValues('Targets', [workloads]) })
        .toArray();
      await controlsOf(h)
        .search({ attributes, filter: (f) => f.equals('__UID__', policy) })
        .toArray();
    }),
  ],
};

const writing = { manageComputers: true, region: 'eu-west-1' } as const;
const computersOf = (h: Harness) => h.facade.objectClass('Computer');
const profile = `arn:aws:iam::${management}:instance-profile/web`;

function instance(h: Harness): string {
  h.server.iam.addRole({ name: 'web-role', trustPolicy: trust(), instanceProfiles: ['web'] });
  return `eu-west-1/${h.server.ec2.addInstance({ region: 'eu-west-1', instanceProfileArn: profile, tags: { old: '1' } }).id}`;
}

/** What the operations on computers are given. */
export const computerScenarios: Scenarios = {
  create: [given(writing, (h) => computersOf(h).create({ __NAME__: 'web', ImageId: 'ami-0123456789abcdef0', ...replaced }))],
  updateDelta: [
    given(writing, async (h) => {
      const uid = instance(h);
      await computersOf(h).update(uid, { replace: { State: 'stopped', ...replaced } });
      await computersOf(h).update(uid, { replace: { State: 'running' } });
    }),
  ],
  delete: [given(writing, async (h) => computersOf(h).delete(instance(h)))],
  get: [given(writing, async (h) => computersOf(h).get(instance(h), { attributes: allOf('Computer') }))],
  search: [
    given(writing, async (h) => {
      instance(h);
      await computersOf(h)
        .search({ attributes: allOf('Computer') })
        .toArray();
    }),
  ],
};
