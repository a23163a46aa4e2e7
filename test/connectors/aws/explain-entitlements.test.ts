import { describe, expect, test } from 'vitest';
import { filters as f } from '../../../src/model/filter.ts';
import { type Asked, type Bounds, both, within } from './explained-search.ts';
import { startHarness } from './harness.ts';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

/** An account with as many roles, policies and groups, and policies that all of them and some users have. */
async function scene(count: number): Promise<Harness & { readonly awsManagedPolicies: number }> {
  const h = await startHarness();
  const { iam } = h.server;
  const policies = Array.from({ length: count }, (_, i) => {
    const path = i % 2 ? '/eng/' : '/ops/';
    return iam.addPolicy({ name: `policy-${i}`, path, tags: { n: `${i}` }, ...(i % 3 && { description: `no. ${i}` }), laterVersions: [allow] }).arn;
  });
  const held = policies.slice(0, 2);
  for (let i = 0; i < count; i++) {
    const path = i % 2 ? '/eng/' : '/ops/';
    iam.addGroup({ name: `group-${i}`, path, policies: held });
    const boundary = i % 4 === 0 && held[0] !== undefined ? { permissionsBoundary: held[0] } : {};
    iam.addRole({
      name: `role-${i}`,
      path,
      trustPolicy: trust,
      policies: held,
      inlinePolicies: { own: allow },
      instanceProfiles: [`ip-${i}`],
      ...boundary,
    });
  }
  iam.seedUsers(12, (i) => ({ name: `user-${i}`, groups: count > 0 ? [`group-${i % count}`] : [], policies: held }));
  const awsOnes = await h.facade
    .objectClass('ManagedPolicy')
    .search({ filter: f.equals('Type', 'AWS managed') })
    .toArray();
  h.actions();
  return Object.assign(h, { awsManagedPolicies: awsOnes.length });
}

const arn = (kind: string, name: string) => `arn:aws:iam::123456789012:${kind}/ops/${name}`;
const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const roleParts = ['AttachedPolicies', 'InlinePolicies', 'InstanceProfiles'];
const policyParts = ['Description', 'PolicyDocument', 'Tags', 'Versions', 'Users', 'BoundedRoles'];
const holders = ['Users', 'Groups', 'Roles'];

/** Each of them alone, some together, and none. */
const groupsOf = (names: readonly string[]): readonly (readonly string[])[] => [[], ['*'], ...names.map((name) => [name]), names, ['*', ...names]];

const classes = [
  {
    objectClass: 'Role',
    attributes: [...groupsOf(['Tags', 'Description', 'LastUsedDate', ...roleParts]), ['Description', 'AttachedPolicies'], ['Tags', ...roleParts]],
    filters: [
      f.equals('__NAME__', 'role-1'),
      f.equals('__UID__', 'role-2'),
      f.or(f.equals('__NAME__', 'ROLE-0'), f.equals('__UID__', 'nobody'), f.equals('Arn', arn('role', 'role-2'))),
      f.and(f.equals('__NAME__', 'role-1'), f.startsWith('Path', 'nonsense')),
      f.equals('Arn', 'nonsense'),
      f.startsWith('Path', '/eng/'),
      f.startsWith('Path', '/nowhere/'),
      f.contains('__NAME__', '1'),
      f.not(f.equals('Path', '/eng/')),
      f.present('Description'),
      f.contains('AttachedPolicies', 'policy-0'),
      f.or(),
    ],
  },
  {
    objectClass: 'ManagedPolicy',
    attributes: [...groupsOf(policyParts), ['Description', 'PolicyDocument'], ['Description', 'Tags'], ['Groups', 'BoundedUsers']],
    filters: [
      f.equals('__NAME__', 'policy-1'),
      f.equals('__UID__', arn('policy', 'policy-0')),
      f.equals('Arn', arn('policy', 'policy-0')),
      f.equals('Arn', arn('policy', 'nothing')),
      f.and(f.equals('Arn', readOnly), f.present('__NAME__')),
      f.equals('Arn', 'nonsense'),
      f.equals('Type', 'AWS managed'),
      f.equals('Type', 'Customer managed'),
      f.and(f.equals('Type', 'AWS managed'), f.equals('Type', 'Customer managed')),
      f.startsWith('Path', '/eng/'),
      f.startsWith('Path', '/nowhere/'),
      f.greaterThan('AttachmentCount', 0),
      f.not(f.equals('Type', 'AWS managed')),
      f.contains('Description', '1'),
      f.contains('PolicyDocument', 's3'),
      f.or(),
    ],
  },
  {
    objectClass: 'Entitlement',
    attributes: [...groupsOf(['description', 'Users', 'Groups', 'usedAs']), holders],
    filters: [
      f.equals('__NAME__', 'role-1'),
      f.equals('__UID__', arn('group', 'group-0')),
      ...[
        'group/ops/group-0',
        'group/eng/group-0',
        'group/nobody',
        'role/ops/role-0',
        `role/${'r'.repeat(65)}`,
        'policy/ops/policy-0',
        'policy/no',
      ].map((rest) => f.equals('entitlementArn', `arn:aws:iam::123456789012:${rest}`)),
      f.equals('entitlementArn', arn('policy', 'policy-2')),
      f.equals('entitlementArn', readOnly),
      f.equals('entitlementArn', arn('user', 'ada')),
      ...['Group', 'Role', 'AWS managed policy', 'Customer managed policy'].map((type) => f.equals('type', type)),
      f.and(f.equals('type', 'Role'), f.equals('type', 'Group')),
      f.not(f.equals('type', 'Role')),
      f.contains('usedAs', 'boundary'),
      f.contains('description', 'no.'),
      f.or(),
    ],
  },
] as const;

/** How many inline policies a role has, no count decides. */
const uncertain = ['GetRolePolicy'];

function equalBounds(bounds: Bounds, query: unknown): void {
  for (const [action, { least, most }] of Object.entries(bounds))
    if (!uncertain.includes(action)) expect(least, `${action} of ${JSON.stringify(query)}`).toBe(most);
}

describe.each(classes)('searches of $objectClass', ({ objectClass, attributes, filters }) => {
  test.each([0, 1, 9, 10, 11, 24])('cost what was told, of %i objects', { timeout: 120_000 }, async (count) => {
    await using h = await scene(count);
    for (const names of attributes) {
      for (const limit of [undefined, 0, 5, count]) {
        const query: Asked = { attributes: names, ...(limit !== undefined && { limit }) };
        const { told, made, bounds } = await both(h, objectClass, query, { awsManagedPolicies: h.awsManagedPolicies });
        within(made, bounds, query);
        equalBounds(bounds, query);
        expect(told.assumed).toBeUndefined();
      }
    }
  });

  test.each([2, 10, 11, 24])('with a filter cost what lies within the bounds told, of %i objects', { timeout: 120_000 }, async (count) => {
    await using h = await scene(count);
    for (const filter of filters) {
      for (const names of attributes) {
        const query: Asked = { attributes: names, filter };
        const { told, made, bounds } = await both(h, objectClass, query);
        within(made, bounds, query);
        const sum = Object.values(made).reduce((all, calls) => all + calls, 0);
        expect(sum).toBeGreaterThanOrEqual(told.least);
        expect(sum).toBeLessThanOrEqual(told.most);
      }
    }
  });
});

describe('more objects than an answer of AWS has', () => {
  const limits = [undefined, 999, 1000, 1001, 1003, 2500] as const;
  const many = { Role: ['Description', 'Tags'], ManagedPolicy: ['Description', 'PolicyDocument'], Entitlement: ['usedAs'] } as const;

  test.each(Object.keys(many) as (keyof typeof many)[])('searches of %s cost what was told', { timeout: 120_000 }, async (objectClass) => {
    await using h = await startHarness();
    for (let i = 0; i < 1005; i++) {
      h.server.iam.addRole({ name: `role-${i}`, trustPolicy: trust });
      h.server.iam.addPolicy({ name: `policy-${i}`, description: `no. ${i}` });
    }
    for (const filter of [undefined, f.endsWith('__NAME__', '00'), f.endsWith('__NAME__', '7')]) {
      for (const limit of limits) {
        const query: Asked = { attributes: many[objectClass], ...(filter && { filter }), ...(limit !== undefined && { limit }) };
        const { told, made, bounds } = await both(h, objectClass, query);
        within(made, bounds, query);
        expect(told.counts).toMatchObject(objectClass === 'Role' ? { roles: 1005 } : { roles: 1005, policies: 1005 });
      }
    }
  });

  test('a policy that thousands have costs answers by how many they are', async () => {
    await using h = await startHarness();
    const { arn: popular } = h.server.iam.addPolicy({ name: 'popular' });
    h.server.iam.addGroup({ name: 'all' });
    h.server.iam.seedUsers(2100, (i) => ({ name: `user-${i}`, groups: ['all'], policies: [popular], permissionsBoundary: popular }));
    for (const [objectClass, attributes] of [
      ['ManagedPolicy', ['Users', 'BoundedUsers']],
      ['Entitlement', ['Users']],
    ] as const) {
      for (const filter of [undefined, f.equals('__UID__', popular), f.contains('__NAME__', 'a')]) {
        const query: Asked = { attributes, ...(filter && { filter }) };
        const { made, bounds } = await both(h, objectClass, query);
        within(made, bounds, query);
        expect(made.ListEntitiesForPolicy).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
