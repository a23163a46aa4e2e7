import { attr, defineConnector, objectClass, openConnector } from 'identity-connector';

/** What a session pool does under a crowd. */
export interface PoolCost {
  readonly calls: number;
  readonly max: number;
  /** Calls a second. */
  readonly rate: number;
  /** Calls that were answered, places by which one overtook another at most, sessions made, sessions left after closing. */
  readonly answered: number;
  readonly overtaken: number;
  readonly made: number;
  readonly left: number;
}

const Entry = objectClass('entry', { __NAME__: attr.string({ required: true }) });

/** Makes all calls at once; each session serves one at a time and takes one turn of the event loop. */
export async function poolCost(calls: number, max: number): Promise<PoolCost> {
  let made = 0;
  let living = 0;
  const begun: number[] = [];
  const connector = defineConnector({
    name: 'pooled',
    version: '1.0.0',
    configuration: { type: 'object' },
    objectClasses: [Entry],
    connect: () => {
      made++;
      living++;
      return {};
    },
    disconnect: () => {
      living--;
    },
    pool: { max, checkAlive: () => true },
    operations: {
      entry: {
        get: async ({ uid }) => {
          begun.push(Number(uid));
          await new Promise((resolve) => setImmediate(resolve));
          return { uid, name: uid, attributes: {} };
        },
      },
    },
  });
  const facade = await openConnector(connector, {});
  const entries = facade.objectClass('entry');
  const start = performance.now();
  const rows = await Promise.all(Array.from({ length: calls }, (_, index) => entries.get(String(index))));
  const seconds = (performance.now() - start) / 1000;
  await facade.close();
  return {
    calls,
    max,
    rate: calls / seconds,
    answered: rows.filter((row, index) => row?.uid === String(index)).length,
    overtaken: Math.max(...begun.map((index, place) => Math.abs(index - place))),
    made,
    left: living,
  };
}
