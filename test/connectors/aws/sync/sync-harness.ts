import { vi } from 'vitest';
import aws from '../../../../src/connectors/aws/index.ts';
import { openSession } from '../../../../src/connectors/aws/session.ts';
import { openConnector } from '../../../../src/facade/opening/open-connector.ts';
import type { Log } from '../../../../src/spi/context.ts';
import { type AwsOptions, startAws } from '../../../../src/testing/aws/index.ts';

/** Settings of the connector that a test may give. */
export type SyncSettings = Readonly<Record<string, unknown>>;

/** What the connector logged. */
export interface Logged {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** The connector with an embedded AWS behind it, both on a clock that only `later` moves; pauses are written down instead of waited for. */
export async function startSync(settings: SyncSettings = {}, options: AwsOptions = {}) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 28, 10) });
  const server = await startAws({ seed: 1, ...options });
  const waits: number[] = [];
  const logged: Logged[] = [];
  let passed = 0;
  let onWait = () => {};
  const pass = (ms: number) => {
    passed += ms;
    vi.setSystemTime(Date.now() + ms);
  };
  const wait = async (ms: number, signal?: AbortSignal) => {
    // Lets others run, as a real pause does.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    waits.push(ms);
    pass(ms);
    onWait();
  };
  const now = () => passed;
  const log: Log = (level, message, fields) => logged.push({ level, message, fields });
  const patient: typeof aws = {
    ...aws,
    connect: (configuration, context) => openSession(configuration, { ...context, log }, { wait, now, random: () => 0.5 }),
  };
  const { accessKeyId, secretAccessKey: secretKey } = server.adminCredentials;
  const open = (more: SyncSettings = {}) =>
    openConnector(patient, { accessKeyId, secretKey, endpoint: server.endpoint, ...settings, ...more } as never);
  const facade = await open();
  server.clearCalls();
  return {
    server,
    facade,
    open,
    connector: patient,
    accounts: facade.objectClass('__ACCOUNT__'),
    groups: facade.objectClass('__GROUP__'),
    all: facade.objectClass('__ALL__'),
    waits,
    logged,
    /** Lets time pass, in seconds. */
    later(seconds: number): void {
      pass(seconds * 1000);
    },
    /** Does something at the end of every pause. */
    afterEachWait(work: () => void): void {
      onWait = work;
    },
    async [Symbol.asyncDispose]() {
      await facade.close();
      await server.close();
      vi.useRealTimers();
    },
  };
}

/** Changes in few words. */
export function words(changes: readonly { readonly type: string; readonly uid: string; readonly previousUid?: string }[]): string[] {
  return changes.map(({ type, uid, previousUid }) => `${type} ${uid}${previousUid === undefined ? '' : ` was ${previousUid}`}`);
}
