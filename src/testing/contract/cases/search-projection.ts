import assert from 'node:assert/strict';
import type { AttributeValue } from '../../../model/attribute-value.ts';
import { ALL, findAttribute, type ObjectClass } from '../../../model/object-class.ts';
import type { Row } from '../../../model/row.ts';
import { Secret, SecretBytes } from '../../../model/secret.ts';
import type { ChangeBatch, ConnectorObject, Operations, SearchCall } from '../../../spi/operations.ts';
import type { ContractCase } from '../contract-case.ts';
import type { ClassSubject } from '../contract-subject.ts';
import { isSameSet, oracleValues } from '../oracle.ts';
import { inVariant, pagesOf } from './changed-connector.ts';
import { among, assertSameObjects, populatedCases, populationRows, readableNames } from './class-cases.ts';

/**
 * Which attributes a read brings, and what the connector hands out below the facade, which drops without a word what it does not know.
 *
 * @example
 * for (const each of projection(subject)) await each.run();
 */
export function* projection(subject: ClassSubject): Iterable<ContractCase> {
  const population = populationRows(subject);
  const { objectClass } = subject;
  const make = populatedCases(subject, population, 'projection', 'search');
  const readable = readableNames(subject);
  const byDefault = readable.filter((name) => objectClass.attributes[name]?.returnedByDefault !== false);
  const onRequest = readable.filter((name) => !byDefault.includes(name));

  /** Rows have these attributes, with all their values, and no others. */
  const assertProjected = async (found: readonly Row[], names: readonly string[], what: string) => {
    const rows = await population();
    const known = among(found, rows);
    assertSameObjects(known, rows, what);
    for (const row of known) {
      const whole = rows.find(({ uid }) => uid === row.uid) as Row;
      const expected = names.filter((name) => oracleValues(name, whole).length > 0);
      const brought = Object.keys(row.attributes).filter((name) => oracleValues(name, row).length > 0);
      assert.deepEqual(brought.sort(), [...expected].sort(), `${what} should bring ${expected.join(', ') || 'no attributes'} of ${row.name}`);
      for (const name of expected) {
        const info = objectClass.attributes[name] ?? { type: 'string' };
        assert.ok(
          isSameSet(info, oracleValues(name, row), oracleValues(name, whole)),
          `${what} should bring the same ${name} of ${row.name} as get does`,
        );
      }
    }
  };
  const gotten = async (attributes: readonly string[] | undefined) => {
    const operations = await subject.operations();
    const rows = await Promise.all((await population()).map(({ uid }) => operations.get(uid, attributes && { attributes })));
    return rows.filter((row) => row !== undefined);
  };
  const searched = async (attributes: readonly string[] | undefined) => (await subject.operations()).search(attributes && { attributes }).toArray();

  yield make('projection/default', 'a read that names no attributes brings those returned by default, as "*" does', async () => {
    for (const asked of [undefined, ['*']]) {
      const what = asked ? 'asked for "*"' : 'asked for no attributes by name';
      await assertProjected(await searched(asked), byDefault, `a search, ${what},`);
      await assertProjected(await gotten(asked), byDefault, `get, ${what},`);
    }
  });

  yield make('projection/asked', 'each attribute can be asked for alone', async () => {
    for (const name of readable) {
      await assertProjected(await searched([name]), [name], `a search for ${name} alone`);
      await assertProjected(await gotten([name]), [name], `get of ${name} alone`);
    }
  });

  yield make('projection/none', 'no attributes can be asked for: the identity comes alone', async () => {
    await assertProjected(await searched([]), [], 'a search for no attributes');
    await assertProjected(await gotten([]), [], 'get of no attributes');
  });

  yield make(
    'projection/on-request',
    `what is not returned by default comes when it is asked for beside the rest (${onRequest.join(', ')})`,
    async () => {
      await assertProjected(await searched(['*', ...onRequest]), readable, 'a search for all attributes');
      await assertProjected(await gotten(['*', ...onRequest]), readable, 'get of all attributes');
    },
    onRequest.length === 0 ? 'every attribute is returned by default' : undefined,
  );

  /** All objects that the connector hands out for reads of every kind. */
  const handedOut = async (): Promise<readonly ConnectorObject[]> => {
    const objects: ConnectorObject[] = [];
    await inVariant(
      subject,
      (own) => watched(own, objects),
      async ({ operations, uids }) => {
        objects.length = 0;
        await operations.search({ attributes: readable }).toArray();
        await operations.search().toArray();
        for (const uid of uids) await operations.get(uid, { attributes: readable });
        if (subject.supports('sync')) await operations.sync({ attributes: readable }).toArray();
      },
    );
    return objects;
  };

  yield make('projection/undeclared', 'the connector hands out no attribute that its schema does not have', async () => {
    for (const { name: called, attributes } of await handedOut()) {
      const unknown = Object.keys(attributes).filter((name) => name === '__NAME__' || !Object.hasOwn(objectClass.attributes, name));
      const near = unknown.map((name) => findAttribute(objectClass, name)?.[0]).filter((name) => name !== undefined);
      const hint = near.length > 0 ? ` (the schema has ${near.join(', ')}; the name goes beside the attributes)` : '';
      assert.deepEqual(unknown, [], `${called} should come without ${unknown.join(', ')}${hint}: the facade drops what it does not know`);
    }
  });

  yield make('projection/unreadable', 'the connector hands out no attribute that cannot be read, and no secret', async () => {
    for (const { name: called, attributes } of await handedOut()) {
      for (const [name, value] of Object.entries(attributes)) {
        if (value === undefined || value === null) continue;
        assert.notEqual(objectClass.attributes[name]?.readable, false, `${called} should come without ${name}, which cannot be read`);
        assert.ok(!holdsSecret(value as AttributeValue), `${called} should come without a secret in ${name}`);
      }
    }
  });
}

/** Operations that note every object that passes through them. */
function watched(own: Operations, objects: ConnectorObject[]): Partial<Operations> {
  const note = (object: ConnectorObject | undefined) => {
    if (object) objects.push(object);
    return object;
  };
  return {
    ...(own.search && {
      search: (call: SearchCall<ObjectClass>) => passing(pagesOf(own, call), ({ objects: page }) => page.forEach(note)),
    }),
    ...(own.get && { get: async (call: Parameters<NonNullable<Operations['get']>>[0]) => note(await own.get?.(call)) }),
    ...(own.sync && {
      sync: (call: Parameters<NonNullable<Operations['sync']>>[0]) =>
        passing(own.sync?.(call) as AsyncIterable<ChangeBatch>, ({ changes }) => {
          for (const { object, objectClass } of changes)
            if (objectClass === undefined || objectClass === call.objectClass.name || objectClass === ALL) note(object);
        }),
    }),
  };
}

async function* passing<T>(source: AsyncIterable<T>, note: (item: T) => void): AsyncGenerator<T> {
  for await (const item of source) {
    note(item);
    yield item;
  }
}

function holdsSecret(value: unknown): boolean {
  if (value instanceof Secret || value instanceof SecretBytes) return true;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false;
  return Object.values(value).some(holdsSecret);
}
