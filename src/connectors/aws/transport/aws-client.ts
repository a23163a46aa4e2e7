import { connectorErrorOf } from '../errors.ts';
import type { RequestSubject } from '../failed-request.ts';
import type { AwsIdentity, CredentialCache } from './credentials.ts';
import { attemptedCall, readFailure } from './failure.ts';
import type { RequestTracing } from './request-tracing.ts';
import { type Retries, retryRuleOf } from './retry.ts';
import type { AwsService } from './service-actions.ts';
import { unlessAborted } from './unless-aborted.ts';

/** A command of the SDK, as far as the connector uses it. */
export interface SdkCommand {
  readonly middlewareStack: {
    add(middleware: never, options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string }): void;
  };
}

/** A client of the SDK, as far as the connector uses it. */
export interface SdkClient {
  send(command: SdkCommand, options: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** One request: the action, what it takes, and what its error is to say. */
export interface AwsRequest extends RequestSubject {
  /** `CreateUser`. */
  readonly action: string;
  readonly input: object;
  /** Makes the SDK's command; a repetition needs one of its own. */
  readonly command: () => SdkCommand;
  readonly signal: AbortSignal | undefined;
}

/** What a client is made of. */
export interface AwsClientParts {
  readonly service: AwsService;
  readonly client: SdkClient;
  readonly credentials: CredentialCache;
  readonly retries: Retries;
  readonly tracing: RequestTracing;
  /** Texts that must not appear in an error, besides the keys in use. */
  readonly secrets: readonly string[];
}

/**
 * Sends requests to IAM or STS: signed with the session's credentials, once more when those have expired, errors as `ConnectorError`.
 *
 * @example
 * await client.send({ action: 'GetUser', input, command: () => new GetUserCommand(input), signal, uid: 'ada' });
 */
export class AwsClient {
  readonly #parts: AwsClientParts;

  constructor(parts: AwsClientParts) {
    this.#parts = parts;
  }

  /**
   * @returns What the SDK answers.
   * @throws ConnectorError by the error table; the signal's reason, as it is, when the signal is aborted.
   */
  async send(request: AwsRequest): Promise<unknown> {
    const { service, client, credentials, retries } = this.#parts;
    const { action, input, signal } = request;
    const call = attemptedCall(service, action, input, signal);
    for (let renewed = false; ; renewed = true) {
      // Not left to the SDK: it would wait for the credentials without looking at the signal.
      const identity = await unlessAborted(credentials.current(), signal);
      await retries.turn(call);
      const command = request.command();
      command.middlewareStack.add(retries.watch(call, this.#parts.tracing) as never, {
        step: 'finalizeRequest',
        priority: 'low',
        name: 'identityConnectorAttempt',
      });
      try {
        return await client.send(command, signal === undefined ? {} : { abortSignal: signal });
      } catch (error) {
        signal?.throwIfAborted();
        const failure = readFailure(error);
        if (!renewed && retryRuleOf(failure, service) === 'refresh' && credentials.refused(identity)) continue;
        // An earlier attempt did it, and its answer was lost.
        if (call.answerLost && failure.wireCode === 'NoSuchEntity' && /^(Delete|Remove|Detach|Deactivate)/.test(action)) return { $metadata: {} };
        throw connectorErrorOf({
          service,
          call,
          failure,
          input,
          subject: request,
          secrets: [...this.#parts.secrets, ...secretsOf(identity), ...passwordsOf(input)],
        });
      }
    }
  }
}

const secretsOf = ({ secretAccessKey, sessionToken }: AwsIdentity) =>
  sessionToken === undefined ? [secretAccessKey] : [secretAccessKey, sessionToken];

function passwordsOf(input: object): string[] {
  const { Password, OldPassword, NewPassword, WebIdentityToken } = input as Readonly<Record<string, unknown>>;
  return [Password, OldPassword, NewPassword, WebIdentityToken].filter((value) => typeof value === 'string');
}
