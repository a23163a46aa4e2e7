import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConnectorError } from '../../model/errors.ts';

/** Texts that stand encrypted in files begin so. */
const PREFIX = 'sealed:v1:';

/** The shortest key, in bytes: a key is random, not a password. */
const SHORTEST_KEY = 32;

/**
 * The key that values are sealed under.
 *
 * @example
 * const key = new SealingKey(randomBytes(32).toString('base64'));
 * key.open(key.seal('correct horse'));  // 'correct horse'
 */
export class SealingKey {
  readonly #key: Buffer;

  /**
   * @param text  Base64 or hexadecimal digits of at least 32 random bytes: `openssl rand -base64 32`.
   * @throws ConnectorError `Configuration` for a shorter one.
   */
  constructor(text: string) {
    const trimmed = text.trim();
    const bytes = /^[0-9a-f]{64,}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
    if (bytes.length < SHORTEST_KEY)
      throw new ConnectorError(
        'Configuration',
        'the key that secrets are sealed under must be 32 random bytes or more in base64: openssl rand -base64 32',
      );
    this.#key = Buffer.from(hkdfSync('sha256', bytes, '', 'identity-connector sealed v1', 32));
  }

  /**
   * Encrypts a text for a file: AES-256-GCM (NIST SP 800-38D), with a nonce of its own.
   *
   * @example
   * new SealingKey(randomBytes(32).toString('base64')).seal('correct horse').startsWith('sealed:v1:');  // true
   */
  seal(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** The text again; undefined when it was sealed under another key or changed. */
  open(value: string): string | undefined {
    const bytes = Buffer.from(value.slice(PREFIX.length), 'base64');
    if (bytes.length < 28) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

/** Whether a text stands encrypted. */
export function isSealed(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * The key of an environment: in IDENTITY_CONNECTOR_KEY, or in the file that IDENTITY_CONNECTOR_KEY_FILE names; undefined when there is none.
 *
 * @throws ConnectorError `Configuration` for a key that is too short, and for a file that cannot be read.
 */
export async function sealingKey(env: Readonly<Record<string, string | undefined>>): Promise<SealingKey | undefined> {
  const file = env.IDENTITY_CONNECTOR_KEY_FILE;
  const text = env.IDENTITY_CONNECTOR_KEY ?? (file === undefined ? undefined : await keyIn(file));
  return text === undefined ? undefined : new SealingKey(text);
}

async function keyIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConnectorError('Configuration', `the file ${file}, which IDENTITY_CONNECTOR_KEY_FILE names, cannot be read (${code})`, {
      cause: error,
    });
  }
}
