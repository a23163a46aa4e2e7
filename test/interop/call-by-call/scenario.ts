/** The services whose answers are compared. */
export type ServiceKey = 'iam' | 'sts' | 'organizations' | 'ec2' | 'sqs';

/** What the steps before have answered, by their labels: at the same server, of course. */
export type Before = (label: string) => Answer;

/** An answer of the SDK, of whatever operation. */
// biome-ignore lint/suspicious/noExplicitAny: each step knows what the step it looks back to has answered; a type for every pair would hide the calls.
export type Answer = any;

/** One call. */
export interface Step {
  readonly service: ServiceKey;
  readonly label: string;
  /** Makes the command, a new one for each server. */
  readonly command: (before: Before) => object;
}

/** Calls in a row, against an account in which nothing else is. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
  /** Whether the account manages an organisation with service control policies and one more account, `payroll`. */
  readonly organization?: boolean;
}

type StepMaker = (label: string, command: Step['command']) => Step;

const maker =
  (service: ServiceKey): StepMaker =>
  (label, command) => ({ service, label, command });

/** A call of IAM. */
export const iam = maker('iam');
/** A call of STS. */
export const sts = maker('sts');
/** A call of Organizations. */
export const organizations = maker('organizations');
/** A call of EC2. */
export const ec2 = maker('ec2');
/** A call of SQS. */
export const sqs = maker('sqs');
