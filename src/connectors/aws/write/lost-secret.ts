import type { ConnectorError } from '../../../model/errors.ts';
import type { AwsSession } from '../session.ts';
import { asConnectorError, restated } from './steps.ts';

/** How far this machine's clock may be from AWS's, in milliseconds; AWS's dates have whole seconds. */
const CLOCK_TOLERANCE = 5000;

/** Pauses before a lost credential is looked for again, in milliseconds: what was just made may not be visible yet. */
const LOOK_AGAIN = [500, 1000, 2000];

/** How often a create is sent whose answer is lost each time. */
const ROUNDS = 3;

/** A credential as a list shows it: without its secret. */
export interface ListedSecret {
  readonly id: string;
  readonly madeAt: Date | undefined;
}

/** A credential whose secret AWS tells once, in the answer that makes it. */
export interface SecretCreation<T> {
  /** What it is, and whose: `access key of ada`. */
  readonly what: string;
  send(): Promise<T>;
  list(signal: AbortSignal | undefined): Promise<readonly ListedSecret[]>;
  remove(id: string): Promise<unknown>;
}

/**
 * Makes a credential, and cleans up when AWS's answer is lost: then a credential may be there whose secret nobody holds. It is the one that
 * was not listed before and was made since the call began; it is deleted, and another is made.
 *
 * @throws ConnectorError what AWS answers. `outcome: 'unknown'`, naming what was found, when more than one could be it, or when none is seen
 *   and the call was ended.
 */
export async function createSecretOnce<T>(session: AwsSession, signal: AbortSignal, creation: SecretCreation<T>): Promise<T> {
  const before = new Set((await creation.list(signal)).map(({ id }) => id));
  const began = Date.now() - CLOCK_TOLERANCE;
  for (let round = 1; ; round++) {
    try {
      return await creation.send();
    } catch (thrown) {
      const error = asConnectorError(thrown, signal);
      if (error.outcome !== 'unknown' && !signal.aborted) throw error;
      const removed = await removeOrphan(session, signal, creation, error, (secret) => isNew(secret, before, began));
      if (signal.aborted || round === ROUNDS) throw ended(error, creation, removed);
    }
  }
}

function isNew({ id, madeAt }: ListedSecret, before: ReadonlySet<string>, began: number): boolean {
  return !before.has(id) && madeAt !== undefined && madeAt.getTime() >= began;
}

/** Deletes the credential that nobody holds; false when none was seen. */
async function removeOrphan<T>(
  session: AwsSession,
  signal: AbortSignal,
  creation: SecretCreation<T>,
  error: ConnectorError,
  isOrphan: (secret: ListedSecret) => boolean,
): Promise<boolean> {
  const orphans = await look(session, signal, creation, isOrphan).catch((thrown: unknown) => {
    throw unknown(error, creation, `whether one was made could not be read (${asConnectorError(thrown, undefined).message})`);
  });
  const [orphan, other] = orphans;
  if (!orphan) return false;
  if (other) throw unknown(error, creation, `${orphans.map(({ id }) => id).join(' and ')} were made meanwhile, one of them maybe by this call`);
  await creation.remove(orphan.id).catch((thrown: unknown) => {
    const { message } = asConnectorError(thrown, undefined);
    throw unknown(error, creation, `${orphan.id} was made, its secret is lost, and it could not be deleted (${message})`);
  });
  return true;
}

async function look<T>(
  session: AwsSession,
  signal: AbortSignal,
  creation: SecretCreation<T>,
  isOrphan: (secret: ListedSecret) => boolean,
): Promise<readonly ListedSecret[]> {
  for (const pause of LOOK_AGAIN) {
    // Also after the caller gave up: nobody else knows that there may be one.
    const found = (await creation.list(signal.aborted ? undefined : signal)).filter(isOrphan);
    if (found.length > 0) return found;
    await session.wait(pause).catch(() => {});
  }
  return (await creation.list(undefined)).filter(isOrphan);
}

function ended<T>(error: ConnectorError, creation: SecretCreation<T>, removed: boolean): ConnectorError {
  if (!removed) return unknown(error, creation, 'none was seen since');
  return restated(error, `${error.message}; the ${creation.what} that it made was deleted again, because its secret was lost`, { outcome: 'none' });
}

function unknown<T>(error: ConnectorError, { what }: SecretCreation<T>, why: string): ConnectorError {
  return restated(error, `${error.message}; whether an ${what} is left whose secret nobody holds is not known: ${why}`, {
    outcome: 'unknown',
    retryable: false,
  });
}
