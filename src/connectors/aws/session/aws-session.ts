import type { Log } from '../../../spi/context.ts';
import type { AccountJournal } from '../accounts/account-journal.ts';
import type { RequestSubject } from '../failed-request.ts';
import type { CredentialReports } from '../report/credential-reports.ts';
import type { AwsSettings } from '../settings.ts';
import type { IamAction, IamInput, IamOutput } from '../transport/iam-actions.ts';
import type { ActionOf, InputOf, OptionalService, OutputOf } from '../transport/service-actions.ts';
import type { WriteOrder } from '../write/write-order.ts';

/** What a call to AWS concerns. */
export interface IamContext extends RequestSubject {
  /** Ends the call; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Who the connector is to AWS. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** What a call to a service with regions concerns. */
export interface ServiceContext extends IamContext {
  /** `eu-west-1`; the session's own region unless said otherwise. IAM, Organizations and STS have one place for all. */
  readonly region?: string | undefined;
}

/** An AWS account that a session works in. */
export interface ManagedAccount {
  /** 12 digits. */
  readonly id: string;
  /** As AWS Organizations has it; absent when the account was named in the configuration. */
  readonly name?: string | undefined;
}

/** The accounts that a session works in, when the configuration names several. */
export interface ManagedAccounts {
  /**
   * The accounts, by id; those that the organisation lists are asked for once and kept for some minutes.
   *
   * @throws ConnectorError whatever AWS answers to the listing: never a shorter list.
   */
  list(signal?: AbortSignal): Promise<readonly ManagedAccount[]>;
  /**
   * The same session in one of them, with credentials and a pace of its own; made once and kept. Its role is assumed with its first call.
   *
   * @throws ConnectorError `InvalidArgument` for an account that is not among them.
   */
  session(id: string, signal?: AbortSignal): Promise<AwsSession>;
  /** How they fared in this session. */
  readonly journal: AccountJournal;
}

/** A session with AWS in one account: one pool of connections, one set of credentials, one way to call. */
export interface AwsSession extends AsyncDisposable {
  readonly settings: AwsSettings;
  /** The accounts, when the configuration names several; a session of one account has none. */
  readonly accounts: ManagedAccounts | undefined;
  /**
   * Calls IAM.
   *
   * @throws ConnectorError with an `AwsRequestError` as its cause; `Configuration` when the credentials are of another account than
   *   `expectedAccountId`; the signal's reason, as it is, once the signal is aborted.
   */
  iam<A extends IamAction>(action: A, input: IamInput<A>, context?: IamContext): Promise<IamOutput<A>>;
  /**
   * Calls another service than IAM.
   *
   * @throws ConnectorError as `iam`; `Configuration` when the service's SDK client, an optional package, is not installed.
   */
  send<S extends OptionalService, A extends ActionOf<S>>(
    service: S,
    action: A,
    input: InputOf<S, A>,
    context?: ServiceContext,
  ): Promise<OutputOf<S, A>>;
  /** Asks STS who the connector is; every identity may. */
  callerIdentity(signal?: AbortSignal): Promise<CallerIdentity>;
  /**
   * Who the connector is, asked for once in a session: an identity does not change.
   *
   * @throws ConnectorError `Configuration` when it is not of the account `expectedAccountId`.
   */
  identity(signal?: AbortSignal): Promise<CallerIdentity>;
  /** The order of writes to the same user in this account. */
  readonly writes: WriteOrder;
  /** The credential report of this account, and what the session wrote that it may not know. */
  readonly report: CredentialReports;
  readonly log: Log;
  /** Milliseconds of a clock that never jumps. */
  now(): number;
  /** Waits that many milliseconds; rejects with the signal's reason. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
