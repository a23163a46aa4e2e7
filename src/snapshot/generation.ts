import { randomBytes } from 'node:crypto';
import type { SnapshotStore } from './snapshot-store.ts';

const snapshotName = /^(\d{1,15})-[0-9a-f]{16}$/;
const entryName = /^(\d{1,15})-[0-9a-f]{16}(\+[0-9a-f]{16})?$/;

/** Whether a text can be the name of a snapshot. A token comes from outside, and goes into the name of a file. */
export function isGeneration(token: unknown): token is string {
  return typeof token === 'string' && snapshotName.test(token);
}

/** A name that no other snapshot has: a number above those that are there, and 64 random bits, because two syncs may run at once. */
export async function nextGeneration(store: SnapshotStore, series: string): Promise<string> {
  const numbers = (await store.list(series)).map(numberOf);
  return `${Math.max(0, ...numbers.filter((each) => each !== undefined)) + 1}-${random()}`;
}

/** A name for the journal of one sync that begins at this snapshot. */
export function journalName(generation: string): string {
  return `${generation}+${random()}`;
}

/** The journals of a snapshot. */
export async function journalsOf(store: SnapshotStore, series: string, generation: string): Promise<readonly string[]> {
  return (await store.list(series)).filter((name) => entryName.test(name) && name.startsWith(`${generation}+`));
}

/**
 * Deletes the snapshots that are older than this one, and their journals.
 *
 * A number counts, not a clock, which may be set back. Snapshots go before their journals: one without its journals would hide changes.
 */
export async function deleteOlder(store: SnapshotStore, series: string, generation: string): Promise<void> {
  const own = numberOf(generation) ?? 0;
  const older = (await store.list(series)).filter((name) => (numberOf(name) ?? own) < own);
  for (const name of older.filter(isGeneration)) await store.delete(series, name);
  for (const name of older) if (!isGeneration(name)) await store.delete(series, name);
}

function numberOf(name: string): number | undefined {
  const number = entryName.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

const random = () => randomBytes(8).toString('hex');
