/** Puts line breaks and indentation of two into JSON without any, piece by piece; numbers stay digit for digit. */
class Indenter {
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Whether an object or a list has just begun, which may be empty. */
  #begun = false;

  next(piece: string): string {
    let indented = '';
    for (let at = 0; at < piece.length; at++) indented += this.#shown(piece[at] as string);
    return indented;
  }

  #shown(character: string): string {
    if (this.#inText) {
      this.#inText = this.#escaped || character !== '"';
      this.#escaped = character === '\\' && !this.#escaped;
      return character;
    }
    const first = this.#begun;
    this.#begun = character === '{' || character === '[';
    if (character === '}' || character === ']') {
      this.#depth--;
      return first ? character : this.#line() + character;
    }
    const before = first ? this.#line() : '';
    if (this.#begun) this.#depth++;
    this.#inText = character === '"';
    if (character === ',') return character + this.#line();
    return before + (character === ':' ? ': ' : character);
  }

  #line(): string {
    return `\n${'  '.repeat(this.#depth)}`;
  }
}

/** A JSON text without white space, with line breaks and indentation of two; numbers stay digit for digit. */
export function indentedJson(text: string): string {
  return new Indenter().next(text);
}

/** The same for JSON that comes in pieces, no faster than it is read. */
export function indentedStream(stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const [indenter, decoder, encoder] = [new Indenter(), new TextDecoder(), new TextEncoder()];
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(encoder.encode(indenter.next(decoder.decode(chunk, { stream: true }))));
      },
    }),
  );
}
