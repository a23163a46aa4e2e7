export type { SeedObject } from '../connectors/memory/configuration.ts';
export { type CallDefaults, type CallOf, callOf } from './call-of.ts';
export type { TestClock } from './clock.ts';
export type { ConnectorFaults } from './connector-faults.ts';
export {
  type ClassOptions,
  type ClassOptionsOf,
  type ContractCase,
  type ContractCases,
  type ContractOptions,
  type ContractReport,
  type ContractResult,
  type ContractRunner,
  contract,
  contractCases,
  NotApplicable,
  type RunnerFunction,
  type RunOptions,
  runContract,
  type SampleOverrides,
  type ScriptSample,
  type SkippedKinds,
} from './contract/index.ts';
export { type FakeOptions, fake } from './fake.ts';
export { type FakeClock, fakeClock } from './fake-clock.ts';
export type { FakeObject, SeedAttributes, SeedOf } from './fake-object.ts';
export type { ChanceFaults } from './fault-chances.ts';
export type { CallTarget, FaultKind, SeenCall } from './fault-target.ts';
export type { Failure, FaultCount, FaultMoment, PlannedFault } from './planned-fault.ts';
export { record } from './record.ts';
export { createTape, loadTape, type TapeOptions } from './recorded-tape.ts';
export { type ReplayOptions, replay } from './replay.ts';
export { type StreamOptions, streamOf } from './stream-of.ts';
export { type PartialRow, type StubAnswer, type StubMethods, stub } from './stub.ts';
export type { Tape, TapeJson } from './tape.ts';
export type { TapeCall, TapeError } from './tape-call.ts';
export type { TapeOrder } from './tape-match.ts';
export type { Redact } from './tape-redaction.ts';
export type { Json } from './tape-value.ts';
export type { ThrottleLimit } from './throttle.ts';
export { createFaults, type FaultsOptions, withFaults } from './with-faults.ts';
