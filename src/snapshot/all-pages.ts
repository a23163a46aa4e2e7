import { ConnectorError } from '../model/errors.ts';
import { CursorCycles } from '../spi/cursor-cycles.ts';
import type { Page } from '../spi/operations.ts';

/**
 * All pages of a search: one that ends on a page with a cursor is asked again with it, as the framework does.
 *
 * @param ask   Asks the connector, from a cursor on.
 * @param what  The operation, for messages.
 * @throws ConnectorError `Internal` for a cursor that leads back, for an incomplete page, and for an end after which the connector says that
 * something remains: what is missing would pass for deleted.
 */
export async function* allPages(ask: (cursor: string | undefined) => AsyncIterable<Page>, what: string): AsyncGenerator<Page, void, undefined> {
  const cycles = new CursorCycles();
  let place: string | undefined;
  let next: string | undefined;
  let remaining = 0;
  do {
    const from = next;
    next = undefined;
    for await (const page of ask(from)) {
      const cursor = page.cursor ?? undefined;
      if (page.incomplete) throw new ConnectorError('Internal', `${what}: the connector yielded an incomplete page, which nobody allowed`);
      if (cursor !== undefined) {
        cycles.pass(cursor, place, what);
        place = cursor;
      }
      next = cursor;
      remaining = page.remaining ?? 0;
      yield page;
    }
  } while (next !== undefined);
  if (remaining > 0) throw new ConnectorError('Internal', `${what}: the last page has no cursor, but says that ${remaining} objects remain`);
}
