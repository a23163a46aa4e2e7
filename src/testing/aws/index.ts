export type { Partition } from './account.ts';
export type { AwsCall } from './calls.ts';
export { type AwsClock, createClock } from './clock.ts';
export type { CloudTrailState, TrailEventSeed } from './cloudtrail/cloud-trail-state.ts';
export type { DeliveryDelay } from './cloudtrail/trail.ts';
export type { ConsistencyDelay } from './consistency.ts';
export type { Ec2State, InstanceSeed } from './ec2/ec2-state.ts';
export { type InstanceStateName, STATE_CODES } from './ec2/instance.ts';
export { type AccountSeed, type AwsOptions, type EmbeddedAccount, type EmbeddedAws, startAws } from './embedded-aws.ts';
export type { Status } from './entities.ts';
export type { FaultMoment, RandomFaults } from './fault-plan.ts';
export type { AwsFaults, FaultScope, FaultTarget } from './faults.ts';
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
export type { AccountState } from './organizations/organization.ts';
export type { ControlPolicySeed, OrganizationState, UnitSeed } from './organizations/organization-state.ts';
export { type AwsQuotas, defaultQuotas } from './quotas.ts';
export { SERVICE_NAMES, type ServiceName } from './service-name.ts';
export type { EventBridgeState, EventDelivery } from './sqs/event-bridge.ts';
export type { SqsState } from './sqs/sqs-state.ts';
export { mfaCode } from './totp.ts';
