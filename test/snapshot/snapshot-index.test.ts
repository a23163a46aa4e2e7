import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uidDigest } from '../../src/snapshot/content-digest.ts';
import { SnapshotIndex } from '../../src/snapshot/snapshot-index.ts';

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => uidDigest(`${prefix}${i}`));

test('the index says what a Map and two Sets say', () => {
  const steps = fc.array(fc.record({ what: fc.constantFrom('remember', 'suspect', 'see', 'take'), uid: fc.nat(30), content: fc.nat(1) }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const index = new SnapshotIndex();
      const contents = new Map<number, number>();
      const [suspects, seen] = [new Set<number>(), new Set<number>()];
      for (const { what, uid, content } of list) {
        const known = contents.has(uid) || suspects.has(uid) || seen.has(uid);
        const [key, digest] = [uidDigest(`${uid}`), uidDigest(`content ${content}`)];
        if (what === 'remember') {
          expect(index.remember(key, digest)).toBe(!known);
          if (!known) contents.set(uid, content);
        } else if (what === 'suspect') {
          // It happens before anything is seen.
          if (seen.has(uid)) continue;
          index.suspect(key);
          suspects.add(uid);
        } else if (what === 'see') {
          const same = contents.get(uid) === content ? 'same' : 'update';
          expect(index.see(key, digest)).toBe(seen.has(uid) ? 'again' : suspects.has(uid) ? 'upsert' : known ? same : 'create');
          seen.add(uid);
        } else {
          expect(index.takeUnseen(key)).toBe(known ? !seen.has(uid) : undefined);
          if (known) seen.add(uid);
        }
        expect(index.unseen).toBe([...new Set([...contents.keys(), ...suspects])].filter((each) => !seen.has(each)).length);
      }
    }),
    { numRuns: 500 },
  );
});

test('tables that grow lose nothing, and take 64 bytes an object at most', () => {
  const index = new SnapshotIndex();
  const [old, young] = [numbered('old', 60_000), numbered('young', 60_000)];
  for (const uid of old) index.remember(uid, uid);
  for (const uid of young) expect(index.see(uid, uid)).toBe('create');

  for (const uid of old) if (index.see(uid, uid) !== 'same') throw new Error('lost');
  for (const uid of young) if (index.see(uid, uid) !== 'again') throw new Error('lost');
  expect(index.unseen).toBe(0);
  expect(index.bytes / 120_000).toBeLessThan(64);
});
