const MASK = '[secret]';
const secretBrand: unique symbol = Symbol.for('identity-connector.Secret') as never;
const secretBytesBrand: unique symbol = Symbol.for('identity-connector.SecretBytes') as never;
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Text that never prints itself: not as a string, not in JSON, not in `util.inspect`, so not in errors, traces and logs either.
 *
 * `reveal()` is the only way to the text, which makes every use of a secret greppable. `instanceof` works across copies of
 * the package. ICF: GuardedString.
 *
 * @example
 * const password = new Secret('correct horse');
 * String(password);   // '[secret]'
 * password.reveal();  // 'correct horse'
 */
export class Secret {
  readonly #value: string;

  /** @param value The text to guard; any string, the empty one too. */
  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself. */
  reveal(): string {
    return this.#value;
  }

  /** Whether both guard the same text; takes the same time wherever they differ. */
  equals(other: Secret): boolean {
    const encoder = new TextEncoder();
    return sameBytes(encoder.encode(this.#value), encoder.encode(other.reveal()));
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  /** @internal */
  get [secretBrand](): true {
    return true;
  }

  /** @internal */
  [inspect](): string {
    return MASK;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this; what it asks is whether a value is its own.
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class that was asked.
    if (this !== Secret) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && secretBrand in value;
  }
}

/**
 * Bytes that never print themselves; `Secret` for binary values. ICF: GuardedByteArray.
 *
 * @example
 * const key = new SecretBytes(Uint8Array.of(1, 2, 3));
 * JSON.stringify({ key });  // '{"key":"[secret]"}'
 * key.reveal().length;      // 3
 */
export class SecretBytes {
  readonly #value: Uint8Array;

  /** @param value The bytes to guard; a copy is kept. */
  constructor(value: Uint8Array) {
    this.#value = Uint8Array.from(value);
  }

  /** A copy of the bytes. */
  reveal(): Uint8Array {
    return Uint8Array.from(this.#value);
  }

  /** Whether both guard the same bytes; takes the same time wherever they differ. */
  equals(other: SecretBytes): boolean {
    return sameBytes(this.#value, other.reveal());
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  /** @internal */
  get [secretBytesBrand](): true {
    return true;
  }

  /** @internal */
  [inspect](): string {
    return MASK;
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    // A subclass inherits this; what it asks is whether a value is its own.
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class that was asked.
    if (this !== SecretBytes) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && secretBytesBrand in value;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i % Math.max(b.length, 1)] ?? 0);
  return difference === 0;
}
