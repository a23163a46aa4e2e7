import type { Awaitable } from '../../model/awaitable.ts';
import type { ConnectorObject } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import { beginRun } from '../search/search-run.ts';
import type { ConnectorClass } from './connector-class.ts';
import { getObject } from './get-object.ts';

/** Reads one object: by the connector's get, else by a search for its uid. */
export function readObject(
  cls: ConnectorClass,
  budget: Budget,
  uid: string,
  names: ReadonlySet<string>,
  options: unknown,
): Awaitable<ConnectorObject | undefined> {
  return cls.implements('get') ? getObject(cls, budget, uid, names, options) : findByUid(cls, budget, uid, names, options);
}

async function findByUid(
  cls: ConnectorClass,
  budget: Budget,
  uid: string,
  names: ReadonlySet<string>,
  options: unknown,
): Promise<ConnectorObject | undefined> {
  // Those of get; the search is given none.
  cls.options('get', options);
  const { reader } = beginRun(
    cls,
    { filter: { op: 'equals', attribute: '__UID__', value: uid }, limit: 1, attributes: [...names] as never[] },
    budget,
    undefined,
  );
  let found: ConnectorObject | undefined;
  try {
    do {
      found = reader.take();
    } while (!found && (await reader.load()));
  } catch (error) {
    reader.fail();
    throw error;
  }
  await reader.close();
  return found;
}
