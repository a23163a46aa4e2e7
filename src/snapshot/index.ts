export { fileSnapshots } from './file-snapshots.ts';
export { memorySnapshots } from './memory-snapshots.ts';
export type { SnapshotSink, SnapshotStore, StoredSnapshot } from './snapshot-store.ts';
export { type SnapshotOptions, type SnapshotSynced, snapshotSync, type WithSync } from './snapshot-sync.ts';
