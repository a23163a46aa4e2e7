import { ConnectorError } from '../model/errors.ts';
import { type Awaitable, isLater } from '../model/awaitable.ts';
import type { ConnectorObject, NamesToGet } from '../spi/operations.ts';
import type { Budget } from './budget.ts';
import type { ConnectorClass } from './connector-class.ts';
import { beginRun } from './search-run.ts';

/** Reads one object: by the connector's get, else by a search for its uid. An answer that is there at once is answered at once. */
export function readObject(
  cls: ConnectorClass,
  budget: Budget,
  uid: string,
  names: ReadonlySet<string>,
  options: unknown,
): Awaitable<ConnectorObject | undefined> {
  const answer: Awaitable<ConnectorObject | undefined> = cls.implements('get')
    ? budget.run(() => cls.ask('get', budget, { uid, attributesToGet: names as NamesToGet<never> }, options), false)
    : findByUid(cls, budget, uid, names, options);
  return isLater(answer) ? answer.then((object) => checked(cls, object)) : checked(cls, answer);
}

function checked(cls: ConnectorClass, object: ConnectorObject | null | undefined): ConnectorObject | undefined {
  if (!object) return undefined;
  if (typeof object.uid !== 'string' || object.uid === '') throw nameless(cls, 'uid');
  if (typeof object.name !== 'string' || object.name === '') throw nameless(cls, 'name');
  return object;
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

function nameless(cls: ConnectorClass, key: string): ConnectorError {
  return new ConnectorError('Internal', `${cls.title('get')}: the connector answered an object whose ${key} is not a text of at least one character`);
}
