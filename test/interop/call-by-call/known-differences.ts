import { readFileSync } from 'node:fs';

/** A difference that is known, and why it is there. The table in docs/connectors/aws-moto.md is made of these. */
export interface KnownDifference {
  /** An action, `GetRole`, wherever it is called; or one step, `users: rename onto a taken name`. */
  readonly at: string | readonly string[];
  /** The member that differs, or the beginning of its path and `*`; `outcome` unless said otherwise. */
  readonly member?: string | readonly string[];
  /** `lacks`: moto has no such operation or member; `lenient`: it lets through what AWS refuses; `differs`: it answers otherwise; `left-out`: the embedded AWS has not all that AWS has. */
  readonly kind: 'lacks' | 'lenient' | 'differs' | 'left-out';
  /** What moto does. */
  readonly moto: string;
  /** What AWS does, and the embedded AWS. */
  readonly aws: string;
  /** How that is known. */
  readonly source: string;
}

/** Reads the list beside the tests; JSON, so that the script that makes the docs can read it too. */
export function knownDifferences(): readonly KnownDifference[] {
  return JSON.parse(readFileSync(new URL('../differences.json', import.meta.url), 'utf8')) as KnownDifference[];
}

/** Whether a known difference is about a place. */
export function isAbout(known: KnownDifference, place: { readonly action: string; readonly step: string; readonly member: string }): boolean {
  const { at, member = 'outcome' } = known;
  const covers = (pattern: string): boolean => (pattern.endsWith('*') ? place.member.startsWith(pattern.slice(0, -1)) : pattern === place.member);
  return [at].flat().some((one) => one === place.action || one === place.step) && [member].flat().some(covers);
}
