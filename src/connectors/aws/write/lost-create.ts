import { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { asConnectorError, restated } from './steps.ts';

/** How far this machine's clock may be from AWS's for a date of AWS's to say who made an object, in milliseconds. AWS's dates have whole seconds. */
const CLOCK_TOLERANCE = 5000;

/** The clock difference that AWS itself puts up with in signed requests, in milliseconds. */
const MOST_CLOCK_DIFFERENCE = 5 * 60_000;

/** Pauses before a lost create is looked for again, in milliseconds: what was just made may not be visible yet. */
const LOOK_AGAIN = [500, 1000, 2000];

/** What a lost create needs to find out whether it took effect. */
export interface Creation<T> {
  /** The name of the object, for messages and errors. */
  readonly name: string;
  /** Makes the call. */
  send(): Promise<T>;
  /** Reads the object; undefined when there is none. */
  read(signal: AbortSignal | undefined): Promise<T | undefined>;
  /** When AWS made it. */
  madeAt(object: T): Date | undefined;
  /** Whether it has exactly the attributes that were sent. */
  asSent(object: T): boolean;
}

/** How often a create is sent whose answer is lost each time. */
const ROUNDS = 3;

/**
 * Makes an object, and finds out what happened when AWS's answer is lost.
 *
 * The object is read back. It is ours when it has exactly what was sent and was made since the call began; somebody else's when it differs or
 * is older than any clock difference could explain. When it is not there the call is sent again, which is safe: a name is given only once.
 *
 * @returns The object as AWS answers it.
 * @throws ConnectorError `AlreadyExists` when somebody else's object is there; the error of the call with `outcome: 'unknown'` when it cannot be told.
 */
export async function createOnce<T>(session: AwsSession, signal: AbortSignal, creation: Creation<T>): Promise<T> {
  const began = Date.now();
  let lost: ConnectorError | undefined;
  for (let round = 1; round <= ROUNDS; round++) {
    try {
      return await creation.send();
    } catch (thrown) {
      const error = asConnectorError(thrown, signal);
      if (!lost && error.outcome !== 'unknown' && !signal.aborted) throw error;
      lost ??= unknown(error, creation.name);
    }
    const found = await lookFor(session, signal, creation);
    if (found) return judge(found, creation, began, lost);
    if (signal.aborted) break;
  }
  throw lost ?? new ConnectorError('Internal', `${creation.name} was not sent`);
}

function unknown(error: ConnectorError, name: string): ConnectorError {
  return restated(error, `${error.message}; whether ${name} was made is not known`, { uid: name, outcome: 'unknown', retryable: false });
}

/** The object, once it can be read; undefined when it is not there or cannot be read at all. */
async function lookFor<T>(session: AwsSession, signal: AbortSignal, creation: Creation<T>): Promise<T | undefined> {
  for (const pause of LOOK_AGAIN) {
    // One look even after the caller gave up: only who knows that the object was made can remove it again.
    const found = await creation.read(signal.aborted ? undefined : signal).catch(() => undefined);
    if (found || signal.aborted) return found;
    await session.wait(pause, signal).catch(() => {});
  }
  return creation.read(signal.aborted ? undefined : signal).catch(() => undefined);
}

function judge<T>(found: T, creation: Creation<T>, began: number, lost: ConnectorError): T {
  const madeAt = creation.madeAt(found)?.getTime();
  const since = madeAt === undefined ? undefined : madeAt - began;
  const older = since !== undefined && since < -MOST_CLOCK_DIFFERENCE;
  if (older || !creation.asSent(found)) {
    throw new ConnectorError('AlreadyExists', `${creation.name} exists already: what AWS has under this name is not what this call sent`, {
      uid: creation.name,
      cause: lost.cause,
    });
  }
  const recent = since !== undefined && since >= -CLOCK_TOLERANCE && madeAt !== undefined && madeAt <= Date.now() + CLOCK_TOLERANCE;
  if (!recent) throw lost;
  return found;
}
