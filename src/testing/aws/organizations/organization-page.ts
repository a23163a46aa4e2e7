import type { Call } from '../action.ts';
import { ApiError } from '../api-error.ts';
import { page, sortedBy } from '../paging.ts';
import { integer, text } from '../validation.ts';
import type { XmlObject } from '../xml.ts';
import { invalidInput } from './organization-errors.ts';

const MOST_ON_A_PAGE = 20;
/** What is before every key: the marker of an empty first page. */
const START = ' ';

/** The parameters of every list. AWS: Organizations, MaxResults (1 to 20) and NextToken. */
export const listFields = { MaxResults: integer(1, MOST_ON_A_PAGE), NextToken: text({ max: 100_000 }) } as const;

/** Cuts one page out of items and puts it under a name in an answer, in order of identifiers. @throws InvalidInputException for a token of another list */
export function listed<T extends { readonly id: string }>(
  call: Call,
  input: { readonly MaxResults?: number | undefined; readonly NextToken: string | undefined },
  name: string,
  items: Iterable<T>,
  answer: (item: T) => XmlObject,
): XmlObject {
  const inOrder = sortedBy(items, (item) => item.id);
  try {
    if (input.NextToken === undefined && call.cloud.organization.emptyFirstPages) {
      const { end } = page(call, { Marker: undefined, MaxItems: 1 }, [{ id: START }, { id: '!' }], (item) => item.id);
      return { [name]: [], NextToken: end.Marker };
    }
    const { items: found, end } = page(call, { Marker: input.NextToken, MaxItems: input.MaxResults ?? MOST_ON_A_PAGE }, inOrder, (item) => item.id);
    return { [name]: found.map(answer), NextToken: end.Marker };
  } catch (error) {
    if (error instanceof ApiError) throw invalidInput('INVALID_PAGINATION_TOKEN');
    throw error;
  }
}
