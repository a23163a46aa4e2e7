import { ConnectorError } from '../../model/errors.ts';
import { printable } from '../../model/wording.ts';
import type { ConnectorObject, Page } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { Position } from './cursor.ts';
import { oldest, type PageSource, type SourcePage } from './page-source.ts';

/** What a reader needs to know of a search. */
export interface ReaderPlan {
  /** Evaluates the filter; undefined when there is none. */
  readonly matches: ((object: ConnectorObject) => boolean) | undefined;
  /** Objects of the first page that are dealt with already. */
  readonly skip: number;
  readonly offset: number;
  readonly limit: number;
  readonly allowsPartial: boolean;
  readonly what: string;
}

/** One use of a search: walks the connector's pages and gives the objects that match, one at a time and without waiting inside a page. */
export class SearchReader {
  readonly #source: PageSource;
  readonly #plan: ReaderPlan;
  readonly #budget: Budget;
  #from: SourcePage | undefined;
  #index = 0;
  #skip: number;
  #offset: number;
  #left: number;
  #ended = false;
  #incomplete = false;
  #asOf: Date | undefined;

  constructor(source: PageSource, plan: ReaderPlan, budget: Budget) {
    this.#source = source;
    this.#plan = plan;
    this.#budget = budget;
    this.#skip = plan.skip;
    this.#offset = plan.offset;
    this.#left = plan.limit;
    if (this.#left === 0) this.#ended = true;
  }

  /** The next object of the page at hand; undefined when another page must be loaded, or at the end. */
  take(): ConnectorObject | undefined {
    if (this.#left === 0) return undefined;
    const { expiry } = this.#budget;
    if (expiry) throw expiry;
    while (this.#seek()) {
      const object = this.#from?.objects[this.#index++] as ConnectorObject;
      if (this.#offset > 0) {
        this.#offset--;
        continue;
      }
      if (typeof object.uid !== 'string' || object.uid === '' || typeof object.name !== 'string' || object.name === '')
        throw nameless(this.#plan.what, object);
      this.#left--;
      return object;
    }
    return undefined;
  }

  /** Moves to the next object that matches, within the page at hand. */
  #seek(): boolean {
    const from = this.#from;
    if (!from) return false;
    const { objects, page } = from;
    const matches = page.exact ? undefined : this.#plan.matches;
    for (; this.#index < objects.length; this.#index++) {
      if (!matches || matches(objects[this.#index] as ConnectorObject)) return true;
    }
    return false;
  }

  /** Loads the next page; false at the end. */
  async load(): Promise<boolean> {
    if (this.#ended || this.#left === 0) return false;
    const from = await this.#source.next();
    if (!from) {
      this.#ended = true;
      return false;
    }
    if (from.page.incomplete && !this.#plan.allowsPartial) {
      throw new ConnectorError(
        'Internal',
        `${this.#plan.what}: the connector yielded an incomplete page, which only a call with ALLOW_PARTIAL_RESULTS may get`,
      );
    }
    this.#incomplete ||= from.page.incomplete === true;
    this.#asOf = oldest(this.#asOf, from.page.asOf);
    this.#from = from;
    this.#index = Math.min(this.#skip, from.objects.length);
    // A cursor names the same page while nothing changes; when a page with a successor has shrunk, reading goes on after it.
    this.#skip = from.successor === undefined ? this.#skip - this.#index : 0;
    return true;
  }

  /** Whether the connector has nothing more to give. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether objects were missing in what was read since the last time that this was asked. */
  takeIncomplete(): boolean {
    const incomplete = this.#incomplete;
    // The page at hand may go on.
    this.#incomplete = this.#from?.page.incomplete === true && this.#index < this.#from.objects.length;
    return incomplete;
  }

  /** How old what was read since the last time that this was asked may be. */
  takeAsOf(): Date | undefined {
    const asOf = this.#asOf;
    const from = this.#from;
    // The page at hand may go on.
    this.#asOf = from && this.#index < from.objects.length ? from.page.asOf : undefined;
    return asOf;
  }

  /** Whether the limit is reached. */
  get full(): boolean {
    return this.#left === 0;
  }

  /** Whether something may follow. Looks ahead as far as the page at hand goes, and further only when that page names no successor. */
  async mayHaveMore(): Promise<boolean> {
    for (;;) {
      if (this.#seek() || this.#from?.successor !== undefined) return true;
      if (this.#ended) return false;
      const left = this.#left;
      this.#left = 1;
      const loaded = await this.load();
      this.#left = left;
      if (!loaded) return false;
    }
  }

  /** The place after the last object given. */
  get place(): Position {
    const from = this.#from;
    if (!from) return { cursor: undefined, skip: 0 };
    if (this.#index >= from.objects.length) return from.end;
    return { ...from.start, skip: from.start.skip + this.#index };
  }

  /** What the connector says of the page at hand, and how many of its objects are left. */
  get facts(): { readonly page: Page; readonly left: number; readonly filtered: boolean } | undefined {
    const from = this.#from;
    return from && { page: from.page, left: from.objects.length - this.#index, filtered: !!this.#plan.matches && !from.page.exact };
  }

  /** Ends the use: the connector's generator is returned, also when the time is up already. */
  async close(): Promise<void> {
    this.#left = 0;
    await this.#source.close();
  }

  /** Ends it after a failure, which must not be hidden or delayed by what the connector's `finally` does. */
  fail(): void {
    this.#left = 0;
    this.#source.close().catch(() => {});
  }
}

function nameless(what: string, { uid, name }: ConnectorObject): ConnectorError {
  const found = `uid ${printable(uid)}, name ${printable(name)}`;
  return new ConnectorError(
    'Internal',
    `${what}: the connector yielded an object whose uid or name is not a text of at least one character (${found})`,
  );
}
