import { setImmediate as turn } from 'node:timers/promises';
import { defineConnector, openConnector } from 'identity-connector';
import { Account, attributesOf } from './accounts.ts';

/** Bytes while a search is read from its first object to its last. */
export interface StreamedMemory {
  readonly objects: number;
  readonly milliseconds: number;
  /** The most that was alive after a garbage collection, in the course of the stream. */
  readonly liveHeap: number;
  /** The most that the process ever occupied. */
  readonly residentSet: number;
}

const endless = defineConnector({
  name: 'endless',
  version: '1.0.0',
  configuration: { type: 'object', properties: { objects: { type: 'integer' } }, required: ['objects'] },
  objectClasses: [Account],
  connect: ({ objects }) => ({ objects }),
  operations: {
    __ACCOUNT__: {
      async *search({ session, pageSize }) {
        for (let start = 0; start < session.objects; start += pageSize) {
          const length = Math.min(pageSize, session.objects - start);
          yield {
            objects: Array.from({ length }, (_, index) => ({
              uid: String(start + index),
              name: `user${start + index}`,
              attributes: attributesOf(start + index),
            })),
          };
        }
      },
    },
  },
});

/**
 * Reads that many objects of a connector that makes them up, in this process; run it in one of its own.
 *
 * @param objects         How many.
 * @param collectGarbage  `global.gc`, of a Node run with --expose-gc.
 */
export async function streamedMemory(objects: number, collectGarbage: () => void): Promise<StreamedMemory> {
  const facade = await openConnector(endless, { objects });
  const started = performance.now();
  let seen = 0;
  let liveHeap = 0;
  for await (const row of facade.objectClass('__ACCOUNT__').search({ pageSize: 1000 })) {
    seen += row.name.length > 0 ? 1 : 0;
    if (seen % (objects / 10) === 0) {
      await turn();
      collectGarbage();
      liveHeap = Math.max(liveHeap, process.memoryUsage().heapUsed);
    }
  }
  if (seen !== objects) throw new Error(`saw ${seen} of ${objects} objects`);
  await facade.close();
  return { objects, milliseconds: performance.now() - started, liveHeap, residentSet: process.resourceUsage().maxRSS * 1024 };
}
