import type { Plain } from './normalise.ts';

/** What became of a call: the members of its answer, or why it was refused. */
export type Outcome = { readonly answer: Plain } | { readonly refused: string };

/** One difference between two outcomes of the same call. */
export interface Found {
  /** The member that differs, `Users[].Tags`; `outcome` when only one of the calls was answered, or the refusals differ. */
  readonly member: string;
  readonly moto: string;
  readonly embedded: string;
}

/** Compares member by member. */
export function differences(moto: Outcome, embedded: Outcome): readonly Found[] {
  if ('refused' in moto || 'refused' in embedded) {
    const [a, b] = [said(moto), said(embedded)];
    return a === b ? [] : [{ member: 'outcome', moto: a, embedded: b }];
  }
  return [...compare('', moto.answer, embedded.answer)];
}

function said(outcome: Outcome): string {
  return 'refused' in outcome ? outcome.refused : 'answered';
}

function* compare(path: string, moto: Plain | undefined, embedded: Plain | undefined): Generator<Found> {
  if (Array.isArray(moto) && Array.isArray(embedded)) {
    if (moto.length !== embedded.length) {
      yield { member: `${path}[]`, moto: `${moto.length} members`, embedded: `${embedded.length} members` };
      return;
    }
    for (const [index, item] of moto.entries()) yield* compare(`${path}[]`, item, embedded[index]);
  } else if (isObject(moto) && isObject(embedded)) {
    for (const key of new Set([...Object.keys(moto), ...Object.keys(embedded)])) {
      yield* compare(path === '' ? key : `${path}.${key}`, moto[key], embedded[key]);
    }
  } else if (JSON.stringify(moto) !== JSON.stringify(embedded)) {
    yield { member: path, moto: shown(moto), embedded: shown(embedded) };
  }
}

function isObject(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: Plain | undefined): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
