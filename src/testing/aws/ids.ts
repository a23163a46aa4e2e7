import { createHash, randomBytes } from 'node:crypto';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SECRET_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** What IAM puts before an identifier to say what it names. AWS: IAM identifiers, unique ID prefixes. */
export type IdPrefix = 'AIDA' | 'AGPA' | 'AROA' | 'ANPA' | 'AIPA' | 'AKIA' | 'ASIA' | 'APKA' | 'ACCA';

/** Makes identifiers and secrets in AWS's shapes; with a seed always the same ones in the same order. */
export interface IdSource {
  /** A unique identifier: prefix and 17 (entities) or 16 (keys) upper-case base 32 characters. */
  id(prefix: IdPrefix): string;
  /** 40 characters, as in a secret access key. */
  secret(): string;
  /** `length` characters of base 32, as in an MFA seed. */
  base32(length: number): string;
  /** A random UUID, as in `x-amzn-requestid`. */
  requestId(): string;
  /** An opaque session token. */
  token(): string;
}

/** Creates a source of identifiers. Without a seed they come from the system's random numbers. */
export function createIdSource(seed?: number): IdSource {
  const bytes = seed === undefined ? randomBytes : seededBytes(seed);
  const letters = (alphabet: string, length: number): string => {
    let text = '';
    for (const byte of bytes(length)) text += alphabet[byte % alphabet.length];
    return text;
  };
  return {
    id: (prefix) => prefix + letters(ID_LETTERS, prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17),
    secret: () => letters(SECRET_LETTERS, 40),
    base32: (length) => letters(ID_LETTERS, length),
    requestId: () => {
      const hex = bytes(16).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    token: () => `IQoJb3JpZ2luX2Vj${bytes(192).toString('base64')}`,
  };
}

/** SHA-256 in counter mode: short, and the same on every machine. */
function seededBytes(seed: number): (length: number) => Buffer {
  let counter = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let filled = 0; filled < length; filled += 32) {
      blocks.push(createHash('sha256').update(`${seed}:${counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  };
}
