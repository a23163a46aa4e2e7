import type { Problem } from '../../../model/errors.ts';
import { printable } from '../../../model/wording.ts';
import { qualifiedUid, splitUid } from './account-uid.ts';

/** Attributes of any class. */
type Bag = Readonly<Record<string, unknown>>;

/** Attributes of an object of an account, with the references in them as uids over several accounts. */
export function qualifyReferences(attributes: Bag, references: readonly string[], accountId: string): Bag {
  const found = references.filter((name) => attributes[name] !== undefined && attributes[name] !== null);
  if (found.length === 0) return attributes;
  const qualify = (value: unknown) => (typeof value === 'string' ? qualifiedUid(accountId, value) : value);
  return { ...attributes, ...Object.fromEntries(found.map((name) => [name, each(attributes[name], qualify)])) };
}

/**
 * Attributes to be written in an account, with the references in them as that account has them; both ways of writing one are right.
 *
 * @param path      Where the attributes stand: `replace.`, or nothing in a create.
 * @param problems  Collects references to objects of other accounts, which AWS has no way to keep.
 */
export function localReferences(attributes: Bag, references: readonly string[], accountId: string, path: string, problems: Problem[]): Bag {
  const found = references.filter((name) => attributes[name] !== undefined && attributes[name] !== null);
  if (found.length === 0) return attributes;
  const local = (name: string) => (value: unknown, index: number | undefined) => {
    const parts = typeof value === 'string' ? splitUid(value) : undefined;
    if (!parts) return value;
    if (parts.accountId !== accountId) {
      problems.push({
        path: `${path}${name}${index === undefined ? '' : `[${index}]`}`,
        message: `${printable(value)} is of another account than the object, which is in ${accountId}: AWS joins objects of one account only`,
      });
    }
    return parts.uid;
  };
  return { ...attributes, ...Object.fromEntries(found.map((name) => [name, each(attributes[name], local(name))])) };
}

function each(value: unknown, change: (value: unknown, index: number | undefined) => unknown): unknown {
  return Array.isArray(value) ? value.map((one, index) => change(one, index)) : change(value, undefined);
}
