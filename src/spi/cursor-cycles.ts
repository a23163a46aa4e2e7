import { ConnectorError } from '../model/errors.ts';

/**
 * Watches over the cursors of a search: one that leads back would let it go round for ever.
 *
 * It remembers one cursor at a time (R. P. Brent, 1980), so it needs no memory that grows.
 */
export class CursorCycles {
  #remembered: string | undefined;
  #since = 0;
  #patience = 1;

  /**
   * Looks at the cursor of a page.
   *
   * @param cursor  The cursor that the page names.
   * @param place   The cursor that the page was asked for with.
   * @param what    The operation, for messages.
   * @throws ConnectorError `Internal` for a cursor that is no text, or that of the page itself or of one before it.
   */
  pass(cursor: unknown, place: string | undefined, what: string): void {
    if (typeof cursor !== 'string') {
      throw new ConnectorError('Internal', `${what}: the connector yielded a page whose cursor is not a text (got a ${typeof cursor})`);
    }
    if (cursor === place || cursor === this.#remembered) {
      throw new ConnectorError(
        'Internal',
        `${what}: the connector yielded a page whose cursor is that of the page itself, or of one before it; a cursor must name the page that follows`,
      );
    }
    if (++this.#since < this.#patience) return;
    this.#remembered = cursor;
    this.#since = 0;
    this.#patience *= 2;
  }
}
