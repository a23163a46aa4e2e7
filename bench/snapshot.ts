import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { defineConnector, openConnector } from 'identity-connector';
import { fileSnapshots, snapshotSync } from 'identity-connector/snapshot';
import { Account, attributesOf } from './accounts.ts';

/** What a sync by snapshots costs. */
export interface SnapshotCost {
  readonly objects: number;
  /** Changes that were told. */
  readonly changes: number;
  readonly milliseconds: number;
  /** The most that was alive after a garbage collection, in the course of the sync: objects, and typed arrays. Bytes. */
  readonly liveHeap: number;
  readonly typedArrays: number;
  /** The most that the process ever occupied. Bytes. */
  readonly residentSet: number;
  /** Of the newest snapshot. Bytes. */
  readonly file: number;
}

/** Every hundredth account has another title in the second round; every thousandth is gone, and as many are new. */
const system = defineConnector({
  name: 'made-up',
  version: '1.0.0',
  configuration: { type: 'object', properties: { objects: { type: 'integer' } }, required: ['objects'] },
  objectClasses: [Account],
  connect: ({ objects }) => ({ objects, round: 0 }),
  operations: {
    __ACCOUNT__: {
      create({ session }) {
        session.round++;
        return 'next round';
      },
      async *search({ session: { objects, round }, pageSize }) {
        const shift = Math.floor(objects / 1000) * round;
        for (let start = shift; start < objects + shift; start += pageSize) {
          const length = Math.min(pageSize, objects + shift - start);
          yield {
            objects: Array.from({ length }, (_, index) => {
              const number = start + index;
              const attributes = attributesOf(number);
              if (number % 100 === 0) attributes.title = `Engineer ${round}`;
              return { uid: `5f0c1d9a-7e4b-4c1e-9d3f-${String(number).padStart(12, '0')}`, name: `user${number}`, attributes };
            }),
          };
        }
      },
    },
  },
});

/**
 * Syncs that many made-up objects from the beginning, then with 1 % of them changed, in this process; run it in one of its own.
 *
 * @param objects         How many.
 * @param collectGarbage  `global.gc`, of a Node run with --expose-gc.
 */
export async function snapshotCost(objects: number, collectGarbage: () => void): Promise<readonly SnapshotCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-bench-'));
  try {
    const facade = await openConnector(snapshotSync(system, { store: fileSnapshots(folder) }), { objects });
    const accounts = facade.objectClass('__ACCOUNT__');
    const costs: SnapshotCost[] = [];
    let token = '';
    for (let round = 0; round < 2; round++) {
      const stream = accounts.sync({ token });
      const started = performance.now();
      let [batches, changes, liveHeap, typedArrays] = [0, 0, 0, 0];
      for await (const batch of stream.batches()) {
        changes += batch.changes.length;
        if (++batches % Math.ceil(objects / 10_000) !== 0) continue;
        await turn();
        collectGarbage();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        liveHeap = Math.max(liveHeap, heapUsed);
        typedArrays = Math.max(typedArrays, arrayBuffers);
      }
      const milliseconds = performance.now() - started;
      token = stream.token;
      const newest = readdirSync(folder).find((name) => name.includes(token) && !name.includes('+')) ?? '';
      const residentSet = process.resourceUsage().maxRSS * 1024;
      costs.push({ objects, changes, milliseconds, liveHeap, typedArrays, residentSet, file: statSync(join(folder, newest)).size });
      await accounts.create({ __NAME__: 'next round' });
    }
    await facade.close();
    return costs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
