export type { Partition } from './account.ts';
export type { AwsCall } from './calls.ts';
export { type AwsClock, createClock } from './clock.ts';
export type { ConsistencyDelay } from './consistency.ts';
export { type AwsOptions, type EmbeddedAws, startAws } from './embedded-aws.ts';
export type { Status } from './entities.ts';
export type { AwsFaults, FaultMoment, FaultTarget, RandomFaults } from './faults.ts';
export type {
  AccessKeySeed,
  GroupSeed,
  PolicySeed,
  PolicySource,
  RoleSeed,
  Seeded,
  SeededUser,
  ServiceCredentialSeed,
  UserSeed,
  WebIdentitySeed,
} from './iam-seeds.ts';
export type { IamState } from './iam-state.ts';
export { type AwsQuotas, defaultQuotas } from './quotas.ts';
export { mfaCode } from './totp.ts';
