import type { AttributeValue } from './attribute-value.ts';
import { ConnectorError } from './errors.ts';
import type { Filter, FilterLeaf } from './filter.ts';
import { deepestFilter, operators } from './filter-words.ts';
import { printable } from './wording.ts';

/**
 * Reads a filter in the text form of CREST and SCIM (RFC 7644, 3.4.2.2): `mail sw "ada" and !(groups pr)`.
 *
 * Operators: `eq` `ne` `co` `sw` `ew` `gt` `ge` `lt` `le` `pr`, CREST's `ca` (all of a list are among the values), and `ei` (equal but for
 * case). `and` binds before `or`; `not` and `!` before both. `true` matches everything, `false` nothing. Words have no case. `a ne v` is
 * `!(a eq v)`; `a eq null` is `!(a pr)`. `and(…)` and `or(…)` are an "and" and an "or" of one filter.
 *
 * Attributes are bare (`mail`), JSON pointers of one token (`/mail`) or quoted (`"first name"`). Values are JSON; text may stand in single
 * quotes too. What JSON lacks: `12n` is a bigint, as is a whole number above 2^53; `date("2026-11-21T10:00:00.000Z")` is a date,
 * `bytes("AQID")` bytes in base64; references and maps are objects. Numbers, dates and decimals may also be given as the text or number
 * that input accepts, since a search converts values by the attribute's type.
 *
 * @throws ConnectorError `InvalidArgument` with the position, what was expected there and what was found.
 *
 * @example
 * parseFilter('mail sw "ada" and age gt 30');
 * // { op: 'and', filters: [{ op: 'startsWith', attribute: 'mail', value: 'ada' }, { op: 'greaterThan', attribute: 'age', value: 30 }] }
 */
export function parseFilter(text: string): Filter {
  const reader = new Reader(text);
  const filter = reader.alternatives(0);
  reader.end();
  return filter;
}

/** Reads a filter from left to right; every character is looked at a fixed number of times. */
class Reader {
  readonly #text: string;
  // Sticky expressions remember where they stopped, so each reader has its own.
  readonly #name = /[\p{L}_$][\p{L}\p{N}_.:$-]*/uy;
  readonly #number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#expected('"and", "or" or the end');
  }

  alternatives(depth: number): Filter {
    return this.#chain('or', () => this.#chain('and', () => this.#negation(depth)));
  }

  #chain(op: 'and' | 'or', next: () => Filter): Filter {
    const filters = [next()];
    while (this.#word(op)) filters.push(next());
    return filters.length === 1 ? (filters[0] as Filter) : { op, filters };
  }

  #negation(depth: number): Filter {
    if (!this.#symbol('!') && !this.#word('not')) return this.#primary(depth);
    // The parentheses of `!(…)` are not a level of their own.
    if (!this.#peek('(')) return { op: 'not', filter: this.#negation(this.#deeper(depth)) };
    return { op: 'not', filter: this.#primary(depth) };
  }

  #primary(depth: number): Filter {
    if (this.#symbol('(')) return this.#rest(depth);
    if (this.#word('true')) return { op: 'and', filters: [] };
    if (this.#word('false')) return { op: 'or', filters: [] };
    for (const op of ['and', 'or'] as const) {
      if (!this.#word(op)) continue;
      if (!this.#symbol('(')) this.#expected('"("');
      return { op, filters: [this.#rest(depth)] };
    }
    return this.#comparison(depth);
  }

  #rest(depth: number): Filter {
    const filter = this.alternatives(this.#deeper(depth));
    if (!this.#symbol(')')) this.#expected('")", "and" or "or"');
    return filter;
  }

  #comparison(depth: number): Filter {
    const attribute = this.#attribute();
    this.#space();
    const start = this.#at;
    const word = this.#match(this.#name)?.toLowerCase();
    if (word === 'pr') return { op: 'present', attribute };
    const op = word === 'ne' ? 'equals' : word !== undefined && Object.hasOwn(operators, word) ? operators[word] : undefined;
    if (op === undefined) {
      this.#at = start;
      this.#expected(`an operator (${Object.keys(operators).join(', ')}, ne, pr)`);
    }
    if (op === 'equals' && this.#word('null')) {
      const present: Filter = { op: 'present', attribute };
      return word === 'ne' ? present : { op: 'not', filter: present };
    }
    const leaf: Filter = { op, attribute, value: this.#value(depth) as FilterLeaf['value'] } as FilterLeaf;
    return word === 'ne' ? { op: 'not', filter: leaf } : leaf;
  }

  #attribute(): string {
    this.#space();
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"' || first === "'") return this.#quoted(first);
    if (first === '/') {
      this.#at++;
      const token = this.#match(/[^\s()"'/]+/y);
      if (token === undefined || this.#text[this.#at] === '/') {
        this.#at = start;
        this.#expected('a JSON pointer of one token, such as /mail');
      }
      return token.replaceAll('~1', '/').replaceAll('~0', '~');
    }
    return this.#match(this.#name) ?? this.#expected('an attribute, "(", "!", "not", true or false');
  }

  #value(depth: number, inside = false): AttributeValue | AttributeValue[] | null {
    this.#space();
    const start = this.#at;
    const first = this.#text[start];
    if (first === '"' || first === "'") return this.#quoted(first);
    if (this.#symbol('[')) return this.#list(']', () => this.#value(this.#deeper(depth), true) as AttributeValue);
    if (this.#symbol('{')) {
      // fromEntries, because a key named __proto__ would set the prototype.
      const members = this.#list('}', () => {
        this.#space();
        const quote = this.#text[this.#at];
        const key = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#expected('a key in quotes');
        if (!this.#symbol(':')) this.#expected('":"');
        return [key, this.#value(this.#deeper(depth), true)] as const;
      });
      return Object.fromEntries(members);
    }
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    if (inside && this.#word('null')) return null;
    for (const tag of ['date', 'bytes'] as const) if (this.#word(tag)) return this.#tagged(tag, start);
    const digits = this.#match(this.#number);
    if (digits === undefined) return this.#expected('a value: text in quotes, a number, true, false, a list or an object');
    // Reading the digits of a bigint takes time that grows faster than their number.
    const isWhole = /^-?\d{1,1000}$/.test(digits);
    if (isWhole && this.#text[this.#at] === 'n') this.#at++;
    else if (!isWhole || Number.isSafeInteger(Number(digits))) {
      if (Number.isFinite(Number(digits))) return Number(digits);
      this.#at = start;
      return this.#expected('a number in the range of double, or a whole number of at most 1000 digits');
    }
    return BigInt(digits);
  }

  #list<T>(close: string, next: () => T): T[] {
    const items: T[] = [];
    if (this.#symbol(close)) return items;
    do items.push(next());
    while (this.#symbol(','));
    if (!this.#symbol(close)) this.#expected(`"," or "${close}"`);
    return items;
  }

  #tagged(tag: 'date' | 'bytes', start: number): Date | Uint8Array {
    if (!this.#symbol('(')) this.#expected('"("');
    this.#space();
    const quote = this.#text[this.#at];
    const content = quote === '"' || quote === "'" ? this.#quoted(quote) : this.#expected('text in quotes');
    if (!this.#symbol(')')) this.#expected('")"');
    if (tag === 'date') {
      const date = new Date(content);
      if (!Number.isNaN(date.getTime())) return date;
    } else if (/^[A-Za-z0-9+/]*={0,2}$/.test(content) && content.length % 4 === 0)
      return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    this.#at = start;
    return this.#expected(tag === 'date' ? 'a date in ISO 8601' : 'bytes in base64');
  }

  /** Text in double quotes is JSON's; in single quotes the same but for the quotes. */
  #quoted(quote: string): string {
    const start = this.#at;
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== quote) end += this.#text[end] === '\\' ? 2 : 1;
    if (end >= this.#text.length) this.#expected(`text that ends with ${quote}`);
    const content = this.#text.slice(start + 1, end);
    this.#at = end + 1;
    try {
      return JSON.parse(
        quote === '"' ? `"${content}"` : `"${content.replace(/\\.|"/g, (part) => (part === "\\'" ? "'" : part === '"' ? '\\"' : part))}"`,
      );
    } catch {
      this.#at = start;
      return this.#expected('text with the escapes of JSON');
    }
  }

  #deeper(depth: number): number {
    if (depth >= deepestFilter) this.#refuse(`nested more than ${deepestFilter} deep`);
    return depth + 1;
  }

  #space(): void {
    while (this.#at < this.#text.length && ' \t\r\n'.includes(this.#text[this.#at] as string)) this.#at++;
  }

  #peek(symbol: string): boolean {
    this.#space();
    return this.#text[this.#at] === symbol;
  }

  #symbol(symbol: string): boolean {
    if (!this.#peek(symbol)) return false;
    this.#at++;
    return true;
  }

  /** A keyword, in any case, that is not the beginning of a longer name. */
  #word(word: string): boolean {
    this.#space();
    if (this.#text.slice(this.#at, this.#at + word.length).toLowerCase() !== word) return false;
    const start = this.#at;
    if (this.#match(this.#name)?.length === word.length) return true;
    this.#at = start;
    return false;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #refuse(what: string): never {
    const message = `character ${this.#at + 1}: ${what}`;
    throw new ConnectorError('InvalidArgument', `filter text, ${message}`, { problems: [{ path: 'filter', message }] });
  }

  #expected(what: string): never {
    const found = this.#at >= this.#text.length ? 'the end' : printable(this.#text.slice(this.#at, this.#at + 20));
    this.#refuse(`expected ${what} (got ${found})`);
  }
}
