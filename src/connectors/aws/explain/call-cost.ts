import { MOST_ITEMS } from '../read/paging.ts';
import type { IamAction } from '../transport/iam-actions.ts';

/** A number that is known, or known to lie between two. */
export interface Bound {
  readonly least: number;
  readonly most: number;
}

/** How often a search calls an action for one purpose. */
export interface CallCost extends Bound {
  /** As policies name it: `iam:ListUsers`. */
  readonly action: string;
  readonly purpose: string;
}

/** Exactly that many. */
export function exactly(count: number): Bound {
  return { least: count, most: count };
}

/** Both numbers and others. */
export function plus(a: Bound, b: Bound): Bound {
  return { least: a.least + b.least, most: a.most + b.most };
}

/** Both numbers times others. */
export function times(a: Bound, b: Bound): Bound {
  return { least: a.least * b.least, most: a.most * b.most };
}

/** The entries that are read of so many when a search ends after `limit` rows: whole answers are read, and nothing ahead of them. */
export function readUntil({ least, most }: Bound, limit: number): Bound {
  const whole = Math.ceil(limit / MOST_ITEMS) * MOST_ITEMS;
  return { least: Math.min(least, whole), most: Math.min(most, whole) };
}

/** The answers that a listing of so many entries takes; one at least. AWS may give shorter ones, which makes more of them. */
export function answersFor({ least, most }: Bound): Bound {
  const answers = (entries: number) => Math.max(1, Math.ceil(entries / MOST_ITEMS));
  return { least: answers(least), most: answers(most) };
}

/**
 * The answers that as many listings take, one each at least.
 *
 * @param each      The most entries that one of them can have.
 * @param together  The most that all of them can have.
 */
export function answersForEach({ least, most }: Bound, each: number, together: number): Bound {
  return { least, most: Math.min(most * answersFor(exactly(each)).most, most + Math.floor(together / MOST_ITEMS)) };
}

/** Collects what a search costs; what is never called is left out. */
export class Costs {
  readonly #costs: CallCost[] = [];

  add(action: IamAction, bound: Bound, purpose: string): this {
    if (bound.most > 0) this.#costs.push({ action: `iam:${action}`, ...bound, purpose });
    return this;
  }

  /** With nothing as the least: for what may not be done at all. */
  maybe(action: IamAction, most: number, purpose: string): this {
    return this.add(action, { least: 0, most }, purpose);
  }

  get all(): readonly CallCost[] {
    return this.#costs;
  }
}
