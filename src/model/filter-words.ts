import type { Comparison } from './filter.ts';

/** How deep a filter may be nested, in text and as data; what CREST allows. Deeper ones are refused with InvalidArgument, before the stack ends. */
export const deepestFilter = 256;

/** The words of the text form and what they compare. */
export const operators: Readonly<Record<string, Comparison>> = {
  eq: 'equals',
  ei: 'equalsIgnoreCase',
  co: 'contains',
  sw: 'startsWith',
  ew: 'endsWith',
  ca: 'containsAllValues',
  gt: 'greaterThan',
  ge: 'greaterThanOrEqual',
  lt: 'lessThan',
  le: 'lessThanOrEqual',
};
