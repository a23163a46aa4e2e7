import { addAccessKey } from './access-keys.ts';
import { Account, type Partition } from './account.ts';
import type { AwsCall } from './calls.ts';
import { type AwsClock, createClock } from './clock.ts';
import { Consistency } from './consistency.ts';
import { type AwsFaults, FaultSwitches } from './faults.ts';
import { type IamState, iamState } from './iam-state.ts';
import { createIdSource } from './ids.ts';
import { type AwsQuotas, defaultQuotas } from './quotas.ts';
import { listen } from './server.ts';
import { newUser } from './users.ts';

/**
 * How an Embedded AWS starts.
 *
 * @example
 * const options: AwsOptions = { seed: 7, partition: 'aws-us-gov' };
 */
export interface AwsOptions {
  /** 12 digits; `123456789012` unless said otherwise. */
  readonly accountId?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  readonly clock?: AwsClock;
  readonly partition?: Partition;
  /** Makes identifiers and secrets the same in every run. */
  readonly seed?: number;
  /** Quotas other than those of a new account. */
  readonly quotas?: Partial<AwsQuotas>;
}

/**
 * IAM and STS of one account, in this process, over real HTTP.
 *
 * @example
 * await using aws = await startAws();
 * const iam = new IAMClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials: aws.adminCredentials });
 */
export interface EmbeddedAws extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; it serves IAM and STS. */
  readonly endpoint: string;
  readonly accountId: string;
  /** The static keys of the IAM user `bootstrap`, who may do everything. */
  readonly adminCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly clock: AwsClock;
  readonly faults: AwsFaults;
  /** Every request so far, the latest last. */
  readonly calls: readonly AwsCall[];
  readonly iam: IamState;
  clearCalls(): void;
  /** How many requests of an action came, refused ones included. */
  countOf(action: string): number;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/**
 * Starts an Embedded AWS: the query protocol of IAM and STS as strict as the real services, so that the AWS SDK runs against it unmodified.
 *
 * Requests are authenticated as AWS does it, values are checked against the service's model, quotas and delete conflicts hold.
 * Identity policies are stored but not evaluated: who is authenticated may do everything that `faults.deny` does not forbid.
 *
 * @example
 * const aws = await startAws();
 * const iam = new IAMClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials: aws.adminCredentials });
 * await iam.send(new CreateUserCommand({ UserName: 'bjensen' }));
 * await aws.close();
 */
export async function startAws(options: AwsOptions = {}): Promise<EmbeddedAws> {
  const { accountId = '123456789012', port = 0, host = '127.0.0.1', clock = createClock(), partition = 'aws' } = options;
  if (!/^\d{12}$/.test(accountId)) throw new RangeError(`accountId must be 12 digits (got "${accountId}")`);
  const account = new Account({
    id: accountId,
    partition,
    clock,
    ids: createIdSource(options.seed),
    quotas: { ...defaultQuotas, ...options.quotas },
  });
  const admin = newUser(account, 'bootstrap');
  const administratorAccess = account.awsPolicies.get('AdministratorAccess');
  if (administratorAccess) admin.attached.add(administratorAccess);
  account.users.add(admin);
  const key = addAccessKey(account, admin);

  const consistency = new Consistency(clock);
  const faults = new FaultSwitches((delay) => consistency.set(delay));
  const calls: AwsCall[] = [];
  const front = await listen({ account, faults, consistency }, { port, host }, (call) => calls.push(call));
  return {
    endpoint: front.endpoint,
    accountId,
    adminCredentials: { accessKeyId: key.id, secretAccessKey: key.secret },
    clock,
    faults,
    calls,
    iam: iamState(account),
    clearCalls: () => {
      calls.length = 0;
    },
    countOf: (action) => calls.filter((call) => call.action === action).length,
    close: () => front.close(),
    [Symbol.asyncDispose]: () => front.close(),
  };
}
