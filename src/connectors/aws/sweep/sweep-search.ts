import { ConnectorError } from '../../../model/errors.ts';
import type { Filter } from '../../../model/filter.ts';
import type { ObjectClass } from '../../../model/object-class.ts';
import type { ConnectorObject, Page, SearchCall } from '../../../spi/operations.ts';
import type { AwsSession } from '../session.ts';
import { narrowFilter, type PartNaming } from './narrow-filter.ts';
import { Sweep } from './sweep.ts';
import { SweepFailures } from './sweep-failures.ts';
import { decodeSweep } from './sweep-place.ts';

/** How long a part that does not answer holds up the pages of others, in milliseconds; then it steps behind them. */
const PATIENCE = 2000;

/** The parts that a search goes over. */
export interface Parts {
  readonly kind: 'account' | 'region';
  readonly ids: readonly string[];
  /** Whether a text can name such a part at all. */
  readonly isPart: (id: string) => boolean;
  readonly naming: PartNaming;
  readonly atATime: number;
  /** Milliseconds that AWS may take over one part. */
  readonly timeout: number;
  /** Searches one part. */
  readonly open: (id: string, request: PartRequest) => AsyncIterable<Page>;
  /** An object of a part as it is among those of all. */
  readonly shown: (object: ConnectorObject, id: string) => ConnectorObject;
  readonly onEnd?: ((id: string) => void) | undefined;
  readonly onFailure?: ((id: string, error: ConnectorError) => void) | undefined;
}

/** What is asked of one part, in its words. */
export interface PartRequest {
  readonly filter: Filter | undefined;
  readonly cursor: string | undefined;
  /** Aborted when the caller leaves, or when the part's time is over. */
  readonly signal: AbortSignal;
}

/**
 * Searches every part that can have what is searched for, several at a time; their pages come in the order of their names.
 *
 * @throws ConnectorError when parts failed, after the objects of all others, with a problem for each; with ALLOW_PARTIAL_RESULTS the last
 *   page is incomplete instead. `InvalidArgument` for a cursor that is not one.
 */
export async function* sweepSearch<O extends ObjectClass>(call: SearchCall<O, AwsSession>, parts: Parts): AsyncGenerator<Page, void, undefined> {
  const { session, filter, objectClass, cursor, signal } = call;
  const { kind, naming, atATime, timeout } = parts;
  const narrowed = (id: string) => narrowFilter(filter, id, objectClass, naming);
  const asked = parts.ids.filter((id) => narrowed(id).possible).sort();
  const failures = new SweepFailures(`search ${objectClass.name} of aws`, kind, session.log);
  const sweep = new Sweep<Page>({
    parts: asked,
    start: cursor === undefined ? undefined : decodeSweep(cursor, parts.isPart),
    atATime,
    limit: { milliseconds: timeout, error: (id) => tooSlow(kind, id, timeout) },
    patience: PATIENCE,
    signal,
    open: (id, at, limit) => parts.open(id, { filter: narrowed(id).filter, cursor: at, signal: limit }),
    onEnd: (id) => parts.onEnd?.(id),
    onFailure(id, error) {
      parts.onFailure?.(id, error);
      failures.add(id, error);
    },
  });
  let yielded = false;
  for await (const { from, cursor: next } of sweep.pages()) {
    yielded = true;
    const objects = from?.page.objects.map((object) => parts.shown(object, from.id)) ?? [];
    const { exact, incomplete, asOf } = from?.page ?? {};
    yield { objects, cursor: next, exact: exact && from && narrowed(from.id).same, incomplete, asOf };
  }
  const { ALLOW_PARTIAL_RESULTS } = call.options as { readonly ALLOW_PARTIAL_RESULTS?: unknown };
  if (failures.count > 0 && ALLOW_PARTIAL_RESULTS !== true) throw failures.error(asked.length);
  if (failures.count > 0 || !yielded) yield { objects: [], incomplete: failures.count > 0 };
}

function tooSlow(kind: Parts['kind'], id: string, timeout: number): ConnectorError {
  return new ConnectorError('OperationTimeout', `AWS did not answer all that the search asks of ${kind} ${id} within ${timeout} ms (accountTimeout)`);
}
