import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf, startHarness } from '../harness.ts';

let h: Awaited<ReturnType<typeof startHarness>>;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h[Symbol.asyncDispose]());

const accountsOf = () => h.facade.objectClass('AwsAccount');
const unitsOf = () => h.facade.objectClass('OrganizationalUnit');
const policiesOf = () => h.facade.objectClass('ServiceControlPolicy');
const [management, payroll, sandbox] = ['123456789012', '222222222222', '333333333333'];

/** root ─ Workloads ─ Production; payroll is in Production, sandbox in the root. */
function populate() {
  const { organization } = h.server;
  const workloads = organization.addUnit({ name: 'Workloads' });
  const production = organization.addUnit({ name: 'Production', parentId: workloads.id });
  h.server.addAccount({ id: payroll, name: 'payroll', email: 'payroll@example.org', parentId: production.id });
  h.server.addAccount({ id: sandbox, name: 'sandbox', status: 'SUSPENDED' });
  return { root: organization.rootId, workloads: workloads.id, production: production.id };
}

describe('without an organisation', () => {
  test.each(['AwsAccount', 'OrganizationalUnit', 'ServiceControlPolicy'] as const)('%s says whose credentials it needs', async (name) => {
    const error = await failureOf(h.facade.objectClass(name).search().toArray());

    expect(error.code).toBe('Configuration');
    expect(error.message).toContain('management account');
  });
});

describe('the accounts of an organisation', () => {
  test('are found with what AWS knows of them, 20 a call, and their parents at no further cost', async () => {
    const { root, production } = populate();
    for (let n = 0; n < 40; n++) h.server.addAccount({ id: String(400_000_000_000 + n) });

    const rows = await accountsOf().search().toArray();

    expect(h.actions()).toEqual(['ListAccounts', 'ListAccounts', 'ListAccounts']);
    expect(rows).toHaveLength(43);
    const found = new Map(rows.map((row) => [row.uid, row]));
    expect(found.get(payroll)).toMatchObject({
      name: 'payroll',
      attributes: { Email: 'payroll@example.org', Status: 'ACTIVE', ParentId: production },
    });
    expect(found.get(sandbox)?.attributes).toMatchObject({ AccountId: sandbox, Status: 'SUSPENDED', ParentId: root });
    expect(found.get(management)?.attributes.Arn).toContain(':account/');
  });

  test('are listed even when AWS begins with an empty page', async () => {
    populate();
    h.server.organization.emptyFirstPages(true);

    expect((await accountsOf().search().toArray()).map(({ uid }) => uid).sort()).toEqual([management, payroll, sandbox]);
  });

  test('can be asked for by their parent, directly or anywhere below', async () => {
    const { root, workloads, production } = populate();
    const below = async (uid: string, SCOPE: 'onelevel' | 'subtree' | 'object') =>
      (
        await accountsOf()
          .search({ options: { CONTAINER: { objectClass: 'OrganizationalUnit', uid }, SCOPE } })
          .toArray()
      )
        .map((row) => row.uid)
        .sort();

    const direct = await accountsOf()
      .search({ filter: (f) => f.equals('ParentId', production) })
      .toArray();
    expect(h.actions()).toEqual(['ListAccountsForParent']);
    expect(direct.map(({ uid }) => uid)).toEqual([payroll]);
    expect(await below(root, 'onelevel')).toEqual([management, sandbox]);
    expect(await below(workloads, 'onelevel')).toEqual([]);
    expect(await below(workloads, 'subtree')).toEqual([payroll]);
    expect(await below(production, 'object')).toEqual([]);
  });

  test('move to another unit, also when AWS’s answer is lost', async () => {
    const { root, workloads } = populate();

    await accountsOf().update(payroll, { replace: { ParentId: workloads } });
    expect(h.server.organization.parentOf(payroll)).toBe(workloads);

    h.server.faults.dropNext({ action: 'MoveAccount', when: 'after' });
    await accountsOf().update(payroll, { replace: { ParentId: root } });
    expect(h.server.organization.parentOf(payroll)).toBe(root);
    h.actions();

    await accountsOf().update(payroll, { replace: { ParentId: root } });
    expect(h.actions()).not.toContain('MoveAccount');
  });

  test('keep their tags by difference', async () => {
    populate();
    h.server.organization.tag(payroll, { cost: '7', team: 'pay' });

    await accountsOf().update(payroll, { add: { Tags: [{ Key: 'cost', Value: '8' }] }, remove: { Tags: [{ Key: 'team' }] } });

    expect(h.server.organization.tagsOf(payroll)).toEqual({ cost: '8' });
    expect((await accountsOf().get(payroll, { attributes: ['Tags'] }))?.attributes.Tags).toEqual([{ Key: 'cost', Value: '8' }]);
  });

  test('refuse a parent that is not there, an account that is not there, and any write of a connector that only reads', async () => {
    populate();

    const parent = await failureOf(accountsOf().update(payroll, { replace: { ParentId: 'r-zzzz' } }));
    expect([parent.code, parent.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'ParentId']);
    expect((await failureOf(accountsOf().update('999999999999', { replace: { Tags: [] } }))).code).toBe('UnknownUid');
    expect(await accountsOf().get('999999999999')).toBeUndefined();
    expect(await accountsOf().get('payroll')).toBeUndefined();
    expect((await failureOf(accountsOf().update('payroll', { replace: { Tags: [] } }))).code).toBe('InvalidArgument');

    await using reading = await startHarness({}, { readOnly: true });
    expect((await failureOf(reading.facade.objectClass('AwsAccount').update(payroll, { replace: { Tags: [] } }))).code).toBe('PermissionDenied');
  });
});

describe('organisational units', () => {
  test('are walked from the root down, and a search that is resumed loses none', async () => {
    const { root, workloads, production } = populate();
    for (let n = 0; n < 45; n++) h.server.organization.addUnit({ name: `team-${n}`, parentId: workloads });
    const all = await unitsOf().search().toArray();

    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page: { rows: readonly { uid: string }[]; cursor?: string | undefined } = await unitsOf()
        .search({ pageSize: 7, ...(cursor !== undefined && { cursor }) })
        .page();
      found.push(...page.rows.map(({ uid }) => uid));
      cursor = page.cursor;
    } while (cursor !== undefined);

    expect(all).toHaveLength(48);
    expect(found).toEqual(all.map(({ uid }) => uid));
    const parents = new Map(all.map(({ uid, attributes }) => [uid, attributes.ParentId]));
    expect([parents.get(root), parents.get(workloads), parents.get(production)]).toEqual([undefined, root, workloads]);
  });

  test('are made below the parent given or configured, and twice is refused', async () => {
    const { workloads } = populate();

    const { uid } = await unitsOf().create({ __NAME__: 'Test', ParentId: workloads, Tags: [{ Key: 'a', Value: '1' }] });
    const twice = await failureOf(unitsOf().create({ __NAME__: 'Test', ParentId: workloads }));
    const nowhere = await failureOf(unitsOf().create({ __NAME__: 'Test' }));

    expect(h.server.organization.parentOf(uid)).toBe(workloads);
    expect(h.server.organization.tagsOf(uid)).toEqual({ a: '1' });
    expect([twice.code, twice.uid]).toEqual(['AlreadyExists', uid]);
    expect([nowhere.code, nowhere.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'ParentId']);
  });

  test('are made once when AWS’s answer is lost', async () => {
    const { workloads } = populate();
    h.server.faults.dropNext({ action: 'CreateOrganizationalUnit', when: 'after' });

    const { uid } = await unitsOf().create({ __NAME__: 'Test', ParentId: workloads });

    expect(h.server.organization.parentOf(uid)).toBe(workloads);
    expect(h.server.organization.unitNames().filter((name) => name === 'Test')).toHaveLength(1);
  });

  test('are renamed, and deleted when they are empty', async () => {
    const { root, workloads, production } = populate();

    await unitsOf().update(workloads, { replace: { __NAME__: 'Work' } });
    expect(h.server.organization.unitNames()).toContain('Work');
    expect((await failureOf(unitsOf().delete(production))).code).toBe('PreconditionFailed');
    h.server.organization.move(payroll, root);
    await unitsOf().delete(production);
    expect((await failureOf(unitsOf().delete(production))).code).toBe('UnknownUid');
    expect((await failureOf(unitsOf().delete(root))).code).toBe('InvalidArgument');
  });

  test('say their children when asked', async () => {
    const { root, workloads, production } = populate();

    const row = await unitsOf().get(root, { attributes: ['ChildUnits', 'Accounts'] });

    expect(row?.attributes).toEqual({ ChildUnits: [workloads], Accounts: [management, sandbox] });
    expect((await unitsOf().get(production, { attributes: ['Accounts'] }))?.attributes.Accounts).toEqual([payroll]);
  });
});

describe('service control policies', () => {
  test('are found with content and targets when asked, and by what they are attached to', async () => {
    const { production } = populate();
    const { id } = h.server.organization.addPolicy({ name: 'no-leaving', description: 'stay', content: { Statement: [] }, targets: [production] });

    const all = await policiesOf().search().toArray();
    h.actions();
    const there = await policiesOf()
      .search({ filter: (f) => f.equals('Targets', production), attributes: ['*', 'Content', 'Targets'] })
      .toArray();

    expect(all.map(({ name, attributes }) => [name, attributes.AwsManaged])).toEqual([
      ['FullAWSAccess', true],
      ['no-leaving', false],
    ]);
    expect(h.actions()[0]).toBe('ListPoliciesForTarget');
    const own = there.find(({ uid }) => uid === id);
    expect(own?.attributes).toMatchObject({ Description: 'stay', Content: '{"Statement":[]}', Targets: [production] });
  });

  test('are attached and detached by difference', async () => {
    const { root, workloads, production } = populate();
    const { id } = h.server.organization.addPolicy({ name: 'no-leaving', targets: [production] });

    await policiesOf().update(id, { replace: { Targets: [workloads, payroll] } });
    await policiesOf().update(id, { add: { Targets: [root, payroll] }, remove: { Targets: [workloads, sandbox] } });

    expect((await policiesOf().get(id, { attributes: ['Targets'] }))?.attributes.Targets?.toSorted()).toEqual([payroll, root].sort());
    expect(h.server.organization.policiesOf(production)).toEqual(['FullAWSAccess']);
  });

  test('stay where they are the last, and refuse a target that is not there', async () => {
    const { workloads } = populate();
    const last = await failureOf(policiesOf().update('p-FullAWSAccess', { remove: { Targets: [workloads] } }));
    const nowhere = await failureOf(policiesOf().update('p-FullAWSAccess', { add: { Targets: ['999999999999'] } }));

    expect(last.code).not.toBe('Internal');
    expect(h.server.organization.policiesOf(workloads)).toEqual(['FullAWSAccess']);
    expect([nowhere.code, nowhere.problems[0]?.path]).toEqual(['InvalidAttributeValue', 'Targets']);
  });
});
