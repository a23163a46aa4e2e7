import type { Variables } from './variables.ts';

/** What the program works with besides its arguments. Tests give their own. */
export interface Terminal {
  /** Data: what the command is for. */
  out(text: string): void;
  /** Everything else: progress, errors. */
  err(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths count from. */
  readonly directory: string;
  /** Ends the command: Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The same for its commands. */
export interface CommandTerminal extends Terminal {
  readonly variables: Variables;
}
