import type { ErrorCode } from './errors.ts';

/** One attribute, setting or step that an error is about. */
export interface Problem {
  /** Where: `mail`, `Tags[3].Key`, `configuration.region`, the name of a step. */
  readonly path: string;
  /** What is wrong there, what was found and what would be right. Never a secret. */
  readonly message: string;
  readonly code?: ErrorCode;
}
