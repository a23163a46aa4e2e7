import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP = 30_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The six digits a virtual MFA device shows. RFC 6238.
 *
 * @param seed  The device's base 32 seed, as CreateVirtualMFADevice answers it.
 * @param at    Milliseconds since 1970; a device shows a new code every 30 seconds.
 *
 * @example
 * const first = mfaCode(seed, aws.clock.now() - 30_000);
 * const second = mfaCode(seed, aws.clock.now());
 */
export function mfaCode(seed: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)));
  const digest = createHmac('sha1', fromBase32(seed)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** Whether a code is the one shown now, or the one before or after. */
export function isCurrentCode(seed: string, code: string, now: number): boolean {
  return [-1, 0, 1].some((step) => same(mfaCode(seed, now + step * STEP), code));
}

/** Whether two codes follow each other and are of the last minutes, as EnableMFADevice asks. */
export function areConsecutiveCodes(seed: string, first: string, second: string, now: number): boolean {
  return [-4, -3, -2, -1, 0, 1, 2].some(
    (step) => same(mfaCode(seed, now + step * STEP), first) && same(mfaCode(seed, now + (step + 1) * STEP), second),
  );
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function fromBase32(text: string): Buffer {
  let bits = '';
  for (const letter of text) bits += LETTERS.indexOf(letter).toString(2).padStart(5, '0');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
