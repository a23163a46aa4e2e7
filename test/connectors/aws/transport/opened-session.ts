import { configuration } from '../../../../src/connectors/aws/configuration.ts';
import { type AwsSession, openSession, type SessionOverrides } from '../../../../src/connectors/aws/session.ts';
import type { Input, Static } from '../../../../src/model/json-schema.ts';
import { checkConfiguration } from '../../../../src/spi/configuration.ts';

export type Settings = Input<typeof configuration>;

export const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'the-secret-of-the-static-key' } as const;

/** A configuration as the framework hands it to `connect`. */
export function checked(settings: Settings): Static<typeof configuration> {
  const { value, problems } = checkConfiguration(configuration, settings);
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value as Static<typeof configuration>;
}

/** A session on a clock of its own, which waiting moves on at once; `waits` records what it would have waited. */
export async function opened(
  settings: Settings,
  overrides: SessionOverrides = {},
): Promise<AwsSession & { readonly waits: number[]; readonly logged: string[] }> {
  const waits: number[] = [];
  const logged: string[] = [];
  const context = {
    signal: new AbortController().signal,
    log: (_level: string, message: string) => void logged.push(message),
    instanceName: undefined,
  };
  let time = 0;
  const wait = async (milliseconds: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(milliseconds);
    time += milliseconds;
  };
  const session = await openSession(checked(settings), context, { now: () => time, wait, random: () => 0.5, ...overrides });
  return Object.assign(session, { waits, logged });
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}
