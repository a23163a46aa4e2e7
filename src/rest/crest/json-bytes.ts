/** Bytes of a new buffer; a chunk for each row would cost more than the row, and larger ones gain nothing. */
const SIZE = 65_536;

/** JSON that is written again and again, such as a key, ready to be copied four bytes at a time. */
export class JsonConstant {
  readonly words: Uint32Array;
  /** In bytes. */
  readonly length: number;

  constructor(json: string) {
    const bytes = Buffer.from(json);
    const padded = new DataView(new ArrayBuffer(Math.ceil(bytes.length / 4) * 4));
    for (const [at, byte] of bytes.entries()) padded.setUint8(at, byte);
    this.words = Uint32Array.from({ length: padded.byteLength / 4 }, (_, index) => padded.getUint32(index * 4, true));
    this.length = bytes.length;
  }
}

/**
 * Gathers JSON as UTF-8 bytes, in one pass and without making strings on the way.
 *
 * Most texts are ASCII that stands in JSON as it is: those are copied character by character, which is checked as it goes. Measured on rows of
 * accounts: strings put together cost twice the time, most of it in the garbage collector.
 */
export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(SIZE);
  #view = viewOf(this.#bytes);
  #length = 0;

  /** How many bytes are gathered. */
  get length(): number {
    return this.#length;
  }

  /** A text that is JSON already. */
  json(text: string): void {
    this.#reserve(text.length);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        this.#encoded(text);
        return;
      }
      bytes[at++] = code;
    }
    this.#length = at;
  }

  /** JSON that was made ready to be written again and again. */
  constant({ words, length }: JsonConstant): void {
    // The last word may write beyond the end, where what follows is written over it.
    this.#reserve(length + 3);
    const view = this.#view;
    let at = this.#length;
    for (let index = 0; index < words.length; index++) {
      view.setUint32(at, words[index] as number, true);
      at += 4;
    }
    this.#length += length;
  }

  /** A text as a JSON string. */
  quoted(text: string): void {
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#length;
    bytes[at++] = 0x22;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      // Controls, the quote, the backslash, and what takes more than one byte.
      if (code < 0x20 || code === 0x22 || code === 0x5c || code >= 0x80) {
        this.#encoded(JSON.stringify(text));
        return;
      }
      bytes[at++] = code;
    }
    bytes[at++] = 0x22;
    this.#length = at;
  }

  /** Forgets what was gathered after a length that it had. */
  cut(length: number): void {
    this.#length = Math.min(length, this.#length);
  }

  /** What is gathered, which is the caller's; gathering begins anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafeSlow(SIZE);
    this.#view = viewOf(this.#bytes);
    this.#length = 0;
    return taken;
  }

  /** A text of any characters; a unit of UTF-16 is three bytes at most. */
  #encoded(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
    this.#view = viewOf(larger);
  }
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
