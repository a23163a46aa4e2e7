import { expect, test } from 'vitest';
import type { AnyConnector } from '../../../src/index.ts';
import { type ContractReport, type RunOptions, runContract } from '../../../src/testing/contract/index.ts';
import { below, LdapServer, ldapDirectory } from './honest/ldap-directory.ts';
import { PeopleFeed, readOnlyDirectory } from './honest/read-only-directory.ts';
import { Registry, relatedObjects } from './honest/related-objects.ts';
import { RestService, restService } from './honest/rest-service.ts';
import { Database, sqlTable } from './honest/sql-table.ts';
import { Spool, writeOnlyTarget } from './honest/write-only-target.ts';

/** What none of these connectors has: skipped for each of them. */
const without = [
  'messages',
  'configuration',
  'discoverConfiguration',
  'scriptOnConnector',
  'scriptOnResource',
  'authenticate',
  'resolveUsername',
  'liveSync',
];

/** Runs the contract, of which nothing may fail; answers what no class passed: kinds, or the areas of which none passed. */
async function passing<const X extends AnyConnector>(
  connector: X,
  options: RunOptions<X>,
): Promise<ContractReport & { readonly left: readonly string[] }> {
  const report = await runContract(connector, options);
  expect(report.results.filter(({ status }) => status === 'failed').map(({ name, error }) => `${name}: ${String(error)}`)).toEqual([]);
  const areaOf = (kind: string) => kind.split('/')[0] ?? '';
  const kinds = new Set(report.results.filter(({ status }) => status === 'passed').map(({ kind }) => kind));
  const areas = new Set([...kinds].map(areaOf));
  const left = report.results
    .filter(({ kind }) => !kinds.has(kind) && !without.includes(areaOf(kind)))
    .map(({ kind }) => (areas.has(areaOf(kind)) ? kind : areaOf(kind)));
  return { ...report, left: [...new Set(left)].sort() };
}

/** What asks for sessions with an end, a pool and a test. */
const noSessions = ['session/alive', 'session/ended', 'test'];
const noRevisions = ['create/revision', 'delete/stale-revision', 'update/current-revision', 'update/stale-revision'];
const noSort = ['sort/filter', 'sort/paging', 'sort/several', 'sort/single'];
const noFacets = ['create/facets', 'update/facets'];
const noSpecials = ['special/groups', 'special/kept'];

test.each([1, 2, 3])('a SQL table passes: seconds, replaced rows, numbers as uids, names that are not unique; seed %i', async (seed) => {
  const { passed, left } = await passing(sqlTable(new Database()), {
    configuration: {},
    seed,
    objectClasses: { person: { resolution: { hired: 1000 } } },
  });

  expect(passed).toBeGreaterThanOrEqual(155);
  expect(left).toEqual(
    [
      ...noRevisions,
      ...noSessions,
      ...noSpecials,
      'concurrency/same-name',
      'create/already-exists',
      'create/case-twin',
      'projection/on-request',
      'reference',
      'secrets',
      'sync',
      'update/rename-taken',
    ].sort(),
  );
});

test.each([1, 2, 3])('a directory passes: pooled connections for one call at a time, found classes, names as uids; seed %i', async (seed) => {
  const server = new LdapServer();

  const { passed, left } = await passing(ldapDirectory(server), {
    configuration: {},
    seed,
    objectClasses: { inetOrgPerson: { samples: (n: number) => ({ __NAME__: below(`contract ${n}`) }) } },
  });

  expect(passed).toBeGreaterThanOrEqual(155);
  expect(left).toEqual([...noRevisions, ...noSort, ...noFacets, ...noSpecials, 'create/defaults', 'reference', 'secrets', 'sync/all-classes'].sort());
  expect(server).toMatchObject({ collisions: 0, connections: 0 });
});

test.each([1, 2, 3])(
  'a REST service passes: reads that lag behind, throttling, entity tags that are required, cursors that grow old; seed %i',
  async (seed) => {
    const service = new RestService();

    const { passed, left } = await passing(restService(service), {
      configuration: {},
      seed,
      openOptions: { retry: { minDelay: 0, maxDelay: 1 } },
      settle: () => service.caughtUp(),
    });

    expect(passed).toBeGreaterThanOrEqual(140);
    expect(service.throttled).toBeGreaterThan(100);
    expect(left).toEqual(
      [
        ...noSort,
        ...noFacets,
        ...noSpecials,
        ...noSessions,
        'create/not-creatable',
        'projection/on-request',
        'reference',
        'secrets',
        'sync',
        'update/not-updateable',
      ].sort(),
    );
  },
);

test('a service whose reads lag behind fails without `settle`', async () => {
  const { results } = await runContract(restService(new RestService()), {
    configuration: {},
    openOptions: { retry: { minDelay: 0, maxDelay: 1 } },
    only: ['create/found'],
  });

  expect(results.map(({ status }) => status)).toEqual(['failed']);
});

test('a directory of 5,000 that is only read passes, and is not asked for more pages than a real one can answer', async () => {
  const feed = new PeopleFeed();

  const { passed, left } = await passing(readOnlyDirectory(feed), { configuration: {}, objectClasses: { employee: { readOnly: true } } });

  expect(passed).toBeGreaterThanOrEqual(80);
  expect(feed.pages).toBeLessThan(20_000);
  // Skipped is what writes, and what this directory has not.
  const writing = ['concurrency', 'create', 'delete', 'errors', 'reference', 'secrets', 'special', 'sync', 'update'];
  expect(left.filter((kind) => !writing.includes(kind))).toEqual(
    [
      ...noSessions,
      'cancel/create',
      'cancel/delete',
      'cancel/update',
      'fuzz/values',
      'get/deleted',
      'get/required-attributes',
      'projection/on-request',
      'search/deleted',
    ].sort(),
  );
});

test('a target that is only written to passes', async () => {
  const spool = new Spool();

  const { passed, left } = await passing(writeOnlyTarget(spool), { configuration: {} });

  expect(passed).toBeGreaterThanOrEqual(35);
  // Skipped is what reads, and nothing that this target can be held to.
  const held = [
    'create/unknown-attribute',
    'create/missing-required',
    'update/unknown-uid',
    'delete/twice',
    'delete/often-refused',
    'secrets/errors',
  ];
  expect(left.filter((kind) => held.includes(kind))).toEqual([]);
  expect(spool.mailboxes.size).toBe(0);
});

test.each([1, 2, 3])('classes that point to each other and hold parts pass, with numbers, dates and secrets of every size; seed %i', async (seed) => {
  const registry = new Registry();

  const { passed, left } = await passing(relatedObjects(registry), { configuration: {}, seed });

  expect(passed).toBeGreaterThanOrEqual(315);
  expect(left).toEqual([...noFacets, ...noRevisions, ...noSessions, ...noSort, ...noSpecials, 'create/case-twin', 'create/defaults', 'sync'].sort());
  expect([...registry.uids('human', ''), ...registry.uids('team', '')]).toEqual([]);
});

test.each([
  [{ resolution: { mail: 1000 } }, /resolution.mail is of a string/],
  [{ resolution: { hired: 0.5 } }, /resolution.hired must be a whole number/],
  [{ resolution: { hird: 1000 } }, /"hird" is no attribute/],
])('a unit of time that would be ignored is refused: %j', async (person, message) => {
  const run = runContract(sqlTable(new Database()), { configuration: {}, objectClasses: { person: person as never } });

  await expect(run).rejects.toThrow(message);
});

test('a system that keeps days has samples of different days', async () => {
  class Days extends Database {
    override insert(values: { readonly hired?: unknown }): Promise<number> {
      return super.insert(inDays(values));
    }
    override update(id: number, values: { readonly hired?: unknown }): Promise<number> {
      return super.update(id, inDays(values));
    }
  }
  const inDays = <T extends { readonly hired?: unknown }>(values: T) =>
    typeof values.hired === 'number' ? { ...values, hired: Math.floor(values.hired / 86_400) * 86_400 } : values;

  const { left } = await passing(sqlTable(new Days()), { configuration: {}, objectClasses: { person: { resolution: { hired: 86_400_000 } } } });

  expect(left).not.toContain('update/replace');
});
