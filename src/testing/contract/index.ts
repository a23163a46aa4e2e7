export { contract } from './contract.ts';
export type { ContractCase } from './contract-case.ts';
export type { ClassOptions, ClassOptionsOf, ContractOptions, SampleOverrides, ScriptSample, SkippedKinds } from './contract-options.ts';
export type { ContractRunner, RunnerFunction } from './contract-runner.ts';
export { NotApplicable } from './not-applicable.ts';
export { type ContractCases, type ContractReport, type ContractResult, contractCases, type RunOptions, runContract } from './run-contract.ts';
