import { ConnectorError, type Problem } from './errors.ts';

/** Adds a problem when a length is outside its facets. */
export function checkLength(
  facet: { readonly minLength?: number; readonly maxLength?: number },
  length: number,
  unit: string,
  hidden: boolean,
  path: string,
  problems: Problem[],
): void {
  const got = hidden ? '' : ` (got ${length})`;
  if (facet.minLength !== undefined && length < facet.minLength) refuse(problems, path, `must have at least ${facet.minLength} ${unit}${got}`);
  if (facet.maxLength !== undefined && length > facet.maxLength) refuse(problems, path, `must have at most ${facet.maxLength} ${unit}${got}`);
}

/** A regular expression of a schema, with the `u` flag. */
export function expression(source: string, shown: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch (cause) {
    throw new ConnectorError('Configuration', `the pattern ${shown} in the schema is not a regular expression (JavaScript, with the u flag)`, {
      cause,
    });
  }
}

/** The number of characters of a text: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    // The second half of a pair; an unpaired half counts as a character.
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

/** Adds a problem; there is no value then. */
export function refuse(problems: Problem[], path: string, message: string): undefined {
  problems.push({ path, message });
}
