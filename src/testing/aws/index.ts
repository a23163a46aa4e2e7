export type { Partition } from './account.ts';
export type { AwsCall } from './calls.ts';
export { type AwsClock, createClock } from './clock.ts';
export type { ConsistencyDelay } from './consistency.ts';
export { type AwsOptions, type EmbeddedAws, startAws } from './embedded-aws.ts';
export type { AwsFaults, FaultMoment, FaultTarget, RandomFaults } from './faults.ts';
export type { GroupSeed, IamState, PolicySeed, RoleSeed, Seeded, SeededUser, UserSeed } from './iam-state.ts';
export { type AwsQuotas, defaultQuotas } from './quotas.ts';
export { mfaCode } from './totp.ts';
