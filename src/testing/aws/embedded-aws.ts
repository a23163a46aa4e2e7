import { addAccessKey } from './access-keys.ts';
import type { Partition } from './account.ts';
import type { AwsCall } from './calls.ts';
import { type AwsClock, createClock } from './clock.ts';
import { Cloud } from './cloud.ts';
import { type CloudTrailState, cloudTrailState } from './cloudtrail/cloud-trail-state.ts';
import { type Ec2State, ec2State } from './ec2/ec2-state.ts';
import { type AwsFaults, FaultSwitches } from './faults.ts';
import { type IamState, iamState } from './iam-state.ts';
import { createIdSource } from './ids.ts';
import type { AccountState } from './organizations/organization.ts';
import { type OrganizationState, organizationState } from './organizations/organization-state.ts';
import { type AwsQuotas, defaultQuotas } from './quotas.ts';
import { listen } from './server.ts';
import { type EventBridgeState, eventBridgeState } from './sqs/event-bridge.ts';
import { type SqsState, sqsState } from './sqs/sqs-state.ts';
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
 * An account to be put into an Embedded AWS.
 *
 * @example
 * const { iam } = aws.addAccount({ id: '222222222222', name: 'payroll' });
 */
export interface AccountSeed {
  /** 12 digits. */
  readonly id: string;
  /** The account's name in the organisation. */
  readonly name?: string;
  readonly email?: string;
  /** `ACTIVE` unless said otherwise. */
  readonly status?: AccountState;
  /** The root or organisational unit that the account is in; the root unless said otherwise. */
  readonly parentId?: string;
  /** `false` for an account that is no member of the organisation. */
  readonly member?: boolean;
}

/**
 * An account of an Embedded AWS: what is in its IAM, and keys that may do everything there.
 *
 * @example
 * const { accountId, adminCredentials } = aws.addAccount({ id: '222222222222' });
 */
export interface EmbeddedAccount {
  readonly accountId: string;
  readonly iam: IamState;
  /** The static keys of the IAM user `bootstrap`, who may do everything. */
  readonly adminCredentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * IAM, STS, Organizations, EC2, CloudTrail and SQS of one account or several, in this process, over real HTTP.
 *
 * What stands here besides is about the first account, which is there from the start.
 *
 * @example
 * await using aws = await startAws();
 * const iam = new IAMClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials: aws.adminCredentials });
 */
export interface EmbeddedAws extends EmbeddedAccount, AsyncDisposable {
  /** `http://127.0.0.1:PORT`; it serves every service and account. */
  readonly endpoint: string;
  readonly clock: AwsClock;
  readonly faults: AwsFaults;
  /** Every request so far, the latest last. */
  readonly calls: readonly AwsCall[];
  /** Adds an account behind the same endpoint; whoever signs with its keys, or assumes a role of it, is in it. */
  addAccount(account: AccountSeed): EmbeddedAccount;
  /** The organisation that the accounts form. */
  readonly organization: OrganizationState;
  readonly cloudTrail: CloudTrailState;
  readonly ec2: Ec2State;
  readonly eventBridge: EventBridgeState;
  readonly sqs: SqsState;
  clearCalls(): void;
  /** How many requests of an action came, refused ones included. */
  countOf(action: string): number;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/**
 * Starts an Embedded AWS: the wire protocols of its services, as strict as the real ones, so that the AWS SDK runs against it unmodified.
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
  const cloud = new Cloud({
    partition,
    clock,
    ids: createIdSource(options.seed),
    backgroundIds: createIdSource(options.seed === undefined ? undefined : options.seed + 1_000_000),
    quotas: { ...defaultQuotas, ...options.quotas },
  });
  const first = addAccount(cloud, { id: accountId, name: 'management' });
  const faults = new FaultSwitches((delay) => cloud.delayConsistency(delay));
  const calls: AwsCall[] = [];
  const front = await listen({ cloud, faults }, { port, host }, (call) => calls.push(call));
  cloud.endpoint = front.endpoint;
  return {
    ...first,
    endpoint: front.endpoint,
    clock,
    faults,
    calls,
    addAccount: (seed) => addAccount(cloud, seed),
    organization: organizationState(cloud.organization),
    cloudTrail: cloudTrailState(cloud, accountId),
    ec2: ec2State(cloud, accountId),
    eventBridge: eventBridgeState(cloud),
    sqs: sqsState(cloud, accountId),
    clearCalls: () => {
      calls.length = 0;
    },
    countOf: (action) => calls.filter((call) => call.action === action).length,
    close: () => front.close(),
    [Symbol.asyncDispose]: () => front.close(),
  };
}

/** Adds an account with the user that every account here begins with. */
function addAccount(cloud: Cloud, seed: AccountSeed): EmbeddedAccount {
  const { organization } = cloud;
  const { id, name = `account-${id}`, email = `${name}@example.com`, status: state = 'ACTIVE', parentId = organization.root.id } = seed;
  if (!organization.container(parentId)) throw new RangeError(`there is no root or organisational unit ${parentId}`);
  const account = cloud.addAccount(id);
  if (seed.member !== false) organization.join({ id, name, email, state, parentId });
  if (seed.parentId !== undefined) organization.inUse = true;
  const admin = newUser(account, 'bootstrap');
  const administratorAccess = account.awsPolicies.get('AdministratorAccess');
  if (administratorAccess) admin.attached.add(administratorAccess);
  account.users.add(admin);
  const key = addAccessKey(account, admin);
  return {
    accountId: account.id,
    iam: iamState(account),
    adminCredentials: { accessKeyId: key.id, secretAccessKey: key.secret },
  };
}
