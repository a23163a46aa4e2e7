import { ConnectorError } from '../model/errors.ts';
import type { Page } from '../spi/operations.ts';

/**
 * All pages of a search: one that ends on a page with a cursor is asked again with it, as the framework does.
 *
 * @param ask   Asks the connector, from a cursor on.
 * @param what  The operation, for messages.
 * @throws ConnectorError `Internal` for a cursor that leads back, and for an incomplete page: what is missing would pass for deleted.
 */
export async function* allPages(ask: (cursor: string | undefined) => AsyncIterable<Page>, what: string): AsyncGenerator<Page, void, undefined> {
  let place: string | undefined;
  let next: string | undefined;
  // Cycles are found by remembering one cursor at a time (R. P. Brent, 1980).
  let remembered: string | undefined;
  let [since, patience] = [0, 1];
  do {
    const from = next;
    next = undefined;
    for await (const page of ask(from)) {
      const cursor = page.cursor ?? undefined;
      if (page.incomplete) throw new ConnectorError('Internal', `${what}: the connector yielded an incomplete page, which nobody allowed`);
      if (cursor !== undefined) {
        if (typeof cursor !== 'string') throw new ConnectorError('Internal', `${what}: the connector yielded a cursor that is no text`);
        if (cursor === place || cursor === remembered) {
          throw new ConnectorError(
            'Internal',
            `${what}: the connector yielded a page whose cursor is that of the page itself, or of one before it; a cursor must name the page that follows`,
          );
        }
        if (++since === patience) [remembered, since, patience] = [cursor, 0, patience * 2];
        place = cursor;
      }
      next = cursor;
      yield page;
    }
  } while (next !== undefined);
}
