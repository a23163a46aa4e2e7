import type { Account } from './account.ts';
import { invalidInput, noSuchEntity } from './api-error.ts';
import type { ManagedPolicy } from './entities.ts';

const POLICY_ARN = /^arn:aws(-cn|-us-gov)?:iam::(aws|\d{12}):policy\/.+$/;

/** Finds the managed policy a request names. @throws InvalidInput when it is no policy ARN, NoSuchEntity when it is not there. */
export function namedPolicy(account: Account, policyArn: string, message?: string): ManagedPolicy {
  if (!POLICY_ARN.test(policyArn)) throw invalidInput(`ARN ${policyArn} is not valid.`);
  const policy = account.policyByArn(policyArn);
  if (!policy) throw noSuchEntity(message ?? `Policy ${policyArn} was not found.`);
  return policy;
}
