import { openConnector } from 'identity-connector';
import { memoryConnector } from 'identity-connector/memory';
import { Account, attributesOf } from './accounts.ts';
import { BareDirectory, copyByHeart } from './bare-directory.ts';
import type { Comparison } from './rounds.ts';

const connector = memoryConnector([Account]);

/**
 * The same work through the facade of a `memory` connector and by a bare loop, over the same accounts.
 *
 * @param size  How many accounts.
 */
export async function comparisons(size: number): Promise<readonly Comparison[]> {
  const directory = await openConnector(connector, {});
  const accounts = directory.objectClass('__ACCOUNT__');
  const bare = new BareDirectory();
  const byHeart = new BareDirectory(copyByHeart);
  const uids: string[] = [];
  const bareUids: string[] = [];
  const heartUids: string[] = [];
  for (let number = 0; number < size; number += 1) {
    uids.push((await accounts.create({ __NAME__: `user${number}`, ...attributesOf(number) })).uid);
    bareUids.push(await bare.create(`user${number}`, attributesOf(number)));
    heartUids.push(await byHeart.create(`user${number}`, attributesOf(number)));
  }
  const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T;
  // Made beforehand: neither side pays for what the application has at hand.
  const newcomers = Array.from({ length: 20_000 }, (_, number) => ({ name: `new${number}`, attributes: attributesOf(number) }));

  const facadeGet: Comparison['facade'] = async (times) => {
    for (let time = 0; time < times; time += 1) expectAll((await accounts.get(at(uids, time)))?.name.length, undefined);
  };
  const bareGet =
    (table: BareDirectory, keys: readonly string[]): Comparison['bare'] =>
    async (times) => {
      for (let time = 0; time < times; time += 1) expectAll((await table.get(at(keys, time)))?.name.length, undefined);
    };
  const facadeStream: Comparison['facade'] = async (times) => {
    for (let time = 0; time < times; time += 1) {
      let seen = 0;
      for await (const row of accounts.search()) seen += row.name.length > 0 ? 1 : 0;
      expectAll(seen, size);
    }
  };
  const bareStream =
    (rows: () => AsyncIterable<{ readonly name: string }>): Comparison['bare'] =>
    async (times) => {
      for (let time = 0; time < times; time += 1) {
        let seen = 0;
        for await (const row of rows()) seen += row.name.length > 0 ? 1 : 0;
        expectAll(seen, size);
      }
    };

  return [
    { name: 'get', wanted: 1 / 3, facade: facadeGet, bare: bareGet(bare, bareUids) },
    { name: 'get, beside a copy by heart', facade: facadeGet, bare: bareGet(byHeart, heartUids) },
    {
      name: 'create',
      facade: async (times) => {
        for (let done = 0; done < times; done += newcomers.length) {
          const fresh = await openConnector(connector, {});
          const empty = fresh.objectClass('__ACCOUNT__');
          for (const { name, attributes } of newcomers.slice(0, times - done)) await empty.create({ __NAME__: name, ...attributes });
          await fresh.close();
        }
      },
      bare: async (times) => {
        for (let done = 0; done < times; done += newcomers.length) {
          const empty = new BareDirectory();
          for (const { name, attributes } of newcomers.slice(0, times - done)) await empty.create(name, attributes);
        }
      },
    },
    { name: 'streamed search, beside an async generator', objects: size, wanted: 1 / 4, facade: facadeStream, bare: bareStream(() => bare.search()) },
    {
      name: 'streamed search, beside a hand-written iterator',
      objects: size,
      wanted: 1 / 4,
      facade: facadeStream,
      bare: bareStream(() => bare.stream()),
    },
    { name: 'streamed search, beside both by heart', objects: size, facade: facadeStream, bare: bareStream(() => byHeart.stream()) },
    {
      name: `one hit of ${size.toLocaleString('en')}, not indexed`,
      wanted: 1 / 4,
      facade: async (times) => {
        for (let time = 0; time < times; time += 1) {
          const rows = await accounts.search({ filter: { op: 'equals', attribute: 'employeeNumber', value: `E${time % size}` } }).toArray();
          expectAll(rows.length, 1);
        }
      },
      bare: async (times) => {
        for (let time = 0; time < times; time += 1) expectAll((await bare.find('employeeNumber', `E${time % size}`)).length, 1);
      },
    },
  ];
}

/** A benchmark that finds nothing measures nothing. */
function expectAll(found: number | undefined, expected: number | undefined): void {
  if (found === undefined || (expected !== undefined && found !== expected)) throw new Error(`found ${found}, expected ${expected ?? 'something'}`);
}
