import type { Parameters } from './parameter-set.ts';
import type { ServiceName } from './service-name.ts';

/**
 * One request as Embedded AWS saw it.
 *
 * @example
 * const writes = aws.calls.filter((call) => call.action.startsWith('Create') && call.status === 200);
 */
export interface AwsCall {
  /** The service that the request was signed for. */
  readonly service: ServiceName | undefined;
  /** The region that the request was signed for. */
  readonly region: string | undefined;
  /** The account of the access key; `undefined` when no account has it. */
  readonly accountId: string | undefined;
  readonly action: string;
  /** Milliseconds since 1970 on the clock of Embedded AWS. */
  readonly at: number;
  readonly accessKeyId: string | undefined;
  /** The parameters on the wire; passwords and MFA codes are masked. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The HTTP status, or `undefined` while there is no answer: it is under way, was dropped, or hangs. */
  readonly status: number | undefined;
  /** The error code on the wire. */
  readonly code: string | undefined;
  /** Whether the call changed or read state: false for refusals, true even if its answer was lost. */
  readonly applied: boolean;
}

const SECRETS = /^(Password|OldPassword|NewPassword|TokenCode|WebIdentityToken|AuthenticationCode[12])$/;

/** Copies parameters for the log without what must not be seen. */
export function maskedParameters(parameters: Parameters): Readonly<Record<string, string>> {
  return Object.fromEntries([...parameters.entries()].map(([name, value]) => [name, SECRETS.test(name) ? '***' : value]));
}
