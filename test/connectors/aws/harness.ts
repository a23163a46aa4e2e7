import aws from '../../../src/connectors/aws/index.ts';
import { openSession } from '../../../src/connectors/aws/session.ts';
import { openConnector } from '../../../src/facade/opening/open-connector.ts';
import { ConnectorError } from '../../../src/model/errors.ts';
import { type AwsOptions, startAws } from '../../../src/testing/aws/index.ts';
import type { Settings } from './transport/opened-session.ts';

/** The connector with an embedded AWS behind it; pauses between attempts are written down instead of waited for. */
export async function startHarness(options: AwsOptions = {}, settings: Settings = {}) {
  const server = await startAws({ seed: 1, ...options });
  const waits: number[] = [];
  let skipped = 0;
  const wait = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(ms);
    skipped += ms;
  };
  const now = () => performance.now() + skipped;
  const patient: typeof aws = { ...aws, connect: (configuration, context) => openSession(configuration, context, { wait, now, random: () => 0.5 }) };
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  const log: unknown[][] = [];
  const facade = await openConnector(
    patient,
    { accessKeyId, secretKey, endpoint: server.endpoint, ...settings },
    { log: (...line) => void log.push(line) },
  );
  const accounts = facade.objectClass('__ACCOUNT__');
  const groups = facade.objectClass('__GROUP__');
  server.clearCalls();
  return {
    server,
    facade,
    accounts,
    groups,
    waits,
    /** What the connector had to say: level, message, fields. */
    log,
    /** The actions called since the last look, in order. */
    actions(): string[] {
      const names = server.calls.map(({ action }) => action ?? '?');
      server.clearCalls();
      return names;
    },
    async [Symbol.asyncDispose]() {
      await facade.close();
      await server.close();
    },
  };
}

/** What a promise failed with; fails itself when it did not, or with something that is no ConnectorError. */
export async function failureOf(promise: Promise<unknown>): Promise<ConnectorError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

/** Everything an error shows to somebody who prints it. */
export function shown(error: ConnectorError): string {
  return [String(error), error.stack, JSON.stringify(error), JSON.stringify(error.problems), String(error.cause), JSON.stringify(error.cause)].join(
    '\n',
  );
}
