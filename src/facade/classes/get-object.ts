import { type Awaitable, isLater } from '../../model/awaitable.ts';
import { ConnectorError } from '../../model/errors.ts';
import type { ConnectorObject, NamesToGet } from '../../spi/operations.ts';
import type { Budget } from '../calls/budget.ts';
import type { ConnectorClass } from './connector-class.ts';

/** Reads one object by the connector's get. An answer that is there at once is answered at once, without a promise around it. */
export function getObject(
  cls: ConnectorClass,
  budget: Budget,
  uid: string,
  names: ReadonlySet<string>,
  options: unknown,
): Awaitable<ConnectorObject | undefined> {
  const answer = cls.call('get', budget, { uid, attributesToGet: names as NamesToGet<never> }, options);
  // By a promise of our own: what is one in name only may answer nothing to `then`, and nothing means that there is no object.
  return isLater(answer) ? Promise.resolve(answer).then((object) => identified(cls, object)) : identified(cls, answer);
}

/** @throws ConnectorError `Internal` for an object that nobody could name. */
function identified(cls: ConnectorClass, object: ConnectorObject | null | undefined): ConnectorObject | undefined {
  if (!object) return undefined;
  if (typeof object.uid !== 'string' || object.uid === '') throw nameless(cls, 'uid');
  if (typeof object.name !== 'string' || object.name === '') throw nameless(cls, 'name');
  return object;
}

function nameless(cls: ConnectorClass, key: string): ConnectorError {
  return new ConnectorError('Internal', `${cls.title('get')}: the connector answered an object whose ${key} is not a text of at least one character`);
}
