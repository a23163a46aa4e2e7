import type { ConnectorError } from '../../model/errors.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { StreamTrace } from '../calls/tracing.ts';
import type { SearchReader } from './search-reader.ts';

/** One use of a search whose arguments are checked. */
export interface SearchRun<R> {
  readonly reader: SearchReader;
  readonly budget: Budget;
  readonly row: (object: ConnectorObject) => R;
  readonly pageSize: number;
  readonly fingerprint: () => string;
  readonly trace: StreamTrace | undefined;
  /** Makes a ConnectorError of whatever the connector threw. */
  readonly translate: (error: unknown) => ConnectorError;
}

/** Ends a use: after a failure at once, else when the connector's generator has been returned. */
export async function endUse<R>(run: SearchRun<R>, rows: number, failure: unknown): Promise<void> {
  const { reader, budget } = run;
  if (failure !== undefined) {
    budget.abandon();
    reader.fail();
    run.trace?.finish(rows, failure);
    return;
  }
  const early = !reader.ended;
  try {
    await reader.close();
    run.trace?.finish(rows);
  } catch (error) {
    const translated = run.translate(error);
    run.trace?.finish(rows, translated);
    throw translated;
  } finally {
    // Whoever has read everything leaves nobody waiting.
    if (early) budget.abandon();
    else budget.dispose();
  }
}
