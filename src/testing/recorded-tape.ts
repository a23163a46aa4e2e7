import { readFile, writeFile } from 'node:fs/promises';
import { ConnectorError } from '../model/errors.ts';
import { Secret, SecretBytes } from '../model/secret.ts';
import { isObject } from '../model/value-kind.ts';
import { printable } from '../model/wording.ts';
import type { InterceptedCall } from './intercept.ts';
import type { Tape, TapeJson } from './tape.ts';
import { hideInError, isTapeCall, type OpenTapeCall, type TapeCall, titleOf } from './tape-call.ts';
import { findCall, missing, type TapeOrder } from './tape-match.ts';
import { isSecretName, type Redact, Redaction, textsIn } from './tape-redaction.ts';
import { encodeValue, hideTexts, type Json } from './tape-value.ts';

/** What a tape begins with, and what it keeps off itself. */
export interface TapeOptions {
  /** Changes values of attributes before they are written down: `(name, value) => (name === 'mail' ? 'x@example.org' : value)`. */
  readonly redact?: Redact;
  /** The JSON of another tape, to go on with. */
  readonly from?: unknown;
}

// Shorter ones would be found in many a text that has nothing to do with them.
const SHORTEST_SECRET = 4;

/**
 * Makes a tape, empty unless it is made of the JSON of another one.
 *
 * @throws ConnectorError `InvalidArgument` when `from` is something else.
 *
 * @example
 * const tape = createTape();
 * await using facade = await openConnector(record(memory, tape), {});
 * await facade.objectClass('__ACCOUNT__').create({ __NAME__: 'ada' });
 * await tape.save('ada.tape.json');
 */
export function createTape(options: TapeOptions = {}): Tape {
  return new RecordedTape(options);
}

/**
 * Reads a tape from a file that `save` wrote.
 *
 * @throws ConnectorError `InvalidArgument` for a file that is not a tape; what reading a file throws.
 *
 * @example
 * const tape = await loadTape(new URL('ada.tape.json', import.meta.url));
 * await using facade = await openConnector(replay(memory, tape), {});
 */
export async function loadTape(path: string | URL, options: Omit<TapeOptions, 'from'> = {}): Promise<Tape> {
  const text = await readFile(path, 'utf8');
  let from: unknown;
  try {
    from = JSON.parse(text);
  } catch {
    // What the parser says quotes the file.
    throw new ConnectorError('InvalidArgument', `${String(path)} is not a tape: it is not JSON`);
  }
  return new RecordedTape({ ...options, from: from ?? null });
}

/** The tape, and what recording and replaying ask of it. */
export class RecordedTape implements Tape {
  readonly #redaction: Redaction;
  readonly #hidden = new Set<string>();
  readonly #played = new Set<number>();
  readonly #calls: TapeCall[] = [];
  #connector: string | undefined;

  constructor({ redact, from }: TapeOptions) {
    this.#redaction = new Redaction(redact, (text) => this.#hide(text));
    if (from === undefined) return;
    const { format, version, connector, calls } = (isObject(from) ? from : {}) as Partial<TapeJson>;
    if (format !== 'identity-connector tape' || version !== 1 || !Array.isArray(calls)) {
      const found = isObject(from) ? `format ${printable(format)}, version ${printable(version)}` : printable(from);
      throw new ConnectorError('InvalidArgument', `this is not a tape of version 1 (got ${found})`);
    }
    const wrong = calls.findIndex((call) => !isTapeCall(call));
    if (wrong >= 0) throw new ConnectorError('InvalidArgument', `call ${wrong + 1} of the tape is not one: record the tape anew`);
    this.#connector = connector ?? undefined;
    this.#calls.push(...calls);
  }

  get connector(): string | undefined {
    return this.#connector;
  }

  get calls(): readonly TapeCall[] {
    return this.#calls.map((call) => this.#shown(call));
  }

  get unplayed(): readonly TapeCall[] {
    return this.#calls.filter((_, index) => !this.#played.has(index)).map((call) => this.#shown(call));
  }

  rewind(): void {
    this.#played.clear();
  }

  async save(path: string | URL): Promise<void> {
    await writeFile(path, `${JSON.stringify(this, null, 2)}\n`);
  }

  toJSON(): TapeJson {
    return { format: 'identity-connector tape', version: 1, connector: this.#connector ?? null, calls: this.calls };
  }

  /** @throws ConnectorError `InvalidArgument` when it is of another connector. */
  belongTo(connector: string): void {
    if (this.#connector !== undefined && this.#connector !== connector) {
      throw new ConnectorError('InvalidArgument', `the tape is of the connector ${printable(this.#connector)}, not of ${printable(connector)}`);
    }
    this.#connector = connector;
  }

  /** Keeps the secrets of a configuration off the tape. */
  conceal(value: unknown, seen = new WeakSet<object>()): void {
    if (typeof value === 'string') for (const password of passwordsIn(value)) this.#hide(password);
    else if (value instanceof Secret) this.#hide(value.reveal());
    else if (value instanceof SecretBytes) this.#hide(Buffer.from(value.reveal()).toString('base64'));
    else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      // A client among the settings may be of any size; its insides are no settings.
      if (!Array.isArray(value) && !isPlain(value)) return;
      for (const [name, each] of Object.entries(value)) {
        // Not every kind of schema makes Secrets.
        if (isSecretName(name)) for (const text of textsIn(each)) this.#hide(text);
        this.conceal(each, seen);
      }
    }
  }

  /** Begins to write a call down. */
  begin(call: InterceptedCall): OpenTapeCall {
    const { operation, objectClass } = call;
    const entry: OpenTapeCall = { operation, ...(objectClass !== undefined && { objectClass }), arguments: this.#arguments(call) };
    this.#calls.push(entry);
    return entry;
  }

  /** An answer or a page as it is written down. */
  encode(call: InterceptedCall, answer: unknown): Json {
    return encodeValue(this.#redaction.answer(call.operation, answer), `the answer of ${titleOf(call)}`, (text) => this.#hide(text));
  }

  /**
   * Finds the call that answers another one; from then on it is played.
   *
   * @throws ConnectorError `Internal` that says what is nearest, when there is none. Not another error: its text would be kept from the application.
   */
  take(call: InterceptedCall, order: TapeOrder): TapeCall {
    const { operation, objectClass } = call;
    const wanted = { operation, objectClass, arguments: this.#arguments(call) };
    const index = findCall(this.#calls, this.#played, wanted, order);
    const found = index === undefined ? undefined : this.#calls[index];
    if (index === undefined || !found) {
      const asked = { ...wanted, arguments: hideTexts(wanted.arguments, (text) => this.#isHidden(text)) };
      throw new ConnectorError('Internal', missing(this.calls, this.#played, asked, order));
    }
    this.#played.add(index);
    return this.#shown(found);
  }

  #arguments(call: InterceptedCall): Json {
    const { configuration, ...given } = call.arguments;
    this.conceal(configuration);
    return encodeValue(this.#redaction.arguments(call.operation, given), `the arguments of ${titleOf(call)}`, (text) => this.#hide(text));
  }

  /** A call without what must not be seen: only now is known what that is, since a secret may have come after a text with it. */
  #shown({ arguments: given, answer, pages, error, ...rest }: TapeCall): TapeCall {
    const finds = (text: string) => this.#isHidden(text);
    return {
      ...rest,
      arguments: hideTexts(given, finds),
      ...(answer !== undefined && { answer: hideTexts(answer, finds) }),
      ...(pages !== undefined && { pages: pages.map((page) => hideTexts(page, finds)) }),
      ...(error !== undefined && { error: hideInError(error, finds) }),
    };
  }

  #isHidden(text: string): boolean {
    for (const secret of this.#hidden) if (text.includes(secret) || isCutIn(text, secret)) return true;
    return false;
  }

  #hide(text: string): void {
    if (text.length < SHORTEST_SECRET) return;
    // In messages it stands as it is, or as `printable` shows it.
    for (const form of [text, JSON.stringify(text).slice(1, -1)]) this.#hidden.add(form);
  }
}

/** Whether a message in which long values were cut has the beginning of this one before the mark of the cut. */
function isCutIn(text: string, secret: string): boolean {
  for (let at = text.indexOf('…'); at >= 0; at = text.indexOf('…', at + 1)) {
    for (let left = Math.min(at, secret.length); left >= SHORTEST_SECRET; left--)
      if (text.slice(at - left, at) === secret.slice(0, left)) return true;
  }
  return false;
}

/** The password in an address, `https://ada:hunter2@example.org`, as it is written and as it is meant. */
function passwordsIn(text: string): readonly string[] {
  const written = /:\/\/[^/?#\s:@]*:([^/?#\s]+)@/.exec(text)?.[1];
  if (written === undefined) return [];
  try {
    return [written, decodeURIComponent(written)];
  } catch {
    return [written];
  }
}

/** By the length of the chain, because another realm, such as that of jest, has an Object of its own. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
