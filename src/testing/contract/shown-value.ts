import { printable } from '../../model/wording.ts';

/** A value for a message about a failed case: lists and maps in full, secrets never. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shownValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object)) {
    return `{ ${Object.entries(value)
      .map(([name, each]) => `${name}: ${shownValue(each)}`)
      .join(', ')} }`;
  }
  return printable(value);
}
