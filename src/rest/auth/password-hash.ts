import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP: Password Storage Cheat Sheet, scrypt: N = 2^17, r = 8, p = 1, 128 MiB. */
const COST = { ln: 17, r: 8, p: 1 };
const LENGTH = 32;

const pattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43})$/;

function derived(password: string, salt: Uint8Array, { ln, r, p }: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, LENGTH, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

/**
 * Hashes a password for a gateway's list of users.
 *
 * @returns In PHC's form: `$scrypt$ln=17,r=8,p=1$SALT$HASH`.
 *
 * @example
 * const passwordHash = await hashPassword('correct horse');
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(await derived(password, salt, COST))}`;
}

/** Whether a text is such a hash, with parameters that a request can pay for. */
export function isPasswordHash(text: string): boolean {
  const [, ln, r, p] = pattern.exec(text) ?? [];
  return ln !== undefined && Number(ln) >= 14 && Number(ln) <= 20 && Number(r) >= 1 && Number(r) <= 16 && Number(p) >= 1 && Number(p) <= 4;
}

/** Whether a password is the one that was hashed. Takes the same time wherever they differ. */
export async function passwordFits(password: string, hash: string): Promise<boolean> {
  const [, ln, r, p, salt = '', key = ''] = pattern.exec(hash) ?? [];
  const wanted = Buffer.from(key, 'base64');
  const found = await derived(password, Buffer.from(salt, 'base64'), { ln: Number(ln), r: Number(r), p: Number(p) });
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}
