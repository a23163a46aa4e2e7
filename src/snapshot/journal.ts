import { hash } from 'node:crypto';
import { damaged, longestText } from './snapshot-format.ts';
import type { StoredSnapshot } from './snapshot-store.ts';

/*
 * A journal: the uids of which a sync has told changes since a snapshot. It is appended to before a batch is handed out. A frame for every
 * batch: its length (4 bytes, little-endian) and the same with all bits turned, so that a damaged length is not taken for the end; that many
 * bytes; the first 16 bytes of their SHA-256. In it for every uid its length (4) and the uid as UTF-8.
 */
const headSize = 8;
const digestSize = 16;

/** The uids of one batch, as a frame. */
export function journalFrame(uids: readonly string[]): Buffer {
  const parts = uids.flatMap((uid) => {
    const text = Buffer.from(uid);
    return [lengthOf(text), text];
  });
  const body = Buffer.concat(parts);
  const head = lengthOf(body);
  return Buffer.concat([head, head.map((byte) => ~byte), body, digestOf(body)]);
}

/**
 * Reads a journal: the uids, some at a time.
 *
 * A frame that was cut off at the end is passed over: its batch was not handed out, because the frame is complete before.
 *
 * @throws ConnectorError `ConnectorIO` when it was damaged.
 */
export async function* readJournal(stored: StoredSnapshot): AsyncGenerator<readonly string[], void, undefined> {
  const { place } = stored;
  let rest = Buffer.alloc(0);
  for await (const chunk of stored.chunks()) {
    const bytes = Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length >= at + headSize) {
      const length = bytes.readUInt32LE(at);
      if (bytes.readUInt32LE(at + 4) !== ~length >>> 0) throw damaged(place, 'a length in its journal is wrong');
      const end = at + headSize + length;
      if (bytes.length < end + digestSize) break;
      const body = bytes.subarray(at + headSize, end);
      if (!digestOf(body).equals(bytes.subarray(end, end + digestSize))) throw damaged(place, 'the digest of a part of its journal is another one');
      yield uidsOf(body, place);
      at = end + digestSize;
    }
    rest = bytes.subarray(at);
  }
}

function uidsOf(body: Buffer, place: string): readonly string[] {
  const uids: string[] = [];
  for (let at = 0; at < body.length; ) {
    const length = body.readUInt32LE(at);
    if (length > longestText) throw damaged(place, `a uid in it would have ${length} bytes`);
    uids.push(body.toString('utf8', at + 4, at + 4 + length));
    at += 4 + length;
  }
  return uids;
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

const digestOf = (body: Buffer) => hash('sha256', body, 'buffer').subarray(0, digestSize);
