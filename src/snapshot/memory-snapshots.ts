import type { SnapshotStore } from './snapshot-store.ts';

/**
 * Makes a store that keeps snapshots in memory, for tests and for processes that begin anew after a restart. It ends with the process.
 *
 * @example
 * const hr = snapshotSync(memory, { store: memorySnapshots() });
 */
export function memorySnapshots(): SnapshotStore {
  const all = new Map<string, Map<string, readonly Uint8Array[]>>();
  const entries = (series: string) => {
    const found = all.get(series) ?? new Map<string, readonly Uint8Array[]>();
    all.set(series, found);
    return found;
  };
  return {
    list: (series) => [...entries(series).keys()],
    open(series, name) {
      const chunks = entries(series).get(name);
      if (!chunks) return undefined;
      return {
        place: `${series}/${name} in memory`,
        async *chunks() {
          yield* chunks;
        },
        close: () => {},
      };
    },
    write(series, name) {
      let chunks: Uint8Array[] = [];
      return {
        write: (chunk) => {
          chunks.push(Uint8Array.from(chunk));
        },
        commit: () => {
          entries(series).set(name, chunks);
        },
        abort: () => {
          chunks = [];
        },
      };
    },
    append(series, name, chunk) {
      // A new list: whoever has the entry open keeps the old one.
      entries(series).set(name, [...(entries(series).get(name) ?? []), Uint8Array.from(chunk)]);
    },
    delete(series, name) {
      entries(series).delete(name);
    },
  };
}
